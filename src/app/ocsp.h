#pragma once
// What OCSP says of a certificate.

#include <cstdint>
#include <string>
#include <string_view>

#include "app/hall.h"

namespace certhall::app {

/// The answer to a DER OCSPRequest. Looked up for every question, so that a revocation is answered
/// as soon as it is acknowledged, on every node. Never throws for input; a database that is away is
/// answered with tryLater.
[[nodiscard]] std::string answer_ocsp(const Hall& hall, std::string_view request);

/// Returns when no node answers from a state that is older than the status event `seq`: at once,
/// since every answer is looked up.
inline void await_status(const Hall&, std::int64_t) {}

}  // namespace certhall::app
