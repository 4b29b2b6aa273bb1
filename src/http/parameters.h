#pragma once
// What stands in the path of a request.

#include <charconv>

#include "base/json.h"
#include "domain/material.h"
#include "http/context.h"

namespace certhall::http {

inline ApplicationId id_of(const Context& context) {
  return ApplicationId{context.parameter("id")};
}

inline Result<domain::MaterialKind> material_kind(const Context& context) {
  const auto kind = enum_from_text<domain::MaterialKind>(context.parameter("kind"));
  if (!kind) return fail(ErrorCode::not_found, "没有这种资料");
  return *kind;
}

/// From 1; `missing` is what is said of anything else.
inline Result<std::int64_t> number_of(const Context& context, std::string_view name,
                                      std::string_view missing) {
  const std::string& text = context.parameter(std::string(name));
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 1)
    return fail(ErrorCode::not_found, std::string(missing));
  return number;
}

inline Result<std::int64_t> page_of(const Context& context) {
  return number_of(context, "page", "没有这一页");
}

}  // namespace certhall::http
