#include "base/json.h"

#include <fmt/format.h>

namespace certhall {
namespace {

// A hostile list of a million wrong items is answered with the first of them.
constexpr std::size_t kMostProblems = 100;

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return fail(ErrorCode::too_large, fmt::format("内容太大，最多 {} 字节", limits.bytes));
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth;
  boost::json::error_code error;
  Json json = boost::json::parse({text.data(), text.size()}, error, {}, options);
  if (error) {
    return fail({.code = ErrorCode::malformed,
                 .message = "内容不是正确的 JSON，请刷新页面后重试",
                 .detail = error.message()});
  }
  return json;
}

void JsonProblems::add(std::string_view message) {
  if (problems_.size() < kMostProblems) problems_.push_back({path_, std::string(message)});
}

void JsonProblems::enter(std::string_view step) {
  if (!path_.empty() && !step.starts_with('[')) path_ += '.';
  path_ += step;
}

namespace json_detail {

std::optional<std::string_view> read_text(const Json& json, JsonProblems& problems) {
  const auto* text = json.if_string();
  if (text == nullptr) {
    problems.add("应为文字");
    return std::nullopt;
  }
  const std::string_view view(text->data(), text->size());
  if (view.find('\0') != std::string_view::npos) {
    problems.add("含有不能使用的字符");
    return std::nullopt;
  }
  return view;
}

std::optional<std::int64_t> read_integer(const Json& json, std::int64_t least, std::int64_t most,
                                         JsonProblems& problems) {
  if (!json.is_int64() && !json.is_uint64()) {
    problems.add("应为整数");
    return std::nullopt;
  }
  // uint64 is what the parser makes of numbers that int64 cannot hold.
  const auto* number = json.if_int64();
  if (number == nullptr || *number < least || *number > most) {
    problems.add("数字超出范围");
    return std::nullopt;
  }
  return *number;
}

const boost::json::object* read_object(const Json& json, JsonProblems& problems) {
  const auto* object = json.if_object();
  if (object == nullptr) problems.add("应为对象");
  return object;
}

const boost::json::array* read_array(const Json& json, JsonProblems& problems) {
  const auto* array = json.if_array();
  if (array == nullptr) problems.add("应为列表");
  return array;
}

std::string index_step(std::size_t index) { return fmt::format("[{}]", index); }

}  // namespace json_detail

void JsonCodec<std::string>::read(const Json& json, std::string& value, JsonProblems& problems) {
  if (const auto text = json_detail::read_text(json, problems)) value = *text;
}

void JsonCodec<SecretText>::read(const Json& json, SecretText& value, JsonProblems& problems) {
  if (const auto text = json_detail::read_text(json, problems)) {
    value = SecretText(std::string(*text));
  }
}

void JsonCodec<bool>::read(const Json& json, bool& value, JsonProblems& problems) {
  if (!json.is_bool()) return problems.add("应为是或否");
  value = json.get_bool();
}

void JsonCodec<double>::read(const Json& json, double& value, JsonProblems& problems) {
  if (!json.is_number()) return problems.add("应为数字");
  value = json.to_number<double>();
}

void JsonCodec<Timestamp>::read(const Json& json, Timestamp& value, JsonProblems& problems) {
  const auto text = json_detail::read_text(json, problems);
  if (!text) return;
  const auto time = parse_rfc3339(*text);
  if (!time) return problems.add("应为时间，例如 2026-11-23T01:30:00Z");
  value = *time;
}

void JsonCodec<Date>::read(const Json& json, Date& value, JsonProblems& problems) {
  const auto text = json_detail::read_text(json, problems);
  if (!text) return;
  const auto date = parse_date(*text);
  if (!date) return problems.add("应为日期，例如 2026-11-23");
  value = *date;
}

}  // namespace certhall
