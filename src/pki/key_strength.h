#pragma once
// Keys that are well-formed and yet good for nothing: short, badly made, or easy to take apart.

#include <string_view>

#include "base/result.h"

namespace certhall::pki {

/// A subscriber's SubjectPublicKeyInfo, DER. RSA: 3072 to 8192 bits, an odd exponent from 65537 on
/// and below 2^256 (FIPS 186-5 A.1.1), a modulus without factors below 752 (NIST SP 800-89 5.3.3),
/// not made as CVE-2017-15361 (ROCA) describes, and of two primes that are not close together.
/// Curves: SM2 and P-256, a point that is on the curve. `invalid` with a field "csr".
[[nodiscard]] Status check_key_strength(std::string_view spki);

}  // namespace certhall::pki
