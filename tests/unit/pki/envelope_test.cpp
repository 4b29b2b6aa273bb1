#include "pki/envelope.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "pki/der.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

class Envelope : public testing::Test {
 protected:
  CountingRandom random_;
  PrivateKey signing_ = PrivateKey::generate(Algorithm::sm2_sm3);
  PrivateKey encryption_ = PrivateKey::generate(Algorithm::sm2_sm3);
  std::string envelope_ = seal_encryption_key(encryption_, signing_.public_key(), random_);
};

TEST_F(Envelope, BringsTheKeyToItsOwner) {
  const auto opened = open_encryption_key(envelope_, signing_);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->public_key().spki(), encryption_.public_key().spki());
  const std::string cipher = encryption_.public_key().encrypt("标书");
  EXPECT_EQ(opened->decrypt(cipher).value().reveal(), "标书");
}

TEST_F(Envelope, HasTheFormOfTheStandard) {
  bool ok = true;
  der::Reader parts = der::Reader(envelope_, ok).enter(der::kSequence);
  EXPECT_EQ(to_hex(parts.any().whole), "300c06082a811ccf550168010500") << "SM4-ECB with NULL";
  parts.take(der::kSequence);
  EXPECT_EQ(parts.bit_string(), encryption_.public_key().point());
  EXPECT_EQ(parts.bit_string().size(), 32u) << "no padding";
  parts.end();
  EXPECT_TRUE(ok);
}

TEST_F(Envelope, AlsoReadsTheBareCipherIdentifier) {
  bool ok = true;
  der::Reader parts = der::Reader(envelope_, ok).enter(der::kSequence);
  parts.any();
  const std::string algorithm = der::sequence({der::oid(oid::kSm4)});
  const auto sealed_key = parts.any().whole;
  const auto point = parts.any().whole;
  const std::string other = der::sequence({algorithm, sealed_key, point, parts.any().whole});
  EXPECT_TRUE(open_encryption_key(other, signing_));
}

TEST_F(Envelope, OpensForNobodyElse) { EXPECT_FALSE(open_encryption_key(envelope_, encryption_)); }

TEST_F(Envelope, NoticesEveryFlippedBitAndCut) {
  for (std::size_t size = 0; size < envelope_.size(); ++size) {
    EXPECT_FALSE(open_encryption_key(envelope_.substr(0, size), signing_));
  }
  for (std::size_t bit = 0; bit < envelope_.size() * 8; ++bit) {
    std::string damaged = envelope_;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(open_encryption_key(damaged, signing_)) << "bit " << bit;
  }
}

TEST_F(Envelope, IsForSm2KeysOnly) {
  const auto other = PrivateKey::generate(Algorithm::p256_sha256);
  EXPECT_THROW((void)seal_encryption_key(other, signing_.public_key(), random_), std::logic_error);
  EXPECT_THROW((void)seal_encryption_key(encryption_, other.public_key(), random_),
               std::logic_error);
}

}  // namespace
}  // namespace certhall::pki
