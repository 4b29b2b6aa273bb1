#include "tidy/style.h"

#include <algorithm>
#include <regex>

#include "base/encoding.h"

namespace certhall::tidy {
namespace {

bool matches(std::string_view text, const std::regex& pattern) {
  return std::regex_search(text.begin(), text.end(), pattern);
}

std::size_t line_at(std::string_view text, std::size_t position) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, position), '\n'));
}

// What stands between the last statement's end and the brace at `brace`, without white space
// around.
std::string_view head_before(std::string_view code, std::size_t brace) {
  const std::size_t end = code.find_last_of(";{}", brace == 0 ? 0 : brace - 1);
  std::string_view head =
      end == std::string_view::npos ? code.substr(0, brace) : code.substr(end + 1, brace - end - 1);
  constexpr std::string_view kSpace = " \n\t";
  if (const auto last = head.find_last_not_of(kSpace); last != std::string_view::npos) {
    head = head.substr(0, last + 1);
  }
  const auto first = head.find_first_not_of(kSpace);
  return first == std::string_view::npos ? std::string_view{} : head.substr(first);
}

bool is_function_head(std::string_view head) {
  static const std::regex kOther(R"(^(namespace|if|else|for|while|switch|do|try|catch)\b)");
  static const std::regex kEnd(R"(\)(\s|const|noexcept|override|final|mutable|->[^()]*)*$)");
  return !matches(head, kOther) && matches(head, kEnd);
}

// The position of the brace that closes the one at `open`.
std::size_t closing(std::string_view code, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == '{') ++depth;
    if (code[i] == '}' && --depth == 0) return i;
  }
  return code.size();
}

struct Rule {
  const char* pattern;
  const char* what;
  std::string_view except_room = {};
};

void apply(const Rule& rule, const SourceFile& file, std::string_view text,
           std::vector<Finding>& findings) {
  const std::string_view room = room_of(file.path);
  if (!rule.except_room.empty() && (room.empty() || room == rule.except_room)) return;
  const std::regex pattern(rule.pattern);
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    if (matches(line, pattern)) findings.push_back(finding_at(file, number, rule.what));
  }
}

// Written so that they do not find themselves.
const std::vector<Rule>& rules_for_all() {
  static const std::vector<Rule> kRules = {
      {R"(\b(TO)"
       R"(DO|FIX)"
       R"(ME|X)"
       R"(XX)\b)",
       "do it now, or write an issue and leave it out"},
      {R"([ \t]+$)", "white space at the end of the line"},
      {R"(\t)", "a tab: indent with spaces"},
  };
  return kRules;
}

const std::vector<Rule>& rules_for_cpp() {
  static const std::vector<Rule> kRules = {
      {R"(\bco_(await|return|yield)\b)",
       "coroutines live in src/http only (g++ 12 destroys temporaries twice in them)", "http"},
      {R"(^using namespace (?!certhall\b|std::(chrono_)?literals))",
       "name what you use instead of a whole namespace (a function may take one)"},
      {R"(\b(std::rand|srand|rand)\s*\()", "take a Random (base/random.h) as a parameter"},
      {R"(\bsystem_clock::now\b)", "take a Clock (base/clock.h) as a parameter", "base"},
      {R"(\b(std::cout|std::cerr|printf)\b)",
       "log (base/log.h); only src/main talks to the terminal", "main"},
      {R"(\b(new|malloc)\s+[A-Za-z_:]+[(;])", "std::make_unique, or a value"},
  };
  return kRules;
}

const std::vector<Rule>& rules_for_web() {
  static const std::vector<Rule> kRules = {
      {R"((:\s*|\bas |<)any\b(?!\s*\())", "say the type, or unknown"},
      {R"(@ts-(ignore|nocheck))", "mend the type instead"},
      {R"(\bv-html\b|\.innerHTML\b)", "let Vue write text, so that nobody's text becomes HTML"},
      {R"(\bconsole\.(log|debug)\b)", "take it out"},
  };
  return kRules;
}

}  // namespace

std::vector<Finding> check_sizes(const SourceFile& file) {
  std::vector<Finding> findings;
  if (!is_cpp(file) && !is_web(file)) return findings;
  const auto lines = lines_of(file.text);
  if (lines.size() > kMostLinesOfAFile) {
    findings.push_back({file.path, std::to_string(lines.size()) +
                                       " lines: give one of its subjects a file of its own"});
  }
  const std::size_t widest = is_web(file) ? kWidestWebLine : kWidestLine;
  bool table = false;  // whoever switches the formatter off keeps the columns of a table
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find("clang-format o") != std::string_view::npos) table = !table;
    const std::size_t width = to_code_points(lines[i]).size();
    if (width > (table ? kWidestTable : widest)) {
      findings.push_back(finding_at(file, i + 1, std::to_string(width) + " columns: break it"));
    }
    if (!is_utf8(lines[i])) findings.push_back(finding_at(file, i + 1, "not UTF-8"));
  }
  return findings;
}

std::vector<Finding> check_functions(const SourceFile& file) {
  std::vector<Finding> findings;
  if (!is_cpp(file)) return findings;
  const std::string code = code_of(file.text);
  for (std::size_t open = code.find('{'); open != std::string::npos;
       open = code.find('{', open + 1)) {
    if (!is_function_head(head_before(code, open))) continue;
    const std::size_t close = closing(code, open);
    const std::size_t lines = line_at(code, close) - line_at(code, open) + 1;
    if (lines <= kMostLinesOfAFunction) continue;
    findings.push_back(
        finding_at(file, line_at(code, open),
                   "a function of " + std::to_string(lines) + " lines: name its parts"));
    open = close;
  }
  return findings;
}

std::vector<Finding> check_words(const SourceFile& file) {
  std::vector<Finding> findings;
  if (!is_cpp(file) && !is_web(file)) return findings;
  for (const Rule& rule : rules_for_all()) apply(rule, file, file.text, findings);
  if (is_cpp(file)) {
    const std::string code = code_of(file.text);
    for (const Rule& rule : rules_for_cpp()) apply(rule, file, code, findings);
  } else {
    for (const Rule& rule : rules_for_web()) apply(rule, file, file.text, findings);
  }
  return findings;
}

std::vector<Finding> check_headers(const SourceFile& file) {
  if (!file.path.ends_with(".h") || file.text.starts_with("#pragma once\n")) return {};
  return {{file.path, "its first line must be #pragma once"}};
}

std::vector<Finding> check_switches(const SourceFile& file) {
  static const std::regex kEnumerator(R"(\bcase\s+(?!k[A-Z])[A-Za-z_])");
  std::vector<Finding> findings;
  if (!is_cpp(file)) return findings;
  const std::string code = code_of(file.text);
  for (std::size_t at = code.find("default:"); at != std::string::npos;
       at = code.find("default:", at + 1)) {
    const std::size_t start = code.rfind("switch", at);
    if (start == std::string::npos) continue;
    const std::size_t open = code.find('{', start);
    const std::string_view body = std::string_view(code).substr(open, closing(code, open) - open);
    if (!matches(body, kEnumerator)) continue;
    findings.push_back(finding_at(file, line_at(code, at),
                                  "name every enumerator instead of default, so that the compiler "
                                  "reports the one that is added later"));
  }
  return findings;
}

std::vector<Finding> check_sql(const SourceFile& file) {
  static const std::regex kStatement(
      R"(\b(select\s.+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table)\s)",
      std::regex::icase);
  const std::string_view room = room_of(file.path);
  std::vector<Finding> findings;
  if (!is_cpp(file) || room.empty() || room == "store") return findings;
  std::size_t number = 0;
  for (const std::string& literals = literals_of(file.text);
       const std::string_view line : lines_of(literals)) {
    ++number;
    if (matches(line, kStatement))
      findings.push_back(finding_at(file, number, "SQL lives in src/store"));
  }
  return findings;
}

std::vector<Finding> check_test_names(const SourceFile& file) {
  static const std::regex kTest(R"(^TEST(?:_F|_P)?\(\s*\w+,\s*(\w+)\s*\))");
  static const std::regex kSentence(R"(^[A-Z][a-z0-9]*([A-Z0-9][A-Za-z0-9]*)+$)");
  std::vector<Finding> findings;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    std::cmatch match;
    if (!std::regex_search(line.data(), line.data() + line.size(), match, kTest)) continue;
    if (std::regex_match(match[1].str(), kSentence)) continue;
    findings.push_back(
        finding_at(file, number, "name the test by a sentence: RefusesAWrongNumber"));
  }
  return findings;
}

std::vector<Finding> check_lock_file(const SourceFile& file) {
  if (!file.path.ends_with("package-lock.json")) return {};
  const std::size_t at = file.text.find("\"resolved\": \"http");
  if (at == std::string::npos) return {};
  return {finding_at(file, line_at(file.text, at),
                     "write it with npm install --omit-lockfile-registry-resolved")};
}

}  // namespace certhall::tidy
