#include "pki/algorithm.h"

#include <stdexcept>

#include "pki/der.h"
#include "pki/oid.h"

namespace certhall::pki {

std::string signature_algorithm(Algorithm algorithm, Sm2Parameters sm2_parameters) {
  switch (algorithm) {
    case Algorithm::sm2_sm3:
      return der::sequence({der::oid(oid::kSm2WithSm3),
                            sm2_parameters == Sm2Parameters::null ? der::null() : std::string{}});
    case Algorithm::p256_sha256:
      return der::sequence({der::oid(oid::kEcdsaWithSha256)});
    case Algorithm::rsa_sha256:
      return der::sequence({der::oid(oid::kRsaWithSha256), der::null()});
  }
  throw std::logic_error("unknown algorithm");
}

std::optional<Algorithm> parse_signature_algorithm(std::string_view der) {
  if (der == der::sequence({der::oid(oid::kRsaWithSha256)})) return Algorithm::rsa_sha256;
  for (const auto algorithm : {Algorithm::sm2_sm3, Algorithm::p256_sha256, Algorithm::rsa_sha256}) {
    for (const auto parameters : {Sm2Parameters::absent, Sm2Parameters::null}) {
      if (signature_algorithm(algorithm, parameters) == der) return algorithm;
    }
  }
  return std::nullopt;
}

std::string subject_public_key_info(Algorithm algorithm, std::string_view key) {
  if (algorithm == Algorithm::rsa_sha256) {
    return der::sequence(
        {der::sequence({der::oid(oid::kRsaEncryption), der::null()}), der::bit_string(key)});
  }
  const auto curve = algorithm == Algorithm::sm2_sm3 ? oid::kCurveSm2 : oid::kCurveP256;
  return der::sequence(
      {der::sequence({der::oid(oid::kEcPublicKey), der::oid(curve)}), der::bit_string(key)});
}

std::string_view to_text(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::sm2_sm3:
      return "SM2/SM3";
    case Algorithm::p256_sha256:
      return "P-256/SHA-256";
    case Algorithm::rsa_sha256:
      return "RSA/SHA-256";
  }
  throw std::logic_error("unknown algorithm");
}

std::string_view short_name(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::sm2_sm3:
      return "sm2";
    case Algorithm::p256_sha256:
      return "p256";
    case Algorithm::rsa_sha256:
      return "rsa";
  }
  throw std::logic_error("unknown algorithm");
}

std::optional<Algorithm> algorithm_named(std::string_view name) {
  for (const auto algorithm : {Algorithm::sm2_sm3, Algorithm::p256_sha256, Algorithm::rsa_sha256}) {
    if (short_name(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

}  // namespace certhall::pki
