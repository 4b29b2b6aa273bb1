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

/// What OpenSSL ignores in CMS, such as the recipient's name, may change: the key that comes out
/// may not.
void expect_sturdy(const std::string& envelope, const PrivateKey& recipient, EnvelopeForm form,
                   const std::string& spki) {
  const auto outcome = [&](const std::string& text) -> std::string {
    const auto opened = open_key(text, recipient, form);
    return opened ? opened->public_key().spki() : "refused";
  };
  EXPECT_EQ(outcome(envelope), spki);
  EXPECT_EQ(outcome(envelope + '\0'), "refused");
  const bool is_sm2 = recipient.algorithm() == Algorithm::sm2_sm3;
  const bool is_rsa = recipient.algorithm() == Algorithm::rsa_sha256;
  const std::size_t step = is_sm2 ? 1 : is_rsa ? 499 : 5;  // the others are slow
  for (std::size_t size = 0; size < envelope.size(); size += step)
    EXPECT_EQ(outcome(envelope.substr(0, size)), "refused");
  for (std::size_t bit = 0; bit < envelope.size() * 8; bit += step) {
    std::string damaged = envelope;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const std::string got = outcome(damaged);
    EXPECT_TRUE(got == "refused" || (!is_sm2 && got == spki)) << "bit " << bit;
  }
}

TEST_F(Envelope, ComesInTheStructuresOfTokensAndDevices) {
  const std::string spki = encryption_.public_key().spki();
  for (const auto form : {EnvelopeForm::skf, EnvelopeForm::sdf}) {
    const auto blob = seal_key(encryption_, signing_.public_key(), form, random_);
    ASSERT_TRUE(blob);
    expect_sturdy(*blob, signing_, form, spki);
    EXPECT_FALSE(open_key(*blob, encryption_, form));
  }
}

// Offsets of GM/T 0016's packed structure: what a token's driver reads from C.
TEST_F(Envelope, SkfHasTheOffsetsOfTheStandard) {
  const auto blob = *seal_key(encryption_, signing_.public_key(), EnvelopeForm::skf, random_);
  ASSERT_EQ(blob.size(), 4U + 4 + 4 + 64 + (4 + 64 + 64) + (64 + 64 + 32 + 4 + 16));
  EXPECT_EQ(to_hex(blob.substr(0, 12)), "010000000104000000010000") << "1, SGD_SM4_ECB, 256";
  EXPECT_EQ(blob.substr(12, 32), std::string(32, '\0')) << "the sealed number is right-aligned";
  EXPECT_EQ(to_hex(blob.substr(76, 4)), "00010000");
  EXPECT_EQ("\x04" + blob.substr(76 + 4 + 32, 32) + blob.substr(76 + 4 + 64 + 32, 32),
            encryption_.public_key().point());
  EXPECT_EQ(to_hex(blob.substr(208 + 64 + 64 + 32, 4)), "10000000") << "16 octets of SM4 key";
}

TEST_F(Envelope, AlsoReadsASealedNumberThatIsLeftAligned) {
  auto blob = *seal_key(encryption_, signing_.public_key(), EnvelopeForm::skf, random_);
  const std::string number = blob.substr(12 + 32, 32);
  blob.replace(12, 64, number + std::string(32, '\0'));
  EXPECT_TRUE(open_key(blob, signing_, EnvelopeForm::skf));
}

TEST_F(Envelope, SdfHasTheOrderOfTheStandard) {
  const auto blob = *seal_key(encryption_, signing_.public_key(), EnvelopeForm::sdf, random_);
  ASSERT_EQ(blob.size(), 4U + 4 + (64 + 64 + 32 + 4 + 16) + (4 + 64 + 64) + 64);
  EXPECT_EQ(to_hex(blob.substr(8 + 160, 4)), "10000000");
  EXPECT_EQ(blob.substr(blob.size() - 64, 32), std::string(32, '\0'));
}

TEST_F(Envelope, ForOtherAlgorithmsIsCms) {
  for (const auto algorithm : {Algorithm::p256_sha256, Algorithm::rsa_sha256}) {
    const auto recipient = PrivateKey::generate(algorithm);
    const auto key = PrivateKey::generate(algorithm);
    const auto cms = seal_key(key, recipient.public_key(), EnvelopeForm::natural, random_);
    ASSERT_TRUE(cms);
    expect_sturdy(*cms, recipient, EnvelopeForm::natural, key.public_key().spki());
    EXPECT_FALSE(open_key(*cms, key, EnvelopeForm::natural));
  }
}

// OpenSSL would take the padded wrap of RFC 5649, and write behind its buffer when that fails.
TEST_F(Envelope, InCmsIsWrappedAsWeKnowIt) {
  const auto recipient = PrivateKey::generate(Algorithm::p256_sha256);
  const auto key = PrivateKey::generate(Algorithm::p256_sha256);
  auto cms = *seal_key(key, recipient.public_key(), EnvelopeForm::natural, random_);
  const std::string_view wrap("\x60\x86\x48\x01\x65\x03\x04\x01\x2d");  // id-aes256-wrap
  const std::size_t at = cms.find(wrap);
  ASSERT_NE(at, cms.npos);
  cms[at + wrap.size() - 1] = '\x30';  // id-aes256-wrap-pad
  const auto opened = open_key(cms, recipient, EnvelopeForm::natural);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::unsupported_type);
}

TEST_F(Envelope, RefusesWhatDoesNotGoTogether) {
  const auto other = PrivateKey::generate(Algorithm::p256_sha256);
  const auto code = [&](const PrivateKey& key, const PrivateKey& to, EnvelopeForm form) {
    return seal_key(key, to.public_key(), form, random_).error().code;
  };
  EXPECT_EQ(code(encryption_, other, EnvelopeForm::natural), ErrorCode::invalid);
  EXPECT_EQ(code(other, signing_, EnvelopeForm::natural), ErrorCode::invalid);
  EXPECT_EQ(code(other, other, EnvelopeForm::skf), ErrorCode::invalid);
}

}  // namespace
}  // namespace certhall::pki
