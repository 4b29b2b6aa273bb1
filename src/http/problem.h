#pragma once
// The only place that turns an Error into HTTP (RFC 9457).

#include <string_view>

#include "http/message.h"

namespace certhall::http {

[[nodiscard]] unsigned status_of(ErrorCode code);

/// application/problem+json. `status` 0: as the code says; another one where HTTP has a finer word
/// (405, 431).
[[nodiscard]] Response problem(const Error& error, std::string_view request_id,
                               unsigned status = 0);

/// The same for somebody who reads pages.
[[nodiscard]] Response not_found_page();

}  // namespace certhall::http
