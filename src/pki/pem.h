#pragma once
// Textual encodings (RFC 7468).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace certhall::pki {

inline constexpr std::string_view kPemCertificate = "CERTIFICATE";
inline constexpr std::string_view kPemRequest = "CERTIFICATE REQUEST";
inline constexpr std::string_view kPemCrl = "X509 CRL";
inline constexpr std::string_view kPemCms = "CMS";

[[nodiscard]] std::string to_pem(std::string_view label, std::string_view der);
/// The first block with this label; text before and after it is ignored.
[[nodiscard]] Result<std::string> from_pem(std::string_view label, std::string_view text);

}  // namespace certhall::pki
