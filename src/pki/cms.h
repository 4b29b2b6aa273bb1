#pragma once
// Chains as a certificates-only CMS message (RFC 5652 5.2, RFC 8551 3.8): the .p7b that Windows and
// trading systems import.

#include <string>
#include <vector>

namespace certhall::pki {

[[nodiscard]] std::string build_certificate_bundle(const std::vector<std::string>& certificates);

}  // namespace certhall::pki
