#include "pki/csr.h"

#include <gtest/gtest.h>

#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

TEST(CertificationRequest, GivesItsKeyBack) {
  for (const auto algorithm : {Algorithm::sm2_sm3, Algorithm::p256_sha256, Algorithm::rsa_sha256}) {
    const auto key = sample_key(algorithm);
    const auto request =
        parse_certification_request(build_certification_request(key, name_of("甲"))).value();
    EXPECT_EQ(request.algorithm, algorithm);
    EXPECT_EQ(request.spki, key.public_key().spki());
    EXPECT_EQ(request.subject, name_of("甲"));
    EXPECT_TRUE(request.attributes.empty());
  }
}

TEST(CertificationRequest, NeedsTheProofOfPossession) {
  const auto key = PrivateKey::generate(Algorithm::sm2_sm3);
  const std::string der = build_certification_request(key, name_of("甲"));
  const auto refused = parse_certification_request(flip_last_bit(der));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  for (std::size_t bit = 0; bit < der.size() * 8; ++bit) {
    std::string damaged = der;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(parse_certification_request(damaged)) << "bit " << bit;
  }
}

TEST(CertificationRequest, OutlivesDamage) {
  const auto key = PrivateKey::generate(Algorithm::p256_sha256);
  expect_outlives_damage(build_certification_request(key, name_of("甲")), [](std::string_view der) {
    return parse_certification_request(der).has_value();
  });
}

}  // namespace
}  // namespace certhall::pki
