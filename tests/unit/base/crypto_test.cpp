#include "base/crypto.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace certhall {
namespace {

// FIPS 180-4's example.
TEST(Sha256, HasTheStandardsValue) {
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// RFC 4231, cases 1, 2, 3 and 6.
TEST(HmacSha256, HasTheVectorsOfRfc4231) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 2202, cases 1 and 2.
TEST(HmacSha1, HasTheVectorsOfRfc2202) {
  EXPECT_EQ(to_hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")),
            "b617318655057264e28bc0b6fb378c8ef146be00");
  EXPECT_EQ(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(EqualConstantTime, ComparesLengthAndBytes) {
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
  EXPECT_FALSE(equal_constant_time("abc", "abcd"));
}

// Test case 16 of the GCM specification (McGrew and Viega).
TEST(AesGcm, HasTheSpecificationsVector) {
  const auto bytes = [](std::string_view hex) { return from_hex(hex).value(); };
  const std::string key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const std::string nonce = bytes("cafebabefacedbaddecaf888");
  const std::string plain = bytes(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const std::string associated = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const std::string sealed = aes_gcm_seal(key, nonce, plain, associated);
  EXPECT_EQ(to_hex(sealed),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(aes_gcm_open(key, nonce, sealed, associated), plain);
}

TEST(AesGcm, DoesNotOpenWithAnyByteChanged) {
  const std::string key(32, 'k');
  const std::string nonce(12, 'n');
  const std::string sealed = aes_gcm_seal(key, nonce, "secret", "place");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_EQ(aes_gcm_open(key, nonce, changed, "place"), std::nullopt) << i;
  }
  EXPECT_EQ(aes_gcm_open(key, nonce, sealed, "another place"), std::nullopt);
  EXPECT_EQ(aes_gcm_open(std::string(32, 'K'), nonce, sealed, "place"), std::nullopt);
  EXPECT_EQ(aes_gcm_open(key, nonce, sealed.substr(0, 15), "place"), std::nullopt);
}

TEST(AesGcm, SealsNothing) {
  const std::string key(32, 'k');
  const std::string nonce(12, 'n');
  const std::string sealed = aes_gcm_seal(key, nonce, "", "");
  EXPECT_EQ(sealed.size(), 16U);
  EXPECT_EQ(aes_gcm_open(key, nonce, sealed, ""), "");
}

TEST(AesGcm, TakesNoOtherSizes) {
  EXPECT_THROW(static_cast<void>(aes_gcm_seal("short", std::string(12, 'n'), "", "")),
               std::invalid_argument);
  EXPECT_THROW(static_cast<void>(aes_gcm_seal(std::string(32, 'k'), "n", "", "")),
               std::invalid_argument);
}

}  // namespace
}  // namespace certhall
