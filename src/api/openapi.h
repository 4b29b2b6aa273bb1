#pragma once
// JSON Schemas made from the described structs, and the OpenAPI document made from the route table.
// They say exactly what base/json.h reads and writes: every member that is no std::optional is
// required, and no other member may be there.

#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <vector>

#include <boost/core/demangle.hpp>

#include "base/json.h"

namespace certhall::api {

/// The component schemas, each named after its struct or enum without the namespace.
class SchemaRegistry {
 public:
  /// A reference to the schema of `type`, which `make` writes when it is asked for the first time.
  /// Throws std::logic_error where two types share a name.
  template <class Make>
  Json reference(std::type_index type, Make make) {
    std::string name = local_name(type);
    if (enter(name, type)) {
      Json schema = make();
      entries_.at(name).schema = std::move(schema);
    }
    return {{"$ref", "#/components/schemas/" + name}};
  }
  /// Sorted by name.
  [[nodiscard]] Json components() const;

 private:
  struct Entry {
    std::type_index type;
    Json schema;
  };

  static std::string local_name(std::type_index type);
  /// True where the name is new; it is taken at once, so that a type may contain itself.
  bool enter(const std::string& name, std::type_index type);

  std::map<std::string, Entry> entries_;
};

template <class T>
struct SchemaOf;

template <class T>
[[nodiscard]] Json schema_of(SchemaRegistry& registry) {
  return SchemaOf<T>::make(registry);
}

/// OpenAPI 3.1: every route with its operationId, permission (x-permission), parameters, bodies and
/// answers; a refusal is always a Problem.
[[nodiscard]] Json openapi_document();
/// The same as text, indented by two, as committed in api/openapi.json.
[[nodiscard]] std::string openapi_text();

// --- the schemas --------------------------------------------------------------------------------

template <>
struct SchemaOf<Json> {
  static Json make(SchemaRegistry&) { return boost::json::object(); }
};

template <>
struct SchemaOf<std::string> {
  static Json make(SchemaRegistry&) { return {{"type", "string"}}; }
};

template <>
struct SchemaOf<SecretText> {
  static Json make(SchemaRegistry&) { return {{"type", "string"}, {"format", "password"}}; }
};

template <>
struct SchemaOf<bool> {
  static Json make(SchemaRegistry&) { return {{"type", "boolean"}}; }
};

template <>
struct SchemaOf<double> {
  static Json make(SchemaRegistry&) { return {{"type", "number"}}; }
};

template <std::integral T>
struct SchemaOf<T> {
  static Json make(SchemaRegistry&) { return {{"type", "integer"}, {"format", "int64"}}; }
};

template <>
struct SchemaOf<Fen> {
  static Json make(SchemaRegistry&) {
    return {{"type", "integer"}, {"format", "int64"}, {"description", "分(人民币)"}};
  }
};

template <>
struct SchemaOf<Timestamp> {
  static Json make(SchemaRegistry&) { return {{"type", "string"}, {"format", "date-time"}}; }
};

template <>
struct SchemaOf<Date> {
  static Json make(SchemaRegistry&) { return {{"type", "string"}, {"format", "date"}}; }
};

template <class Tag>
struct SchemaOf<Id<Tag>> {
  static Json make(SchemaRegistry&) { return {{"type", "string"}}; }
};

template <class T>
struct SchemaOf<std::optional<T>> {
  static Json make(SchemaRegistry& registry) { return schema_of<T>(registry); }
};

template <class T>
struct SchemaOf<std::vector<T>> {
  static Json make(SchemaRegistry& registry) {
    return {{"type", "array"}, {"items", schema_of<T>(registry)}};
  }
};

template <class T>
struct SchemaOf<std::map<std::string, T>> {
  static Json make(SchemaRegistry& registry) {
    return {{"type", "object"}, {"additionalProperties", schema_of<T>(registry)}};
  }
};

template <DescribedEnum E>
struct SchemaOf<E> {
  static Json make(SchemaRegistry& registry) {
    return registry.reference(typeid(E), [] {
      boost::json::array names;
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
          [&](auto each) { names.emplace_back(described_name(each.name)); });
      return Json{{"type", "string"}, {"enum", std::move(names)}};
    });
  }
};

template <DescribedStruct T>
struct SchemaOf<T> {
  static Json make(SchemaRegistry& registry) {
    return registry.reference(typeid(T), [&registry] {
      boost::json::object properties;
      boost::json::array required;
      boost::mp11::mp_for_each<json_detail::Members<T>>([&](auto member) {
        using Member = std::decay_t<decltype(std::declval<T&>().*member.pointer)>;
        const std::string_view name = described_name(member.name);
        properties.emplace(name, schema_of<Member>(registry));
        if (!json_detail::is_optional<Member>) required.emplace_back(name);
      });
      return Json{{"type", "object"},
                  {"additionalProperties", false},
                  {"required", std::move(required)},
                  {"properties", std::move(properties)}};
    });
  }
};

}  // namespace certhall::api
