#include "pki/sm2_digest.h"

#include "base/encoding.h"
#include "pki/der.h"
#include "pki/digest.h"

namespace certhall::pki {
namespace {

// ENTL || ID || a || b || xG || yG of the recommended curve (GB/T 32918.5-2017).
constexpr std::string_view kBeforeThePoint =
    "0080"
    "31323334353637383132333435363738"
    "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc"
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93"
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7"
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";

}  // namespace

std::string sm2_digest(std::string_view point, std::string_view message) {
  const std::string z =
      digest(Digest::sm3, from_hex(kBeforeThePoint).value() + std::string(point.substr(1)));
  return digest(Digest::sm3, z + std::string(message));
}

std::string signature_from_halves(std::string_view r_and_s) {
  const auto half = r_and_s.size() / 2;
  return der::sequence({der::integer(r_and_s.substr(0, half)), der::integer(r_and_s.substr(half))});
}

}  // namespace certhall::pki
