#include "adapters/token/folder_token.h"
#include "pki/csr.h"
#include "pki/envelope.h"
#include "unit/adapters/folder.h"
#include "unit/pki/samples.h"

namespace certhall::adapters {
namespace {

using pki::Algorithm;
using pki::PublicKey;

const SecretText kPin{"839201"}, kWrongPin{"839202"}, kSoPin{"11223344"};

class Tokens : public FolderTest {
 protected:
  FolderToken token() { return {folder_ / "FT0001", random_, {.memory_kib = 64, .passes = 1}}; }

  std::string certificate_for(const std::string& spki, const pki::Profile& profile) {
    auto request = authority_.request();
    request.profile = profile;
    request.subject_spki = spki;
    return pki::issue(request, authority_.issuing).value();
  }
  /// What the authority answers to the token's request.
  app::TokenContents certificates(const std::string& csr) {
    const auto spki = pki::parse_certification_request(csr)->spki;
    return {
        certificate_for(spki, authority_.plan.profiles.signing),
        certificate_for(encryption_key_.public_key().spki(), authority_.plan.profiles.encryption)};
  }
  std::string envelope_for(const std::string& csr) {
    const auto spki = pki::parse_certification_request(csr)->spki;
    return pki::seal_encryption_key(encryption_key_, *PublicKey::from_spki(spki), random_);
  }
  app::TokenContents write() {
    auto made = token();
    const auto csr = made.initialise(kPin, kSoPin).value();
    const auto contents = certificates(csr);
    EXPECT_TRUE(made.import(contents, envelope_for(csr)));
    return contents;
  }
  static PublicKey key_in(const std::string& certificate) {
    return *PublicKey::from_spki(pki::parse_certificate(certificate)->spki);
  }

  pki::SampleAuthority authority_{Algorithm::sm2_sm3};
  pki::PrivateKey encryption_key_ = pki::PrivateKey::generate(Algorithm::sm2_sm3);
};

TEST_F(Tokens, SignAndDecryptAgainstTheirCertificates) {
  const auto contents = write();
  auto opened = token();
  EXPECT_EQ(opened.serial(), "FT0001");
  EXPECT_EQ(opened.read()->signing_certificate, contents.signing_certificate);
  EXPECT_EQ(opened.read()->encryption_certificate, contents.encryption_certificate);
  ASSERT_TRUE(opened.login(kPin));
  EXPECT_TRUE(key_in(contents.signing_certificate).verify("message", *opened.sign("message")));
  const auto cipher = key_in(contents.encryption_certificate).encrypt("secret");
  EXPECT_EQ(opened.decrypt(cipher)->reveal(), "secret");
}

TEST_F(Tokens, DoNothingWithoutTheirPin) {
  write();
  auto opened = token();
  EXPECT_EQ(opened.sign("x").error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(opened.decrypt("x").error().code, ErrorCode::unauthenticated);
  const auto wrong = opened.login(kWrongPin);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::invalid);
  EXPECT_NE(wrong.error().message.find("5"), std::string::npos) << wrong.error().message;
  EXPECT_EQ(opened.sign("x").error().code, ErrorCode::unauthenticated);
}

TEST_F(Tokens, LockAfterSixWrongPinsInARowAlsoAcrossPrograms) {
  write();
  for (int i = 0; i < FolderToken::kTries; ++i) {
    EXPECT_EQ(token().login(kWrongPin).error().code, ErrorCode::invalid);
  }
  EXPECT_EQ(token().login(kPin).error().code, ErrorCode::forbidden);
}

TEST_F(Tokens, ForgetWrongPinsAfterARightOne) {
  write();
  for (int i = 0; i < FolderToken::kTries - 1; ++i) static_cast<void>(token().login(kWrongPin));
  EXPECT_TRUE(token().login(kPin));
  EXPECT_EQ(token().login(kWrongPin).error().code, ErrorCode::invalid);
  EXPECT_TRUE(token().login(kPin));
}

TEST_F(Tokens, TakeCertificatesOfTheirOwnKeysOnly) {
  auto made = token();
  const auto csr = made.initialise(kPin, kSoPin).value();
  const auto good = certificates(csr);
  const auto other_key = pki::PrivateKey::generate(Algorithm::sm2_sm3);
  const auto& profiles = authority_.plan.profiles;
  auto wrong_signing = good;
  wrong_signing.signing_certificate =
      certificate_for(other_key.public_key().spki(), profiles.signing);
  EXPECT_FALSE(made.import(wrong_signing, envelope_for(csr)));
  auto wrong_encryption = good;
  wrong_encryption.encryption_certificate =
      certificate_for(other_key.public_key().spki(), profiles.encryption);
  EXPECT_FALSE(made.import(wrong_encryption, envelope_for(csr)));
  EXPECT_FALSE(made.import(
      good, pki::seal_encryption_key(encryption_key_, other_key.public_key(), random_)));
  EXPECT_FALSE(made.import({"no", "certificate"}, envelope_for(csr)));
  EXPECT_EQ(made.read().error().code, ErrorCode::wrong_state);
  EXPECT_TRUE(made.import(good, envelope_for(csr)));
}

TEST_F(Tokens, AreEmptiedByInitialising) {
  const auto before = write();
  auto again = token();
  const auto csr = again.initialise(kWrongPin, kSoPin);
  ASSERT_TRUE(csr);
  EXPECT_NE(pki::parse_certification_request(*csr)->spki,
            pki::parse_certificate(before.signing_certificate)->spki);
  EXPECT_EQ(again.read().error().code, ErrorCode::wrong_state);
  EXPECT_FALSE(token().login(kPin));
  EXPECT_TRUE(token().login(kWrongPin));
}

TEST_F(Tokens, ThatWereNeverInitialisedSaySo) {
  auto empty = token();
  EXPECT_EQ(empty.login(kPin).error().code, ErrorCode::wrong_state);
  EXPECT_EQ(empty.read().error().code, ErrorCode::wrong_state);
}

TEST_F(Tokens, HoldNoPlainKeyAndNoPin) {
  write();
  EXPECT_FALSE(any_file_holds(encryption_key_.scalar().reveal()));
  EXPECT_FALSE(any_file_holds(kPin.reveal()));
  EXPECT_FALSE(any_file_holds(kSoPin.reveal()));
  EXPECT_EQ(std::filesystem::status(folder_ / "FT0001").permissions(),
            std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace certhall::adapters
