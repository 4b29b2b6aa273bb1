#pragma once
// The packed structures of SKF tokens (GM/T 0016-2023, GB/T 35291-2017): numbers of 32 bits, little
// endian; coordinates right-aligned in 64 bytes. Re-encoded here from and to DER, without any key.

#include <string>
#include <string_view>

#include "base/result.h"

namespace certhall::pki::skf {

inline constexpr std::size_t kPublicKeySize = 132;  // ECCPUBLICKEYBLOB: bits, X, Y
inline constexpr std::size_t kSignatureSize = 128;  // ECCSIGNATUREBLOB: r, s

/// ENVELOPEDKEYBLOB from SM2EnvelopedKey (GM/T 0009): the same bytes, still under the same key.
[[nodiscard]] Result<std::string> enveloped_key(std::string_view der);
/// ECCCIPHERBLOB from SM2Cipher.
[[nodiscard]] Result<std::string> cipher(std::string_view der);
/// SubjectPublicKeyInfo of an SM2 key; `malformed` where the structure is not one of 256 bits.
[[nodiscard]] Result<std::string> spki(std::string_view public_key_blob);
/// SM2Signature as DER.
[[nodiscard]] Result<std::string> signature(std::string_view signature_blob);

}  // namespace certhall::pki::skf
