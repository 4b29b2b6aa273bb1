#pragma once
// When the server's own TLS certificate ends.

#include <optional>
#include <string>

#include "base/time.h"

namespace certhall::http {

/// Of the first certificate in a PEM file; nothing where there is none.
[[nodiscard]] std::optional<Timestamp> tls_certificate_end(const std::string& path);

}  // namespace certhall::http
