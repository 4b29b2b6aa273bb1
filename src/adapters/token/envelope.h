#pragma once
// CMS EnvelopedData (RFC 5652 6): a probe for a token whose keys are P-256 or RSA.

#include <string>
#include <string_view>

namespace certhall::adapters {

/// For the holder of this certificate (DER), by key agreement or key transport; AES-256-CBC. Throws
/// std::runtime_error.
[[nodiscard]] std::string seal_envelope(std::string_view plain, const std::string& certificate);

}  // namespace certhall::adapters
