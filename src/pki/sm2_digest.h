#pragma once
// For modules that sign a digest instead of a message.

#include <string>
#include <string_view>

namespace certhall::pki {

/// e = SM3(Z || message), 32 bytes, with Z of the default identity 1234567812345678 (GB/T 32918.2
/// 5.5, 6.1). `point` is the signer's public key, 04 || X || Y.
[[nodiscard]] std::string sm2_digest(std::string_view point, std::string_view message);

/// The DER of r and s from r || s, each padded to half of the length.
[[nodiscard]] std::string signature_from_halves(std::string_view r_and_s);

}  // namespace certhall::pki
