#pragma once
// Time-based one-time passwords (RFC 6238): HMAC-SHA1, 30 seconds, six digits.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace certhall::app {

/// The code for one time step.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step);
/// The step that `code` is good for: now, one before or one after, but only past `last_step`, so
/// that a code is good once.
[[nodiscard]] std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code,
                                                    Timestamp now, std::int64_t last_step);

}  // namespace certhall::app
