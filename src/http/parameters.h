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

/// From 1.
inline Result<std::int64_t> page_of(const Context& context) {
  const std::string& text = context.parameter("page");
  std::int64_t page = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
  if (error != std::errc{} || end != text.data() + text.size() || page < 1)
    return fail(ErrorCode::not_found, "没有这一页");
  return page;
}

}  // namespace certhall::http
