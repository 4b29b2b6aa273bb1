#pragma once
// Objects in which no member has its default value, and a comparison of all members: what a table
// forgets shows, also a member that was added later.

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <boost/pfr.hpp>

#include "base/json.h"
#include "domain/enum_set.h"

namespace certhall::testing_support {

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_set = false;
template <class E>
inline constexpr bool is_set<domain::EnumSet<E>> = true;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
void fill(T& x, std::int64_t& n) {
  if constexpr (std::is_same_v<T, std::string>) {
    x = "字" + std::to_string(++n);
  } else if constexpr (std::is_same_v<T, SecretText>) {
    x = SecretText("密" + std::to_string(++n));
  } else if constexpr (std::is_same_v<T, bool>) {
    x = !x;
  } else if constexpr (std::is_integral_v<T>) {
    x = static_cast<T>(++n);
  } else if constexpr (DescribedEnum<T>) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto each) { x = each.value; });
  } else if constexpr (std::is_same_v<T, Date>) {
    x = Date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};
  } else if constexpr (is_optional<T>) {
    fill(x.emplace(), n);
  } else if constexpr (is_set<T>) {
    x = T::all();
  } else if constexpr (is_vector<T>) {
    fill(x.emplace_back(), n);
  } else {
    boost::pfr::for_each_field(x, [&](auto& field) { fill(field, n); });
  }
}

template <class T>
[[nodiscard]] T filled(std::int64_t n = 0) {
  T x{};
  n *= 1000;
  fill(x, n);
  return x;
}

/// The index of the first member that differs, or "".
template <class T>
[[nodiscard]] std::string difference(const T& a, const T& b) {
  std::string different;
  boost::pfr::for_each_field(a, [&](const auto& field, auto index) {
    const auto& other = boost::pfr::get<index.value>(b);
    bool same = false;
    if constexpr (std::is_same_v<std::decay_t<decltype(field)>, SecretText>) {
      same = field.reveal() == other.reveal();
    } else if constexpr (std::is_aggregate_v<std::decay_t<decltype(field)>> &&
                         !std::equality_comparable<std::decay_t<decltype(field)>>) {
      same = difference(field, other).empty();
    } else {
      same = field == other;
    }
    if (!same && different.empty()) different = "member " + std::to_string(index.value);
  });
  return different;
}

}  // namespace certhall::testing_support

#define EXPECT_SAME(a, b) EXPECT_EQ(certhall::testing_support::difference((a), (b)), "")
