#pragma once
// Every refusal, as application/problem+json (RFC 9457).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "api/application_dto.h"

namespace certhall::api {

struct Problem {
  std::string type;   // "urn:certhall:problem:stale"
  std::string title;  // Chinese: what is wrong and what helps
  std::int64_t status = 500;
  std::string code;  // one of base/error.h's ErrorCode
  std::optional<std::string> detail;
  std::vector<FieldProblem> fields;
  std::optional<std::int64_t> retry_after_seconds;
  std::string request_id;
};
BOOST_DESCRIBE_STRUCT(Problem, (),
                      (type, title, status, code, detail, fields, retry_after_seconds, request_id))

}  // namespace certhall::api
