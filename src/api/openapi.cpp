#include "api/openapi.h"

#include <algorithm>
#include <stdexcept>

#include "api/problem_dto.h"
#include "api/routes.h"

namespace certhall::api {
namespace {

using boost::json::array;
using boost::json::object;

Json text_schema() { return {{"type", "string"}}; }

Json content(std::string_view type, Json schema) {
  return object{{type, {{"schema", std::move(schema)}}}};
}

Json binary() { return object{{"schema", {{"type", "string"}, {"format", "binary"}}}}; }

Json parameter(std::string_view place, std::string_view name, Json schema, bool required) {
  return {{"in", place}, {"name", name}, {"required", required}, {"schema", std::move(schema)}};
}

array parameters(const Route& route) {
  array list;
  for (const std::string_view name : path_parameters(route.path)) {
    list.push_back(parameter("path", name, text_schema(), true));
  }
  for (const std::string_view name : split(route.query, ' ')) {
    list.push_back(parameter("query", name, text_schema(), false));
  }
  if (route.body == BodyKind::upload) {
    list.push_back(object{{"$ref", "#/components/parameters/FileName"}});
  }
  if (takes_idempotency_key(route)) {
    list.push_back(object{{"$ref", "#/components/parameters/IdempotencyKey"}});
  }
  return list;
}

Json request_body(const Route& route, SchemaRegistry& registry) {
  if (route.body == BodyKind::json) {
    return {{"required", true},
            {"content", content("application/json", route.request_schema(registry))}};
  }
  if (route.body == BodyKind::bytes) {
    return {{"required", true}, {"content", object{{"application/octet-stream", binary()}}}};
  }
  object types;
  for (const std::string_view type : kUploadTypes) types.emplace(type, binary());
  return {{"required", true}, {"content", std::move(types)}};
}

Json answers(const Route& route, SchemaRegistry& registry) {
  object responses;
  switch (route.answer) {
    case AnswerKind::nothing:
      responses.emplace("204", object{{"description", "已完成"}});
      break;
    case AnswerKind::json:
      responses.emplace(
          "200", object{{"description", route.summary},
                        {"content", content("application/json", route.response_schema(registry))}});
      break;
    case AnswerKind::file:
      responses.emplace("200", object{{"description", "文件"}, {"content", {{"*/*", binary()}}}});
      break;
  }
  responses.emplace("default", object{{"$ref", "#/components/responses/Problem"}});
  return responses;
}

Json operation(const Route& route, SchemaRegistry& registry) {
  object operation{{"operationId", route.operation},
                   {"summary", route.summary},
                   {"x-permission", enum_to_text(route.permission)}};
  if (array list = parameters(route); !list.empty()) {
    operation.emplace("parameters", std::move(list));
  }
  if (route.body != BodyKind::none) operation.emplace("requestBody", request_body(route, registry));
  operation.emplace("responses", answers(route, registry));
  return operation;
}

Json paths(SchemaRegistry& registry) {
  object paths;
  for (const Route& route : routes()) {
    Json& path = paths.emplace(route.path, object()).first->value();
    path.as_object().emplace(enum_to_text(route.method), operation(route, registry));
  }
  return paths;
}

Json shared_parameters() {
  Json file_name = parameter("header", "X-File-Name", text_schema(), true);
  file_name.as_object().emplace("description", "文件名：UTF-8，百分号编码");
  Json key = parameter("header", "Idempotency-Key",
                       {{"type", "string"}, {"minLength", 8}, {"maxLength", 64}}, false);
  key.as_object().emplace("description", "同一键、同一内容的重复请求得到同一答复");
  return {{"FileName", std::move(file_name)}, {"IdempotencyKey", std::move(key)}};
}

bool is_flat(const Json& value) {
  if (const auto* list = value.if_array()) {
    return std::ranges::none_of(*list, &Json::is_structured);
  }
  const auto* members = value.if_object();
  return members->size() <= 1 && std::ranges::none_of(*members, [](const auto& member) {
           return member.value().is_structured();
         });
}

// Boost.JSON writes everything on one line; a reviewer wants to read a diff.
void write_indented(const Json& value, std::size_t depth, std::string& text) {
  const std::string line = "\n" + std::string(2 * depth + 2, ' ');
  if (!value.is_structured() || is_flat(value)) {
    text += boost::json::serialize(value);
    return;
  }
  std::string_view separator;
  if (const auto* list = value.if_array()) {
    text += '[';
    for (const Json& item : *list) {
      text.append(separator).append(line);
      write_indented(item, depth + 1, text);
      separator = ",";
    }
  } else {
    text += '{';
    for (const auto& [name, member] : value.get_object()) {
      text.append(separator).append(line);
      text += boost::json::serialize(boost::json::string(name)) + ": ";
      write_indented(member, depth + 1, text);
      separator = ",";
    }
  }
  text.append(line, 0, line.size() - 2) += value.is_array() ? ']' : '}';
}

}  // namespace

Json SchemaRegistry::components() const {
  object schemas;
  for (const auto& [name, entry] : entries_) schemas.emplace(name, entry.schema);
  return schemas;
}

std::string SchemaRegistry::local_name(std::type_index type) {
  const std::string name = boost::core::demangle(type.name());
  return name.substr(name.rfind(':') + 1);
}

bool SchemaRegistry::enter(const std::string& name, std::type_index type) {
  const auto [entry, added] = entries_.try_emplace(name, Entry{type, nullptr});
  if (entry->second.type != type) throw std::logic_error("two types named " + name);
  return added;
}

Json openapi_document() {
  SchemaRegistry registry;
  Json all_paths = paths(registry);
  Json problem = content("application/problem+json", schema_of<Problem>(registry));
  Json problem_answer{{"description", "拒绝：原因与办法(RFC 9457)"},
                      {"content", std::move(problem)}};
  return {{"openapi", "3.1.0"},
          {"info", {{"title", "certhall"}, {"version", "1"}}},
          {"paths", std::move(all_paths)},
          {"components",
           {{"schemas", registry.components()},
            {"parameters", shared_parameters()},
            {"responses", {{"Problem", std::move(problem_answer)}}}}}};
}

std::string openapi_text() {
  std::string text;
  write_indented(openapi_document(), 0, text);
  return text + "\n";
}

}  // namespace certhall::api
