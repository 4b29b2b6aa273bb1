#include "base/log.h"

#include <atomic>
#include <cstdio>

#include <boost/json.hpp>

#include "base/clock.h"
#include "base/encoding.h"

namespace certhall::log {
namespace {

std::atomic<Level> threshold{Level::info};

thread_local std::string current_request;

constexpr std::string_view kNames[] = {"debug", "info", "warning", "error"};

boost::json::value to_json(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return boost::json::string(is_utf8(*text) ? *text : to_hex(*text));
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::get<bool>(value);
}

}  // namespace

void write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < threshold) return;
  boost::json::object line{{"time", to_rfc3339(SystemClock().now())},
                           {"level", kNames[static_cast<std::size_t>(level)]},
                           {"event", event}};
  for (const Field& field : fields) line.emplace(field.name, to_json(field.value));
  if (!current_request.empty()) line.emplace("request_id", current_request);
  const std::string text = boost::json::serialize(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);  // one call: lines of threads do not mix
}

Scope::Scope(std::string request_id) : before_(std::move(current_request)) {
  current_request = std::move(request_id);
}
Scope::~Scope() { current_request = std::move(before_); }

const std::string& request_id() { return current_request; }

void set_level(std::string_view level_name) {
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == level_name) threshold = static_cast<Level>(i);
  }
}

}  // namespace certhall::log
