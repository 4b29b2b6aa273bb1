// What every kind of token does, whatever is behind it.

#include <cstdlib>
#include <functional>

#include "adapters/token/folder_token.h"
#include "adapters/token/skf_token.h"
#include "pki/csr.h"
#include "pki/envelope.h"
#include "unit/adapters/folder.h"
#include "unit/pki/samples.h"

namespace certhall::adapters {
namespace {

using pki::Algorithm;
using pki::PublicKey;

const SecretText kPin{"839201"}, kWrongPin{"839202"}, kSoPin{"11223344"}, kWrongSoPin{"11223345"};

/// One kind of token: the device is made in the folder, and opened as each program would anew.
struct Kind {
  std::string name;
  std::function<void(const std::filesystem::path&)> plug_in;
  std::function<std::unique_ptr<app::Token>(const std::filesystem::path&, Random&)> open;
};

std::unique_ptr<app::TokenDevices> skf_devices(const std::filesystem::path& folder,
                                               std::string key = "1234567812345678") {
  ::setenv("SKF_TEST_FOLDER", folder.c_str(), 1);
  auto devices = open_skf_devices(
      {.library = CERTHALL_SKF_TEST, .authentication_key = SecretText{std::move(key)}});
  if (!devices) throw std::runtime_error(devices.error().message);
  return *std::move(devices);
}
void plug_in_skf(const std::filesystem::path& folder, const std::string& serial = "FT0001") {
  std::filesystem::create_directories(folder / ("port-" + serial));
  write_file_durably(folder / ("port-" + serial) / "serial", serial);
}

const Kind kFolder{"Folder", [](const auto&) {},
                   [](const auto& folder, Random& random) -> std::unique_ptr<app::Token> {
                     return std::make_unique<FolderToken>(
                         folder / "FT0001", random, Argon2Cost{.memory_kib = 64, .passes = 1});
                   }};
const Kind kSkf{"Skf", [](const auto& folder) { plug_in_skf(folder); },
                [](const auto& folder, Random&) { return *skf_devices(folder)->open("FT0001"); }};

class Issued {
 public:
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

  pki::SampleAuthority authority_{Algorithm::sm2_sm3};
  pki::PrivateKey encryption_key_ = pki::PrivateKey::generate(Algorithm::sm2_sm3);
  SystemRandom random_;
};

PublicKey key_in(const std::string& certificate) {
  return *PublicKey::from_spki(pki::parse_certificate(certificate)->spki);
}

class Tokens : public FolderTest, public testing::WithParamInterface<Kind> {
 protected:
  Tokens() { GetParam().plug_in(folder_); }
  std::unique_ptr<app::Token> token() { return GetParam().open(folder_, random_); }
  app::TokenContents write() {
    const auto made = token();
    const auto csr = made->initialise(kPin, kSoPin);
    EXPECT_TRUE(csr) << csr.error().message;
    const auto contents = issued_.certificates(*csr);
    const auto done = made->import(contents, issued_.envelope_for(*csr));
    EXPECT_TRUE(done) << done.error().message;
    return contents;
  }
  void lock() {
    for (int i = 0; i < FolderToken::kTries; ++i) static_cast<void>(token()->login(kWrongPin));
  }

  Issued issued_;
};
INSTANTIATE_TEST_SUITE_P(All, Tokens, testing::Values(kFolder, kSkf),
                         [](const auto& kind) { return kind.param.name; });

TEST_P(Tokens, SignAndDecryptAgainstTheirCertificates) {
  const auto contents = write();
  const auto opened = token();
  EXPECT_EQ(opened->serial(), "FT0001");
  EXPECT_EQ(opened->read()->signing_certificate, contents.signing_certificate);
  EXPECT_EQ(opened->read()->encryption_certificate, contents.encryption_certificate);
  ASSERT_TRUE(opened->login(kPin));
  for (int i = 0; i < 20; ++i) {  // numbers with leading zeros are among them at times
    const auto signature = opened->sign("message" + std::to_string(i));
    ASSERT_TRUE(signature) << signature.error().message;
    EXPECT_TRUE(
        key_in(contents.signing_certificate).verify("message" + std::to_string(i), *signature));
  }
  const auto cipher = key_in(contents.encryption_certificate).encrypt("secret");
  const auto plain = opened->decrypt(cipher);
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->reveal(), "secret");
  EXPECT_FALSE(opened->decrypt(pki::flip_last_bit(cipher)));
  EXPECT_FALSE(opened->decrypt("no cipher"));
}

TEST_P(Tokens, DoNothingWithoutTheirPin) {
  const auto contents = write();
  const auto opened = token();
  const auto cipher = key_in(contents.encryption_certificate).encrypt("secret");
  EXPECT_EQ(opened->sign("x").error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(opened->decrypt(cipher).error().code, ErrorCode::unauthenticated);
  const auto wrong = opened->login(kWrongPin);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::invalid);
  EXPECT_NE(wrong.error().message.find("5"), std::string::npos) << wrong.error().message;
  EXPECT_EQ(opened->sign("x").error().code, ErrorCode::unauthenticated);
}

TEST_P(Tokens, LockAfterSixWrongPinsInARowAlsoAcrossPrograms) {
  write();
  for (int i = 0; i < FolderToken::kTries; ++i) EXPECT_FALSE(token()->login(kWrongPin));
  const auto locked = token()->login(kPin);
  ASSERT_FALSE(locked);
  EXPECT_EQ(locked.error().code, ErrorCode::forbidden);
  EXPECT_NE(locked.error().message.find("解锁"), std::string::npos) << locked.error().message;
}

TEST_P(Tokens, ForgetWrongPinsAfterARightOne) {
  write();
  for (int i = 0; i < FolderToken::kTries - 1; ++i) static_cast<void>(token()->login(kWrongPin));
  EXPECT_TRUE(token()->login(kPin));
  EXPECT_EQ(token()->login(kWrongPin).error().code, ErrorCode::invalid);
  EXPECT_TRUE(token()->login(kPin));
}

TEST_P(Tokens, AreUnlockedByTheirAdministratorPinWithTheirKeys) {
  const auto contents = write();
  lock();
  const auto wrong = token()->unlock(kWrongSoPin, kWrongPin);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::invalid);
  const auto done = token()->unlock(kSoPin, kWrongPin);
  ASSERT_TRUE(done) << done.error().message;
  const auto opened = token();
  EXPECT_FALSE(opened->login(kPin));
  ASSERT_TRUE(opened->login(kWrongPin));
  EXPECT_TRUE(key_in(contents.signing_certificate).verify("message", *opened->sign("message")));
}

TEST_P(Tokens, LockForGoodAfterTenWrongAdministratorPins) {
  write();
  for (int i = 0; i < FolderToken::kSoTries; ++i)
    EXPECT_FALSE(token()->unlock(kWrongSoPin, kWrongPin));
  EXPECT_EQ(token()->unlock(kSoPin, kWrongPin).error().code, ErrorCode::forbidden);
}

TEST_P(Tokens, TakeCertificatesOfTheirOwnKeysOnly) {
  const auto made = token();
  const auto csr = made->initialise(kPin, kSoPin).value();
  const auto good = issued_.certificates(csr);
  const auto other_key = pki::PrivateKey::generate(Algorithm::sm2_sm3);
  const auto& profiles = issued_.authority_.plan.profiles;
  auto wrong_signing = good;
  wrong_signing.signing_certificate =
      issued_.certificate_for(other_key.public_key().spki(), profiles.signing);
  EXPECT_FALSE(made->import(wrong_signing, issued_.envelope_for(csr)));
  auto wrong_encryption = good;
  wrong_encryption.encryption_certificate =
      issued_.certificate_for(other_key.public_key().spki(), profiles.encryption);
  EXPECT_FALSE(made->import(wrong_encryption, issued_.envelope_for(csr)));
  EXPECT_FALSE(made->import(
      good, pki::seal_encryption_key(issued_.encryption_key_, other_key.public_key(), random_)));
  EXPECT_FALSE(made->import({"no", "certificate"}, issued_.envelope_for(csr)));
  EXPECT_EQ(made->read().error().code, ErrorCode::wrong_state);
  EXPECT_TRUE(made->import(good, issued_.envelope_for(csr)));
}

TEST_P(Tokens, RefuseAnEnvelopeWithAnyBitFlipped) {
  const auto made = token();
  const auto csr = made->initialise(kPin, kSoPin).value();
  const auto contents = issued_.certificates(csr);
  const std::string envelope = issued_.envelope_for(csr);
  for (std::size_t at = 0; at < envelope.size(); ++at) {
    std::string damaged = envelope;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    EXPECT_FALSE(made->import(contents, damaged)) << "byte " << at;
  }
}

TEST_P(Tokens, AreEmptiedByInitialising) {
  const auto before = write();
  const auto again = token();
  const auto csr = again->initialise(kWrongPin, kSoPin);
  ASSERT_TRUE(csr) << csr.error().message;
  EXPECT_NE(pki::parse_certification_request(*csr)->spki,
            pki::parse_certificate(before.signing_certificate)->spki);
  EXPECT_EQ(again->read().error().code, ErrorCode::wrong_state);
  EXPECT_FALSE(token()->login(kPin));
  EXPECT_TRUE(token()->login(kWrongPin));
}

TEST_P(Tokens, ThatWereNeverInitialisedSaySo) {
  const auto empty = token();
  EXPECT_EQ(empty->login(kPin).error().code, ErrorCode::wrong_state);
  EXPECT_EQ(empty->read().error().code, ErrorCode::wrong_state);
}

class FolderTokenFiles : public FolderTest {};

TEST_F(FolderTokenFiles, HoldNoPlainKeyAndNoPin) {
  Issued issued;
  const auto made = kFolder.open(folder_, random_);
  const auto csr = made->initialise(kPin, kSoPin).value();
  ASSERT_TRUE(made->import(issued.certificates(csr), issued.envelope_for(csr)));
  EXPECT_FALSE(any_file_holds(issued.encryption_key_.scalar().reveal()));
  EXPECT_FALSE(any_file_holds(kPin.reveal()));
  EXPECT_FALSE(any_file_holds(kSoPin.reveal()));
  EXPECT_EQ(std::filesystem::status(folder_ / "FT0001").permissions(),
            std::filesystem::perms::owner_all);
}

class SkfTokens : public FolderTest {
 protected:
  [[nodiscard]] std::filesystem::path port() const { return folder_ / "port-FT0001"; }
};

TEST_F(SkfTokens, AreToldApartByTheirSerials) {
  EXPECT_TRUE(skf_devices(folder_)->list()->empty());
  plug_in_skf(folder_, "FT0002");
  plug_in_skf(folder_, "FT0001");
  const auto devices = skf_devices(folder_);
  const auto found = devices->list();
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ(found->at(0).serial, "FT0001");
  EXPECT_NE(found->at(0).name.find("Example Token Works"), std::string::npos);
  EXPECT_EQ(found->at(1).serial, "FT0002");
  EXPECT_EQ((*devices->open("FT0002"))->serial(), "FT0002");
  const auto missing = devices->open("FT0003");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

TEST_F(SkfTokens, ThatArePulledOutSaySo) {
  plug_in_skf(folder_);
  const auto token = *skf_devices(folder_)->open("FT0001");
  ASSERT_TRUE(token->initialise(kPin, kSoPin));
  std::filesystem::remove(port() / "serial");
  const auto gone = token->sign("x");
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::not_found);
  EXPECT_NE(gone.error().message.find("拔出"), std::string::npos) << gone.error().message;
}

TEST_F(SkfTokens, NeedTheMakersKeyOfDeviceAuthentication) {
  plug_in_skf(folder_);
  write_file_durably(port() / "auth_key", "maker's own key!");
  const auto refused = (*skf_devices(folder_)->open("FT0001"))->initialise(kPin, kSoPin);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_NE(refused.error().message.find("--maker-pin-file"), std::string::npos);
  EXPECT_TRUE(
      (*skf_devices(folder_, "maker's own key!")->open("FT0001"))->initialise(kPin, kSoPin));
  EXPECT_EQ((*skf_devices(folder_, "short")->open("FT0001"))->initialise(kPin, kSoPin).error().code,
            ErrorCode::invalid);
}

TEST_F(SkfTokens, WithoutRoomSaySo) {
  plug_in_skf(folder_);
  write_file_durably(port() / "space", "1100");
  const auto full = (*skf_devices(folder_)->open("FT0001"))->initialise(kPin, kSoPin);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::too_large);
  EXPECT_NE(full.error().message.find("空间不足"), std::string::npos) << full.error().message;
}

TEST_F(SkfTokens, LeaveTheApplicationsOfOthersAlone) {
  plug_in_skf(folder_);
  std::filesystem::create_directories(port() / "applications" / "BANK");
  ASSERT_TRUE((*skf_devices(folder_)->open("FT0001"))->initialise(kPin, kSoPin));
  EXPECT_TRUE(std::filesystem::exists(port() / "applications" / "BANK"));
}

TEST(SkfLibraries, ThatAreNoneAreRefusedByName) {
  const auto missing = open_skf_devices({.library = "/nowhere/libskf.so"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().message.find("/nowhere/libskf.so"), std::string::npos);
  const auto other = open_skf_devices({.library = "libm.so.6"});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::unsupported_type);
  EXPECT_NE(other.error().message.find("SKF_ConnectDev"), std::string::npos);
}

}  // namespace
}  // namespace certhall::adapters
