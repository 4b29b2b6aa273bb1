#pragma once
// An invented authority with everything that it signs, for the tests of this room.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/random.h"
#include "pki/ceremony.h"
#include "pki/crl.h"
#include "pki/serial.h"

namespace certhall::pki {

/// 2026-11-23T00:00:00Z.
inline constexpr Timestamp kNow{1795392000000};
inline constexpr std::chrono::days kYear{365};

inline Name name_of(std::string common_name) {
  return {{std::string(oid::kCountry), "CN"},
          {std::string(oid::kOrganization), "示例认证有限公司"},
          {std::string(oid::kCommonName), std::move(common_name)}};
}

/// The same bytes in every run.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = next_++;
  }

 private:
  std::uint8_t next_ = 1;
};

/// A new key; for RSA, which takes its time, one of four that are made once.
inline PrivateKey sample_key(Algorithm algorithm) {
  if (algorithm != Algorithm::rsa_sha256) return PrivateKey::generate(algorithm);
  static std::vector<SecretText> made;
  static std::size_t next = 0;
  if (made.size() < 4) made.push_back(PrivateKey::generate(algorithm).to_pkcs8());
  return PrivateKey::from_pkcs8(made[next++ % 4]).value();
}

/// How tests with an algorithm as their parameter are named.
inline std::string name_in_tests(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::sm2_sm3:
      return "Sm2";
    case Algorithm::p256_sha256:
      return "P256";
    case Algorithm::rsa_sha256:
      return "Rsa";
  }
  return "";
}

struct SampleAuthority {
  explicit SampleAuthority(Algorithm algorithm,
                           Sm2Parameters sm2_parameters = Sm2Parameters::absent)
      : root(sample_key(algorithm)),
        issuing(sample_key(algorithm)),
        responder(sample_key(algorithm)),
        subscriber(sample_key(algorithm)) {
    const StatusAddresses addresses{.ocsp = "http://127.0.0.1:8080/ocsp",
                                    .ca_issuers = "http://127.0.0.1:8080/ca/issuing.cer",
                                    .crl = "http://127.0.0.1:8080/crl/issuing.crl"};
    plan = {.profiles = demo_profiles(addresses, addresses),
            .root_name = name_of("示例根"),
            .issuing_name = name_of("示例签发机构"),
            .responder_name = name_of("示例 OCSP 应答"),
            .start = kNow,
            .sm2_parameters = sm2_parameters};
    auto made = hold_ceremony(plan, root, issuing, responder.spki(), random);
    if (!made) throw std::logic_error(made.error().message);
    hierarchy = std::move(*made);
    root_info = parse_certificate(hierarchy.root).value();
    issuing_info = parse_certificate(hierarchy.issuing).value();
  }

  [[nodiscard]] TbsRequest request() {
    return {.profile = plan.profiles.signing,
            .issuer = issuer_of(issuing_info, plan.sm2_parameters),
            .subject = name_of("湖南示例建设有限公司"),
            .subject_spki = subscriber.public_key().spki(),
            .serial = new_serial(1, random),
            .not_before = kNow,
            .not_after = kNow + kYear,
            .identity = {.organization_code = "91430100MA00000000"}};
  }

  CountingRandom random;
  KeySigner root, issuing, responder;
  PrivateKey subscriber;
  CeremonyPlan plan;
  Hierarchy hierarchy;
  CertificateInfo root_info, issuing_info;
};

/// Hands `parse` the message cut off at every byte, which it must refuse, and with every bit
/// flipped, which it must outlive. `parse` returns whether it accepted.
template <class Parse>
void expect_outlives_damage(const std::string& message, Parse parse) {
  ASSERT_TRUE(parse(message));
  for (std::size_t size = 0; size < message.size(); ++size) {
    EXPECT_FALSE(parse(message.substr(0, size))) << "cut off at " << size;
  }
  EXPECT_FALSE(parse(message + '\0')) << "one byte too many";
  std::string damaged = message;
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    (void)parse(damaged);
    damaged[bit / 8] = message[bit / 8];
  }
}

inline std::string flip_last_bit(std::string bytes) {
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  return bytes;
}

/// Whether the findings of a refused lint name this field.
template <class T>
bool finds(const Result<T>& result, std::string_view field) {
  if (result) return false;
  for (const auto& finding : result.error().fields) {
    if (finding.field == field) return true;
  }
  return false;
}

}  // namespace certhall::pki
