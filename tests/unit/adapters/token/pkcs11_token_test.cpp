// Tokens behind SoftHSM2, which counts no wrong PINs and knows no SM2. Envelopes are made by
// OpenSSL's CMS, with what a certificate says alone.

#include <openssl/cms.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdlib>

#include "adapters/token/envelope.h"
#include "adapters/token/pkcs11_token.h"
#include "pki/csr.h"
#include "unit/adapters/folder.h"
#include "unit/pki/samples.h"

namespace certhall::adapters {
namespace {

using pki::Algorithm;
using pki::PublicKey;

const SecretText kPin{"839201"}, kWrongPin{"839202"}, kSoPin{"7391046258139047"};
const SecretText kMakersPin{"12345678"};
constexpr const char* kModule = "/usr/lib/softhsm/libsofthsm2.so";

enum class Padding { pkcs1, oaep };

void pad_with_oaep(CMS_ContentInfo* cms, X509* recipient) {
  CMS_RecipientInfo* info = CMS_add1_recipient_cert(cms, recipient, CMS_KEY_PARAM);
  EVP_PKEY_CTX_set_rsa_padding(CMS_RecipientInfo_get0_pkey_ctx(info), RSA_PKCS1_OAEP_PADDING);
}

/// CMS EnvelopedData for the holder of this certificate; the padding is for RSA.
std::string sealed_for(const std::string& certificate, std::string_view plain,
                       Padding padding = Padding::pkcs1) {
  const auto* start = reinterpret_cast<const unsigned char*>(certificate.data());
  X509* recipient = d2i_X509(nullptr, &start, static_cast<long>(certificate.size()));
  BIO* in = BIO_new_mem_buf(plain.data(), static_cast<int>(plain.size()));
  CMS_ContentInfo* cms = CMS_encrypt(nullptr, nullptr, EVP_aes_256_cbc(), CMS_BINARY | CMS_PARTIAL);
  if (padding == Padding::oaep)
    pad_with_oaep(cms, recipient);
  else
    CMS_add1_recipient_cert(cms, recipient, 0);
  CMS_final(cms, in, nullptr, CMS_BINARY);
  std::string der(static_cast<std::size_t>(i2d_CMS_ContentInfo(cms, nullptr)), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  i2d_CMS_ContentInfo(cms, &out);
  CMS_ContentInfo_free(cms);
  BIO_free(in);
  X509_free(recipient);
  return der;
}

PublicKey key_in(const std::string& certificate) {
  return *PublicKey::from_spki(pki::parse_certificate(certificate)->spki);
}

class Pkcs11Tokens : public FolderTest, public testing::WithParamInterface<Algorithm> {
 protected:
  Pkcs11Tokens() {
    std::filesystem::create_directories(folder_ / "tokens");
    write_file_durably(
        folder_ / "softhsm2.conf",
        "directories.tokendir = " + (folder_ / "tokens").string() + "\nlog.level = ERROR\n");
    ::setenv("SOFTHSM2_CONF", (folder_ / "softhsm2.conf").c_str(), 1);
    plug_in();
    serial_ = devices()->list()->at(0).serial;
  }
  /// As it comes from the maker: with the maker's PINs.
  static void plug_in() {
    const std::string command =
        "softhsm2-util --init-token --free --label new --pin 111111 --so-pin " +
        std::string(kMakersPin.reveal()) + " > /dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("softhsm2-util");
  }
  std::unique_ptr<app::TokenDevices> devices(const SecretText& makers_pin = kMakersPin) {
    auto opened = open_pkcs11_devices(
        {.module = kModule, .algorithm = GetParam(), .maker_so_pin = makers_pin}, random_);
    if (!opened) throw std::runtime_error(opened.error().message);
    return *std::move(opened);
  }
  std::string certificate_for(const std::string& spki, const pki::Profile& profile) {
    auto request = authority_.request();
    request.profile = profile;
    request.subject_spki = spki;
    auto made = pki::issue(request, authority_.issuing);
    if (!made) throw std::runtime_error(made.error().fields.at(0).message);
    return *made;
  }
  app::TokenContents certificates(const std::string& csr) {
    const auto spki = pki::parse_certification_request(csr)->spki;
    return {
        certificate_for(spki, authority_.plan.profiles.signing),
        certificate_for(encryption_key_.public_key().spki(), authority_.plan.profiles.encryption)};
  }
  app::TokenContents write(app::Token& token) {
    const auto csr = token.initialise(kPin, kSoPin);
    EXPECT_TRUE(csr) << csr.error().message;
    if (!csr) return {};
    const auto contents = certificates(*csr);
    const auto done = token.import(
        contents, sealed_for(contents.signing_certificate, encryption_key_.to_pkcs8().reveal()));
    EXPECT_TRUE(done) << done.error().message;
    return contents;
  }

  pki::SampleAuthority authority_{GetParam()};
  pki::PrivateKey encryption_key_ = pki::sample_key(GetParam());
  std::string serial_;
};
INSTANTIATE_TEST_SUITE_P(Algorithms, Pkcs11Tokens,
                         testing::Values(Algorithm::p256_sha256, Algorithm::rsa_sha256),
                         [](const auto& each) { return std::string(pki::short_name(each.param)); });

TEST_P(Pkcs11Tokens, SignAndDecryptAgainstTheirCertificates) {
  app::TokenContents contents;
  {
    const auto open = devices();
    contents = write(**open->open(serial_));
  }
  const auto open = devices();
  const auto token = *open->open(serial_);
  EXPECT_EQ(token->read()->signing_certificate, contents.signing_certificate);
  EXPECT_EQ(token->read()->encryption_certificate, contents.encryption_certificate);
  ASSERT_TRUE(token->login(kPin));
  const auto signature = token->sign("message");
  ASSERT_TRUE(signature) << signature.error().message;
  EXPECT_TRUE(key_in(contents.signing_certificate).verify("message", *signature));
  EXPECT_FALSE(key_in(contents.signing_certificate).verify("massage", *signature));
  const auto cipher = sealed_for(contents.encryption_certificate, "secret");
  const auto plain = token->decrypt(cipher);
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->reveal(), "secret");
  EXPECT_EQ(token->decrypt(seal_envelope("probe", contents.encryption_certificate))->reveal(),
            "probe");
  if (GetParam() == Algorithm::rsa_sha256) {
    EXPECT_EQ(token->decrypt(sealed_for(contents.encryption_certificate, "oaep", Padding::oaep))
                  ->reveal(),
              "oaep");
  }
  EXPECT_FALSE(token->decrypt(sealed_for(contents.signing_certificate, "secret")));
  EXPECT_FALSE(token->decrypt("no cipher"));
}

TEST_P(Pkcs11Tokens, DoNothingWithoutTheirPin) {
  const auto open = devices();
  const auto contents = write(**open->open(serial_));
  const auto token = *open->open(serial_);
  EXPECT_EQ(token->sign("x").error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(token->decrypt(sealed_for(contents.encryption_certificate, "x")).error().code,
            ErrorCode::unauthenticated);
  EXPECT_EQ(token->login(kWrongPin).error().code, ErrorCode::invalid);
  EXPECT_EQ(token->sign("x").error().code, ErrorCode::unauthenticated);
  EXPECT_FALSE(any_file_holds(encryption_key_.to_pkcs8().reveal()));
}

TEST_P(Pkcs11Tokens, TakeCertificatesOfTheirOwnKeysOnly) {
  const auto open = devices();
  const auto token = *open->open(serial_);
  const auto csr = token->initialise(kPin, kSoPin).value();
  const auto good = certificates(csr);
  const auto other = pki::PrivateKey::generate(Algorithm::p256_sha256);
  const auto sealed = [&](const pki::PrivateKey& key) {
    return sealed_for(good.signing_certificate, key.to_pkcs8().reveal());
  };
  EXPECT_FALSE(token->import(good, sealed(other)));
  EXPECT_FALSE(token->import({good.encryption_certificate, good.encryption_certificate},
                             sealed(encryption_key_)));
  EXPECT_FALSE(token->import(
      good, sealed_for(good.encryption_certificate, encryption_key_.to_pkcs8().reveal())));
  EXPECT_FALSE(token->import(good, "no envelope"));
  EXPECT_EQ(token->read().error().code, ErrorCode::wrong_state);
  EXPECT_TRUE(token->import(good, sealed(encryption_key_)));
}

TEST_P(Pkcs11Tokens, HaveTheirOwnAdministratorPinAndUnlockByIt) {
  const auto open = devices();
  const auto contents = write(**open->open(serial_));
  const auto token = *open->open(serial_);
  EXPECT_FALSE(token->unlock(kMakersPin, kWrongPin));
  const auto done = token->unlock(kSoPin, kWrongPin);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_FALSE(token->login(kPin));
  ASSERT_TRUE(token->login(kWrongPin));
  EXPECT_TRUE(key_in(contents.signing_certificate).verify("x", *token->sign("x")));
}

TEST_P(Pkcs11Tokens, AreInitialisedAgainByTheirOwnPinOnly) {
  const auto open = devices();
  const auto before = write(**open->open(serial_));
  const auto token = *open->open(serial_);
  const auto refused = token->initialise(kPin, SecretText{"0000000000000000"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::forbidden);
  EXPECT_NE(refused.error().message.find("--maker-pin-file"), std::string::npos);
  EXPECT_EQ(token->read()->signing_certificate, before.signing_certificate);
  const auto csr = token->initialise(kWrongPin, kSoPin);
  ASSERT_TRUE(csr) << csr.error().message;
  EXPECT_EQ(token->serial(), serial_);
  EXPECT_EQ(token->read().error().code, ErrorCode::wrong_state);
}

TEST_P(Pkcs11Tokens, AreToldApartByTheirSerials) {
  plug_in();
  const auto open = devices();
  const auto found = open->list();
  ASSERT_EQ(found->size(), 2U);
  EXPECT_NE(found->at(0).serial, found->at(1).serial);
  EXPECT_NE(found->at(0).name.find("SoftHSM"), std::string::npos) << found->at(0).name;
  EXPECT_EQ(open->open("none").error().code, ErrorCode::not_found);
}

TEST(Pkcs11Modules, ThatAreNoneAreRefusedByName) {
  SystemRandom random;
  const auto missing = open_pkcs11_devices({.module = "/nowhere/p11.so"}, random);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("/nowhere/p11.so"), std::string::npos);
  EXPECT_EQ(open_pkcs11_devices({.module = "libm.so.6"}, random).error().code,
            ErrorCode::unsupported_type);
  EXPECT_EQ(open_pkcs11_devices({.module = kModule, .algorithm = Algorithm::sm2_sm3}, random)
                .error()
                .code,
            ErrorCode::unsupported_type);
}

}  // namespace
}  // namespace certhall::adapters
