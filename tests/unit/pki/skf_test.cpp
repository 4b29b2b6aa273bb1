#include "pki/skf.h"

#include "pki/envelope.h"
#include "pki/sm2_digest.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

std::string zeros(std::size_t count) { return std::string(count, '\0'); }

TEST(SkfStructures, HaveTheEnvelopeInTheOrderOfGmt0016) {
  CountingRandom random;
  const auto key = PrivateKey::generate(Algorithm::sm2_sm3);
  const auto owner = PrivateKey::generate(Algorithm::sm2_sm3);
  const std::string der = seal_encryption_key(key, owner.public_key(), random);
  const auto blob = skf::enveloped_key(der);
  ASSERT_TRUE(blob);
  ASSERT_EQ(blob->size(), 12U + 64 + 132 + 64 + 64 + 32 + 4 + 16);
  EXPECT_EQ(blob->substr(0, 12), std::string("\1\0\0\0\1\4\0\0\0\1\0\0", 12));
  EXPECT_EQ(blob->substr(12, 32), zeros(32));
  EXPECT_NE(der.find(blob->substr(44, 32)), std::string::npos);
  const std::string point = key.public_key().point();
  EXPECT_EQ(blob->substr(76, 132), std::string("\0\1\0\0", 4) + zeros(32) + point.substr(1, 32) +
                                       zeros(32) + point.substr(33));
  EXPECT_EQ(blob->substr(208, 32), zeros(32));
  EXPECT_EQ(blob->substr(208 + 160, 4), std::string("\x10\0\0\0", 4));
  EXPECT_NE(der.find(blob->substr(208 + 128, 32)), std::string::npos);
  EXPECT_NE(der.find(blob->substr(208 + 164)), std::string::npos);
}

TEST(SkfStructures, AreMadeOfWholeEnvelopesOnly) {
  CountingRandom random;
  const auto key = PrivateKey::generate(Algorithm::sm2_sm3);
  expect_outlives_damage(
      seal_encryption_key(key, key.public_key(), random),
      [](const std::string& der) { return skf::enveloped_key(der).has_value(); });
  expect_outlives_damage(key.public_key().encrypt("x"),
                         [](const std::string& der) { return skf::cipher(der).has_value(); });
}

TEST(SkfStructures, GiveBackKeysAndSignatures) {
  const auto key = PrivateKey::generate(Algorithm::sm2_sm3);
  const std::string point = key.public_key().point();
  const std::string blob =
      std::string("\0\1\0\0", 4) + zeros(32) + point.substr(1, 32) + zeros(32) + point.substr(33);
  EXPECT_EQ(*skf::spki(blob), key.public_key().spki());
  EXPECT_FALSE(skf::spki(blob.substr(1)));
  EXPECT_FALSE(skf::spki(std::string("\0\2\0\0", 4) + blob.substr(4)));
  EXPECT_EQ(*skf::signature(zeros(63) + "\x80" + zeros(62) + "\x01\x02"),
            std::string("\x30\x08\x02\x02\x00\x80\x02\x02\x01\x02", 10));
  EXPECT_FALSE(skf::signature("short"));
}

std::string bytes(std::string_view hex) {
  std::string out;
  for (std::size_t at = 0; at < hex.size(); at += 2)
    out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16)));
  return out;
}

/// GB/T 32918.5-2017 A.2: the key pair, the message "message digest", and e.
TEST(Sm2Digest, IsThatOfTheStandardsExample) {
  const std::string point =
      "\x04" + bytes(
                   "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                   "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
  const auto key = PublicKey::from_spki(subject_public_key_info(Algorithm::sm2_sm3, point)).value();
  EXPECT_EQ(sm2_digest(key, "message digest"),
            bytes("F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640"));
  EXPECT_THROW((void)sm2_digest(PrivateKey::generate(Algorithm::p256_sha256).public_key(), "x"),
               std::logic_error);
}

}  // namespace
}  // namespace certhall::pki
