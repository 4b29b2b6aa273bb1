#pragma once
// Structured log lines, one JSON object each. Never pass a DTO, a name, a number of a person or a
// secret: there is no function here that would take one.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace certhall::log {

enum class Level { debug, info, warning, error };

using Value = std::variant<std::string, std::int64_t, double, bool>;
struct Field {
  std::string_view name;
  Value value;
  Field(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  Field(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
  Field(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
  Field(std::string_view n, bool v) : name(n), value(v) {}
  Field(std::string_view n, double v) : name(n), value(v) {}
  Field(std::string_view n, std::int64_t v) : name(n), value(v) {}
  Field(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
  Field(std::string_view n, std::size_t v) : name(n), value(static_cast<std::int64_t>(v)) {}
};

/// `event` is a fixed text such as "http.request": what varies goes into fields.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::info, event, fields);
}
inline void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::warning, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) {
  write(Level::error, event, fields);
}

/// While it lives, lines of this thread carry this request id: of the request that is being
/// answered, or that caused the job at hand. It is for whoever reads logs; no rule asks it.
class Scope {
 public:
  explicit Scope(std::string request_id);
  ~Scope();
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  std::string before_;
};
/// Of the innermost scope; empty outside.
[[nodiscard]] const std::string& request_id();

/// `level_name`: debug, info, warning, error. Lines go to standard error.
void set_level(std::string_view level_name);

}  // namespace certhall::log
