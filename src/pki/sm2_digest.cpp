#include "pki/sm2_digest.h"

#include "pki/digest.h"
#include "pki/openssl.h"

namespace certhall::pki {
namespace {

constexpr std::string_view kIdentity = "1234567812345678";
constexpr std::string_view kIdentityBits{"\x00\x80", 2};
constexpr int kNumber = 32;

/// a, b and the base point of the curve.
std::string curve_text() {
  const openssl::Group group(EC_GROUP_new_by_curve_name(NID_sm2));
  const openssl::Number a(BN_new()), b(BN_new()), x(BN_new()), y(BN_new());
  openssl::require(
      group && a && b && x && y &&
          EC_GROUP_get_curve(group.get(), nullptr, a.get(), b.get(), nullptr) == 1 &&
          EC_POINT_get_affine_coordinates(group.get(), EC_GROUP_get0_generator(group.get()),
                                          x.get(), y.get(), nullptr) == 1,
      "the SM2 curve");
  std::string text;
  for (const auto* number : {&a, &b, &x, &y}) {
    std::string bytes(kNumber, '\0');
    openssl::require(BN_bn2binpad(number->get(), openssl::bytes(bytes), kNumber) == kNumber,
                     "a number of the SM2 curve");
    text += bytes;
  }
  return text;
}

}  // namespace

std::string sm2_digest(const PublicKey& signer, std::string_view message) {
  if (signer.algorithm() != Algorithm::sm2_sm3) throw std::logic_error("not an SM2 key");
  const std::string z = digest(Digest::sm3, std::string(kIdentityBits) + std::string(kIdentity) +
                                                curve_text() + signer.point().substr(1));
  return digest(Digest::sm3, z + std::string(message));
}

}  // namespace certhall::pki
