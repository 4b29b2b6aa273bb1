// Keys in devices: PKCS#11 before SoftHSM2, SDF before the library in tests/sdf.

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "adapters/keys/pkcs11_keys.h"
#include "adapters/keys/sdf_keys.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"

namespace certhall::adapters {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = fs::temp_directory_path() / "certhall-keys-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool verifies(const pki::Signer& signer, std::string_view message) {
  const auto key = pki::PublicKey::from_spki(signer.spki());
  return key && key->algorithm() == signer.algorithm() &&
         key->verify(message, signer.sign(message));
}

constexpr const char* kSoftHsm = "/usr/lib/softhsm/libsofthsm2.so";

class Pkcs11 : public testing::Test {
 protected:
  /// One token for all: the module reads its settings once in a process.
  static void SetUpTestSuite() {
    if (!fs::exists(kSoftHsm)) return;
    static const Folder folder;
    write_file_durably(folder.path() / "softhsm2.conf",
                       "directories.tokendir = " + (folder.path() / "tokens").string() +
                           "\nobjectstore.backend = file\nlog.level = ERROR\n");
    fs::create_directories(folder.path() / "tokens");
    ::setenv("SOFTHSM2_CONF", (folder.path() / "softhsm2.conf").c_str(), 1);
    write_file_durably(folder.path() / "pin", "4711-invented\n");
    ASSERT_EQ(std::system("softhsm2-util --init-token --free --label certhall-test"
                          " --pin 4711-invented --so-pin 0815-invented > /dev/null"),
              0);
    settings_ = {
        .module = kSoftHsm, .token = "certhall-test", .pin_file = (folder.path() / "pin").string()};
  }
  void SetUp() override {
    if (!fs::exists(kSoftHsm)) GTEST_SKIP() << "softhsm2 is not installed";
  }

  static inline Pkcs11Settings settings_;
  Folder ledger_;
};

TEST_F(Pkcs11, KeysOfP256AndRsaSignWhatVerifies) {
  Pkcs11Keys keys(settings_, ledger_.path());
  const auto p256 = keys.create("p256", pki::Algorithm::p256_sha256);
  const auto rsa = keys.create("rsa", pki::Algorithm::rsa_sha256);
  EXPECT_EQ(p256->algorithm(), pki::Algorithm::p256_sha256);
  EXPECT_EQ(rsa->algorithm(), pki::Algorithm::rsa_sha256);
  EXPECT_TRUE(verifies(*p256, "被签名的内容"));
  EXPECT_TRUE(verifies(*rsa, "被签名的内容"));
  EXPECT_EQ(pki::PublicKey::from_spki(rsa->spki()).value().bits(), 3072);
}

TEST_F(Pkcs11, KeysAreThereAgainAndNotMadeTwice) {
  std::string spki;
  {
    Pkcs11Keys keys(settings_, ledger_.path());
    spki = keys.create("again", pki::Algorithm::p256_sha256)->spki();
    EXPECT_EQ(keys.create("again", pki::Algorithm::p256_sha256)->spki(), spki);
  }
  Pkcs11Keys keys(settings_, ledger_.path());
  EXPECT_EQ(keys.find("again")->spki(), spki);
  EXPECT_THROW((void)keys.find("nobody"), std::runtime_error);
}

TEST_F(Pkcs11, EveryMessageIsNotedBeforeItIsSigned) {
  Pkcs11Keys keys(settings_, ledger_.path());
  const auto key = keys.create("noted", pki::Algorithm::p256_sha256);
  (void)key->sign("one");
  (void)key->sign("two");
  EXPECT_EQ(keys.signed_digests("noted"),
            (std::vector{to_hex(sha256("one")), to_hex(sha256("two"))}));
}

TEST_F(Pkcs11, WithoutSm2SaysWhatToDo) {
  Pkcs11Keys keys(settings_, ledger_.path());
  try {
    (void)keys.create("sm2", pki::Algorithm::sm2_sm3);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("x-sm2-generate"), std::string::npos);
  }
}

TEST_F(Pkcs11, AWrongPinOrTokenIsRefused) {
  auto settings = settings_;
  settings.token = "another";
  EXPECT_THROW(Pkcs11Keys(settings, ledger_.path()), std::runtime_error);
  settings = settings_;
  settings.module = "/nowhere/lib.so";
  EXPECT_THROW(Pkcs11Keys(settings, ledger_.path()), std::runtime_error);
}

TEST(Pkcs11Settings, AreReadFromOneLine) {
  const auto read = parse_pkcs11_settings(
      "pkcs11:token=hsm?module-path=/usr/lib/m.so&pin-source=/etc/pin&x-sm2-sign=0x80000201");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token, "hsm");
  EXPECT_EQ(read->module, "/usr/lib/m.so");
  EXPECT_EQ(read->pin_file, "/etc/pin");
  EXPECT_EQ(read->sm2_sign, 0x80000201UL);
  EXPECT_FALSE(parse_pkcs11_settings("pkcs11:token=hsm?module-path=/usr/lib/m.so"));
  EXPECT_FALSE(parse_pkcs11_settings("pkcs11:tokem=hsm"));
}

class Sdf : public testing::Test {
 protected:
  SdfSettings settings() const {
    write_file_durably(folder_.path() / "password", "invented-password\n");
    return {.library = SOFT_SDF,
            .password_file = (folder_.path() / "password").string(),
            .indexes = {{"sm2", 1}, {"ocsp-sm2", 2}, {"gone", 9}}};
  }
  Folder folder_;
};

TEST_F(Sdf, KeysSignWhatVerifies) {
  SdfKeys keys(settings(), folder_.path());
  const auto key = keys.create("sm2", pki::Algorithm::sm2_sm3);
  EXPECT_EQ(key->algorithm(), pki::Algorithm::sm2_sm3);
  EXPECT_TRUE(verifies(*key, "被签名的内容"));
  EXPECT_NE(keys.find("ocsp-sm2")->spki(), key->spki());
  EXPECT_EQ(keys.signed_digests("sm2"), std::vector{to_hex(sha256("被签名的内容"))});
}

TEST_F(Sdf, WhatTheDeviceHasNotIsRefused) {
  SdfKeys keys(settings(), folder_.path());
  EXPECT_THROW((void)keys.find("unnamed"), std::runtime_error);
  EXPECT_THROW((void)keys.find("gone"), std::runtime_error) << "an index without a key";
  EXPECT_THROW((void)keys.create("sm2", pki::Algorithm::p256_sha256), std::runtime_error);
}

TEST_F(Sdf, AWrongPasswordSignsNothing) {
  SdfKeys keys(settings(), folder_.path());
  const auto key = keys.find("sm2");
  write_file_durably(folder_.path() / "password", "another\n");
  EXPECT_THROW((void)key->sign("text"), std::runtime_error);
}

TEST(SdfSettings, AreReadFromOneLine) {
  const auto read = parse_sdf_settings("sdf:library=/l.so&password-source=/p&sm2=1&ocsp-sm2=2");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->library, "/l.so");
  EXPECT_EQ(read->indexes.at("ocsp-sm2"), 2u);
  EXPECT_FALSE(parse_sdf_settings("sdf:library=/l.so&sm2=1"));
  EXPECT_FALSE(parse_sdf_settings("sdf:library=/l.so&password-source=/p&sm2=0"));
}

}  // namespace
}  // namespace certhall::adapters
