#pragma once
// The closed list of ways in which a request can fail because of its input, its caller, the state
// of things, or another company. One list for the whole program; http/dispatch alone turns it into
// HTTP (RFC 9457). What means "this cannot go on" (database gone, disk full) is an exception.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace certhall {

enum class ErrorCode {
  malformed,         // 400 not what the contract describes
  unauthenticated,   // 401 no session, or it has ended
  forbidden,         // 403 this role or person may not
  not_found,         // 404 also for what belongs to somebody else
  wrong_state,       // 409 the workflow has no such step from here
  stale,             // 409 somebody changed it meanwhile: load again
  duplicate,         // 409 exists already
  gone,              // 410 a link or code that was used or has expired
  too_large,         // 413
  unsupported_type,  // 415
  invalid,           // 422 fields say what is wrong
  too_many,          // 429 retry_after_seconds says when
  internal,          // 500
  upstream,          // 502 another company's system failed
  unavailable,       // 503 busy or stopping: the same request may be sent again
};

BOOST_DESCRIBE_ENUM(ErrorCode, malformed, unauthenticated, forbidden, not_found, wrong_state, stale,
                    duplicate, gone, too_large, unsupported_type, invalid, too_many, internal,
                    upstream, unavailable)

/// One wrong field. `field` is the JSON path ("agent.id_number"), `message` is Chinese and says
/// what to do.
struct FieldError {
  std::string field;
  std::string message;
  friend bool operator==(const FieldError&, const FieldError&) = default;
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // Chinese, for the person at the screen: what is wrong and what helps
  std::vector<FieldError> fields{};
  std::int64_t retry_after_seconds = 0;
  std::string detail{};  // for the log only; never sent out; no personal data
};

}  // namespace certhall
