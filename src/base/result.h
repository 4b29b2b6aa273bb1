#pragma once
// Result<T>: a value, or an Error that input, callers or other companies can cause.

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "base/error.h"

namespace certhall {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected(Error{.code = code, .message = std::move(message)});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected(std::move(error));
}

/// The fields of one form that are wrong. `message` heads the list on the page.
[[nodiscard]] inline tl::unexpected<Error> fail_fields(std::vector<FieldError> fields,
                                                       std::string message = "请修改标出的内容") {
  return tl::unexpected(Error{
      .code = ErrorCode::invalid, .message = std::move(message), .fields = std::move(fields)});
}

}  // namespace certhall

// The two statements that hand an error on: `ASSIGN_OR_RETURN(name, expression)` declares `name`.
#define ASSIGN_OR_RETURN(name, ...)                                            \
  auto name##_result = (__VA_ARGS__);                                          \
  if (!name##_result) return tl::unexpected(std::move(name##_result).error()); \
  auto& name = *name##_result

#define RETURN_IF_ERROR(...) \
  if (auto status_ = (__VA_ARGS__); !status_) return tl::unexpected(std::move(status_).error())
