#pragma once
// JSON to and from described structs (BOOST_DESCRIBE_STRUCT) and enums (BOOST_DESCRIBE_ENUM).
//
//   struct Agent { std::string name; std::optional<Date> expires; };
//   BOOST_DESCRIBE_STRUCT(Agent, (), (name, expires))
//
// Reading is strict: every member that is no std::optional must be there, no other may be, and all
// that is wrong is reported at once, by path ("agent.id_number", "items[2].reason"). Another type
// joins by specialising JsonCodec.

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "base/fen.h"
#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

namespace certhall {

using Json = boost::json::value;

template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;
template <class T>
concept DescribedStruct = boost::describe::has_describe_members<T>::value;

struct JsonLimits {
  std::size_t bytes = 1U << 20;
  std::size_t depth = 32;
};

/// Refuses what is not exactly one JSON value in valid UTF-8 (malformed) or exceeds the limits
/// (too_large for bytes, malformed for depth). Of equal keys the last one counts.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// How one type is read and written: `Json write(const T&)` and
/// `void read(const Json&, T&, JsonProblems&)`.
template <class T>
struct JsonCodec;

/// Collects what is wrong while a value is read; knows where the reader stands.
class JsonProblems {
 public:
  void add(std::string_view message);
  /// Runs `read` one step further down: a member's name or "[2]".
  template <class Read>
  void inside(std::string_view step, Read read) {
    const std::size_t size = path_.size();
    enter(step);
    read();
    path_.resize(size);
  }
  [[nodiscard]] std::vector<FieldError> take() { return std::move(problems_); }

 private:
  void enter(std::string_view step);

  std::string path_;
  std::vector<FieldError> problems_;
};

template <class T>
[[nodiscard]] Json to_json(const T& value) {
  return JsonCodec<T>::write(value);
}

template <class T>
[[nodiscard]] std::string to_json_text(const T& value) {
  return boost::json::serialize(to_json(value));
}

/// ErrorCode::invalid with a FieldError for each thing that is wrong.
template <class T>
[[nodiscard]] Result<T> from_json(const Json& json) {
  T value{};
  JsonProblems problems;
  JsonCodec<T>::read(json, value, problems);
  if (auto wrong = problems.take(); !wrong.empty()) return fail_fields(std::move(wrong));
  return value;
}

template <class T>
[[nodiscard]] Result<T> from_json_text(std::string_view text, const JsonLimits& limits = {}) {
  return parse_json(text, limits).and_then([](const Json& json) { return from_json<T>(json); });
}

/// A name that C++ reserves is written with an underscore behind it (`export_`), which JSON and
/// the database do not see.
[[nodiscard]] constexpr std::string_view described_name(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

/// The enumerator's name. Throws std::logic_error for a value that the enum does not list.
template <DescribedEnum E>
[[nodiscard]] std::string_view enum_to_text(E value) {
  std::string_view text;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
    if (each.value == value) text = described_name(each.name);
  });
  if (text.empty()) throw std::logic_error("a value outside its enum");
  return text;
}

template <DescribedEnum E>
[[nodiscard]] std::optional<E> enum_from_text(std::string_view text) {
  std::optional<E> value;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
    if (described_name(each.name) == text) value = each.value;
  });
  return value;
}

// --- the codecs ---------------------------------------------------------------------------------

namespace json_detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;

/// Nothing, and a problem, where `json` is no text or holds U+0000, which databases refuse.
std::optional<std::string_view> read_text(const Json& json, JsonProblems& problems);
/// Nothing, and a problem, where `json` is no whole number of 64 bits from `least` to `most`.
std::optional<std::int64_t> read_integer(const Json& json, std::int64_t least, std::int64_t most,
                                         JsonProblems& problems);
/// Nothing, and a problem, where `json` is no object or no list.
const boost::json::object* read_object(const Json& json, JsonProblems& problems);
const boost::json::array* read_array(const Json& json, JsonProblems& problems);
std::string index_step(std::size_t index);

inline constexpr std::string_view kMissing = "缺少此项";
inline constexpr std::string_view kUnknown = "不认识的字段";
inline constexpr std::string_view kNoSuchChoice = "没有这个选项";

}  // namespace json_detail

template <>
struct JsonCodec<Json> {
  static Json write(const Json& value) { return value; }
  static void read(const Json& json, Json& value, JsonProblems&) { value = json; }
};

template <>
struct JsonCodec<std::string> {
  static Json write(const std::string& value) { return boost::json::string(value); }
  static void read(const Json& json, std::string& value, JsonProblems& problems);
};

/// Secrets come in; they are never written.
template <>
struct JsonCodec<SecretText> {
  static void read(const Json& json, SecretText& value, JsonProblems& problems);
};

template <>
struct JsonCodec<bool> {
  static Json write(bool value) { return value; }
  static void read(const Json& json, bool& value, JsonProblems& problems);
};

template <>
struct JsonCodec<double> {
  static Json write(double value) { return value; }
  static void read(const Json& json, double& value, JsonProblems& problems);
};

template <std::integral T>
struct JsonCodec<T> {
  static Json write(T value) { return static_cast<std::int64_t>(value); }
  static void read(const Json& json, T& value, JsonProblems& problems) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
    using Limits = std::numeric_limits<T>;
    const auto number = json_detail::read_integer(
        json, std::cmp_less(Limits::min(), kLeast) ? kLeast : std::int64_t{Limits::min()},
        std::cmp_greater(Limits::max(), kMost) ? kMost : static_cast<std::int64_t>(Limits::max()),
        problems);
    if (number) value = static_cast<T>(*number);
  }
};

template <>
struct JsonCodec<Fen> {
  static Json write(Fen value) { return value.value; }
  static void read(const Json& json, Fen& value, JsonProblems& problems) {
    JsonCodec<std::int64_t>::read(json, value.value, problems);
  }
};

template <>
struct JsonCodec<Timestamp> {
  static Json write(Timestamp value) { return boost::json::string(to_rfc3339(value)); }
  static void read(const Json& json, Timestamp& value, JsonProblems& problems);
};

template <>
struct JsonCodec<Date> {
  static Json write(Date value) { return boost::json::string(to_text(value)); }
  static void read(const Json& json, Date& value, JsonProblems& problems);
};

template <class Tag>
struct JsonCodec<Id<Tag>> {
  static Json write(const Id<Tag>& id) { return boost::json::string(id.value); }
  static void read(const Json& json, Id<Tag>& id, JsonProblems& problems) {
    JsonCodec<std::string>::read(json, id.value, problems);
  }
};

template <class T>
struct JsonCodec<std::optional<T>> {
  static Json write(const std::optional<T>& value) {
    return value ? to_json(*value) : Json(nullptr);
  }
  static void read(const Json& json, std::optional<T>& value, JsonProblems& problems) {
    value.reset();
    if (!json.is_null()) JsonCodec<T>::read(json, value.emplace(), problems);
  }
};

template <class T>
struct JsonCodec<std::vector<T>> {
  static Json write(const std::vector<T>& values) {
    boost::json::array array;
    array.reserve(values.size());
    for (const auto& value : values) array.push_back(to_json<T>(value));
    return array;
  }
  static void read(const Json& json, std::vector<T>& values, JsonProblems& problems) {
    const auto* array = json_detail::read_array(json, problems);
    if (array == nullptr) return;
    values.clear();
    for (const Json& item : *array) {
      T value{};
      problems.inside(json_detail::index_step(values.size()),
                      [&] { JsonCodec<T>::read(item, value, problems); });
      values.push_back(std::move(value));
    }
  }
};

template <class T>
struct JsonCodec<std::map<std::string, T>> {
  static Json write(const std::map<std::string, T>& values) {
    boost::json::object object;
    for (const auto& [key, value] : values) object.emplace(key, to_json(value));
    return object;
  }
  static void read(const Json& json, std::map<std::string, T>& values, JsonProblems& problems) {
    const auto* object = json_detail::read_object(json, problems);
    if (object == nullptr) return;
    values.clear();
    for (const auto& item : *object) {
      problems.inside(item.key(), [&] {
        std::string name;
        JsonCodec<std::string>::read(boost::json::string(item.key()), name, problems);
        JsonCodec<T>::read(item.value(), values[name], problems);
      });
    }
  }
};

template <DescribedEnum E>
struct JsonCodec<E> {
  static Json write(E value) { return boost::json::string(enum_to_text(value)); }
  static void read(const Json& json, E& value, JsonProblems& problems) {
    const auto text = json_detail::read_text(json, problems);
    if (!text) return;
    const auto found = enum_from_text<E>(*text);
    if (!found) return problems.add(json_detail::kNoSuchChoice);
    value = *found;
  }
};

template <DescribedStruct T>
struct JsonCodec<T> {
  static Json write(const T& value) {
    boost::json::object object;
    boost::mp11::mp_for_each<json_detail::Members<T>>([&](auto member) {
      Json json = to_json(value.*member.pointer);
      using Member = std::decay_t<decltype(value.*member.pointer)>;
      if (json_detail::is_optional<Member> && json.is_null()) return;
      object.emplace(described_name(member.name), std::move(json));
    });
    return object;
  }

  static void read(const Json& json, T& value, JsonProblems& problems) {
    const auto* object = json_detail::read_object(json, problems);
    if (object == nullptr) return;
    boost::mp11::mp_for_each<json_detail::Members<T>>([&](auto member) {
      const std::string_view name = described_name(member.name);
      problems.inside(
          name, [&] { read_member(object->if_contains(name), value.*member.pointer, problems); });
    });
    for (const auto& item : *object) {
      if (knows(item.key())) continue;
      problems.inside(item.key(), [&] { problems.add(json_detail::kUnknown); });
    }
  }

 private:
  template <class Member>
  static void read_member(const Json* json, Member& value, JsonProblems& problems) {
    if (json != nullptr) return JsonCodec<Member>::read(*json, value, problems);
    if constexpr (json_detail::is_optional<Member>) {
      value.reset();
    } else {
      problems.add(json_detail::kMissing);
    }
  }

  static bool knows(std::string_view name) {
    bool known = false;
    boost::mp11::mp_for_each<json_detail::Members<T>>(
        [&](auto member) { known = known || described_name(member.name) == name; });
    return known;
  }
};

}  // namespace certhall
