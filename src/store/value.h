#pragma once
// What goes into a column and how the program's types become it: whole numbers and texts, nothing
// else, so that both engines keep them alike.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/encoding.h"
#include "base/json.h"
#include "domain/staff.h"

namespace certhall::store {

using Value = std::variant<std::int64_t, std::string>;

namespace value_detail {
template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;
}  // namespace value_detail

/// "reviewer,finance", in the order of the enum.
[[nodiscard]] std::string roles_column(domain::Roles roles);
[[nodiscard]] std::optional<domain::Roles> roles_from_column(std::string_view text);

template <class T>
[[nodiscard]] Value to_value(const T& x) {
  if constexpr (std::is_convertible_v<T, std::string_view>) {
    return std::string(std::string_view(x));
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<std::int64_t>(x);
  } else if constexpr (DescribedEnum<T>) {
    return std::string(enum_to_text(x));
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    return x.ms;
  } else if constexpr (std::is_same_v<T, Date>) {
    return to_text(x);
  } else if constexpr (std::is_same_v<T, domain::Roles>) {
    return roles_column(x);
  } else {
    return x.value;  // Id, Fen
  }
}

[[noreturn]] inline void throw_damaged(std::string_view column) {
  throw std::runtime_error("the database holds something else than was written: " +
                           std::string(column));
}

template <class T>
void from_value(std::string_view column, const Value& value, T& x) {
  if constexpr (std::is_same_v<T, std::string>) {
    x = std::get<std::string>(value);
  } else if constexpr (value_detail::is_id<T>) {
    x.value = std::get<std::string>(value);
  } else if constexpr (std::is_same_v<T, bool>) {
    x = std::get<std::int64_t>(value) != 0;
  } else if constexpr (std::is_integral_v<T>) {
    // SOCI takes an expression of SQLite's, which has no declared type, for a text.
    const auto* text = std::get_if<std::string>(&value);
    x = static_cast<T>(text != nullptr ? std::stoll(*text) : std::get<std::int64_t>(value));
  } else if constexpr (DescribedEnum<T>) {
    const auto found = enum_from_text<T>(std::get<std::string>(value));
    if (!found) throw_damaged(column);
    x = *found;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    x.ms = std::get<std::int64_t>(value);
  } else if constexpr (std::is_same_v<T, Date>) {
    const auto date = parse_date(std::get<std::string>(value));
    if (!date) throw_damaged(column);
    x = *date;
  } else if constexpr (std::is_same_v<T, domain::Roles>) {
    const auto roles = roles_from_column(std::get<std::string>(value));
    if (!roles) throw_damaged(column);
    x = *roles;
  } else {
    x.value = std::get<std::int64_t>(value);  // Fen
  }
}

}  // namespace certhall::store
