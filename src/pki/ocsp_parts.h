#pragma once
// What both halves of OCSP share. For the .cpp files of this room alone.

#include <string>

#include "pki/der.h"
#include "pki/ocsp.h"

namespace certhall::pki {

/// Digests other than SHA-1, SHA-256 and SM3 are failures.
[[nodiscard]] CertId read_cert_id(der::Reader& reader);
/// Extensions EXPLICIT under `tag` if they are next: gives the nonce, empty when there is none. A
/// nonce of a wrong length and a critical extension that is not known are failures.
[[nodiscard]] std::string read_nonce(der::Reader& reader, std::uint8_t tag);
/// The extension list with the nonce EXPLICIT under `number`; empty for an empty nonce.
[[nodiscard]] std::string encode_nonce(int number, std::string_view nonce);

}  // namespace certhall::pki
