#pragma once
// What administrators write is judged as text, line by line: whoever mends it sees where.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/json.h"

namespace certhall::domain {

struct TextProblem {
  std::int64_t line = 1;  // from 1
  std::string message;    // Chinese: what is wrong and what helps; no full stop
  friend bool operator==(const TextProblem&, const TextProblem&) = default;
};
BOOST_DESCRIBE_STRUCT(TextProblem, (), (line, message))
using TextProblems = std::vector<TextProblem>;

/// In the order of the lines.
[[nodiscard]] TextProblems sorted(TextProblems problems);
/// `invalid`, with a field "line 3" for each problem.
[[nodiscard]] Error error_of(const TextProblems& problems);

/// The lines of a text, without their line feeds; the last one may lack it. A trailing carriage
/// return goes.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// Where the values of a JSON text stand.
class JsonLines {
 public:
  /// `text` is valid JSON.
  explicit JsonLines(std::string_view text);

  /// `path` as in FieldError: "years[0].worked[2]". Of something that is missing, the line of what
  /// it is missing in.
  [[nodiscard]] std::int64_t line_of(std::string_view path) const;
  /// Members that stand twice in one object: of such, only one would count.
  [[nodiscard]] const TextProblems& repeated() const { return repeated_; }

 private:
  friend class JsonLineReader;
  std::map<std::string, std::int64_t, std::less<>> lines_;
  TextProblems repeated_;
};

/// Valid JSON without repeated members, or nothing and what is wrong.
[[nodiscard]] std::optional<Json> parse_json_text(std::string_view text, TextProblems& problems);

/// The value, or nothing and what is wrong with its parts.
template <class T>
[[nodiscard]] std::optional<T> read_json_text(std::string_view text, TextProblems& problems) {
  const auto json = parse_json_text(text, problems);
  if (!json) return std::nullopt;
  auto value = from_json<T>(*json);
  if (value) return std::move(*value);
  const JsonLines lines(text);
  for (const auto& wrong : value.error().fields)
    problems.push_back({lines.line_of(wrong.field),
                        (wrong.field.empty() ? "" : wrong.field + "：") + wrong.message});
  return std::nullopt;
}

/// JSON as people edit it: a member a line; what is short stays on one line.
[[nodiscard]] std::string json_text(const Json& json);

}  // namespace certhall::domain
