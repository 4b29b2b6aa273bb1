#include "domain/text_lines.h"

#include <algorithm>

namespace certhall::domain {
namespace {

constexpr std::size_t kShortJson = 78;  // what fits on one line

std::int64_t line_at(std::string_view text, std::size_t position) {
  return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(position), '\n');
}

/// How far the text can be read as JSON.
std::size_t readable(std::string_view text) {
  boost::json::stream_parser parser;
  boost::json::error_code error;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error && read == text.size()) parser.finish(error);
  return std::min(read, text.size());
}

/// "years[0].worked" of "years[0].worked[2]"; empty at the top.
std::string_view around(std::string_view path) {
  const std::size_t end = path.find_last_of(".[");
  return end == path.npos ? std::string_view{} : path.substr(0, end);
}

}  // namespace

/// Walks through valid JSON and notes the line of each value.
class JsonLineReader {
 public:
  JsonLineReader(std::string_view text, JsonLines& into) : text_(text), into_(into) {}

  void value(const std::string& path) {
    skip_space();
    into_.lines_.emplace(path, line_);
    if (peek() == '{') return object(path);
    if (peek() == '[') return list(path);
    if (peek() == '"') return static_cast<void>(text());
    while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(peek()) == std::string::npos)
      ++at_;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    for (; at_ < text_.size() && std::string_view(" \t\r\n").find(peek()) != std::string::npos;
         ++at_)
      line_ += peek() == '\n' ? 1 : 0;
  }

  std::string text() {
    const std::size_t begin = ++at_;
    while (peek() != '"' && at_ < text_.size()) at_ += peek() == '\\' ? 2 : 1;
    return std::string(text_.substr(begin, at_++ - begin));
  }

  /// Whether another item follows; takes the comma, or the closing bracket.
  bool goes_on(char closing) {
    skip_space();
    const bool more = peek() != closing && at_ < text_.size();
    if (peek() == ',' || !more) ++at_;
    if (more) skip_space();
    return more;
  }

  void object(const std::string& path) {
    ++at_;
    for (skip_space(); goes_on('}');) {
      const std::int64_t line = line_;
      const std::string name = text();
      skip_space();
      ++at_;  // the colon
      const std::string member = path.empty() ? name : path + "." + name;
      if (into_.lines_.contains(member))
        into_.repeated_.push_back({line, "「" + name + "」重复，请只保留一项"});
      value(member);
    }
  }

  void list(const std::string& path) {
    ++at_;
    std::size_t index = 0;
    for (skip_space(); goes_on(']');) value(path + "[" + std::to_string(index++) + "]");
  }

  std::string_view text_;
  JsonLines& into_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

TextProblems sorted(TextProblems problems) {
  std::ranges::stable_sort(problems, {}, &TextProblem::line);
  return problems;
}

Error error_of(const TextProblems& problems) {
  Error error{.code = ErrorCode::invalid, .message = "内容有误，请按行号修改后再提出"};
  for (const auto& problem : problems)
    error.fields.push_back({"line " + std::to_string(problem.line), problem.message});
  return error;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

JsonLines::JsonLines(std::string_view text) { JsonLineReader(text, *this).value(""); }

std::int64_t JsonLines::line_of(std::string_view path) const {
  for (;; path = around(path)) {
    if (const auto found = lines_.find(path); found != lines_.end()) return found->second;
    if (path.empty()) return 1;
  }
}

std::optional<Json> parse_json_text(std::string_view text, TextProblems& problems) {
  auto json = parse_json(text);
  if (!json) {
    problems.push_back(
        {line_at(text, readable(text)), "不是正确的 JSON：请检查本行及上一行的引号、逗号和括号"});
    return std::nullopt;
  }
  const JsonLines lines(text);
  problems.insert(problems.end(), lines.repeated().begin(), lines.repeated().end());
  if (!lines.repeated().empty()) return std::nullopt;
  return std::move(*json);
}

namespace {

void write(std::string& text, const Json& json, std::size_t depth) {
  const std::string inside(2 * depth + 2, ' ');
  const std::string flat = boost::json::serialize(json);
  const bool whole = !json.is_structured() || (flat.size() + 2 * depth <= kShortJson && depth > 0);
  if (whole || flat == "[]" || flat == "{}") {
    text += flat;
    return;
  }
  bool first = true;
  const auto next = [&] {
    text += (first ? "\n" : ",\n") + inside;
    first = false;
  };
  text += json.is_object() ? '{' : '[';
  if (const auto* object = json.if_object())
    for (const auto& member : *object) {
      next();
      text += boost::json::serialize(boost::json::string(member.key())) + ": ";
      write(text, member.value(), depth + 1);
    }
  else
    for (const auto& item : json.get_array()) {
      next();
      write(text, item, depth + 1);
    }
  text += "\n" + std::string(2 * depth, ' ');
  text += json.is_object() ? '}' : ']';
}

}  // namespace

std::string json_text(const Json& json) {
  std::string text;
  write(text, json, 0);
  return text + "\n";
}

}  // namespace certhall::domain
