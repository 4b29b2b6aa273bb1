#include "domain/consent_document.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

constexpr std::string_view kFence = "---\n";

using FrontMatter = std::map<std::string, std::string, std::less<>>;

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::invalid, "协议文件有误:" + what);
}

Result<FrontMatter> parse_front_matter(std::string_view lines) {
  FrontMatter values;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    const auto line = lines.substr(0, end);
    lines.remove_prefix(end + 1);
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos)
      return wrong("「" + std::string(line) + "」不是「名称: 值」");
    const bool is_new =
        values.emplace(line.substr(0, colon), normalise_text(line.substr(colon + 2))).second;
    if (!is_new) return wrong("重复的" + std::string(line.substr(0, colon)));
  }
  return values;
}

/// Takes a value out, so that what remains at the end is unknown.
Result<std::string> take(FrontMatter& values, std::string_view name) {
  const auto found = values.find(name);
  if (found == values.end() || found->second.empty()) return wrong("缺少" + std::string(name));
  std::string value = std::move(found->second);
  values.erase(found);
  return value;
}

Result<bool> take_flag(FrontMatter& values, std::string_view name) {
  ASSIGN_OR_RETURN(text, take(values, name));
  if (text != "true" && text != "false") return wrong(std::string(name) + "只能是true或false");
  return text == "true";
}

}  // namespace

Result<ConsentDocument> parse_consent_document(std::string_view text) {
  if (!is_utf8(text)) return wrong("不是UTF-8");
  if (!text.starts_with(kFence)) return wrong("第一行应为---");
  const auto end = text.find("\n---\n");
  if (end == std::string_view::npos) return wrong("文件头没有以---结束");
  ASSIGN_OR_RETURN(values, parse_front_matter(text.substr(4, end + 1 - 4)));
  ASSIGN_OR_RETURN(code, take(values, "code"));
  ASSIGN_OR_RETURN(version, take(values, "version"));
  ASSIGN_OR_RETURN(title, take(values, "title"));
  ASSIGN_OR_RETURN(must_agree, take_flag(values, "must_agree"));
  ASSIGN_OR_RETURN(separate, take_flag(values, "separate"));
  if (!values.empty()) return wrong("不认识的" + values.begin()->first);
  std::string body = normalise_text(text.substr(end + 5));
  if (body.empty()) return wrong("没有正文");
  const std::string digest = to_hex(sha256(title + "\n" + body));
  return ConsentDocument{.code = std::move(code),
                         .version = std::move(version),
                         .title = std::move(title),
                         .body = std::move(body),
                         .digest = digest,
                         .must_agree = must_agree,
                         .separate = separate};
}

std::string consent_text(const ConsentDocument& document) {
  const auto flag = [](bool value) { return value ? "true" : "false"; };
  return "---\ncode: " + document.code + "\nversion: " + document.version +
         "\ntitle: " + document.title + "\nmust_agree: " + flag(document.must_agree) +
         "\nseparate: " + flag(document.separate) + "\n---\n" + document.body + "\n";
}

namespace {

constexpr std::array<std::string_view, 5> kNames{"code", "version", "title", "must_agree",
                                                 "separate"};
constexpr std::size_t kMostTitle = 40;      // characters
constexpr std::size_t kMostBody = 100'000;  // bytes
constexpr std::size_t kLeastBody = 50;      // characters: an agreement, not a remark

class ConsentCheck {
 public:
  ConsentCheck(std::string_view code, TextProblems& problems) : code_(code), problems_(problems) {}

  void head(std::int64_t line, std::string_view text) {
    const std::size_t colon = text.find(": ");
    if (colon == text.npos) return wrong(line, "应写作「名称: 值」，冒号用英文并空一格");
    const std::string name(text.substr(0, colon));
    const std::string value(text.substr(colon + 2));
    if (std::ranges::find(kNames, name) == kNames.end())
      return wrong(line, "不认识的「" + name + "」");
    if (!seen_.emplace(name, line).second) return wrong(line, "「" + name + "」重复");
    if (value.empty()) return wrong(line, "「" + name + "」没有值");
    if (name == "code" && value != code_)
      wrong(line, "code 应为 " + std::string(code_) + "，不能改成别的文本");
    if (name == "title" && !(value.starts_with("《") && value.ends_with("》")))
      wrong(line, "标题应写在书名号《》中");
    if (name == "title" && to_code_points(value).size() > kMostTitle)
      wrong(line, "标题不超过 40 字");
    if (name == "version" && !fits_version(value))
      wrong(line, "版本号应为 2 到 20 个字母、数字、点或横线，如 2027-01");
    if ((name == "must_agree" || name == "separate") && value != "true" && value != "false")
      wrong(line, name + " 只能是 true 或 false");
  }

  void end_of_head(std::int64_t line) {
    for (const auto name : kNames)
      if (!seen_.contains(name)) wrong(line, "缺少「" + std::string(name) + "」");
  }

  void body(std::int64_t line, std::string_view text) {
    const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
    if (has("<") && has(">")) wrong(line, "不支持 HTML 标记，请删去尖括号");
    if (has("![")) wrong(line, "不支持插入图片");
    if (has("](")) wrong(line, "不支持链接，请直接写出网址");
    if (text.starts_with('|')) wrong(line, "不支持表格，请改用段落或列表");
    if (text.starts_with("```")) wrong(line, "不支持代码块");
    characters_ += to_code_points(text).size();
  }

  void end(std::int64_t line) {
    if (characters_ < kLeastBody) wrong(line, "正文太短（不到 50 字），请核对是否完整");
  }

  void wrong(std::int64_t line, std::string message) {
    problems_.push_back({line, std::move(message)});
  }

 private:
  static bool fits_version(std::string_view text) {
    return text.size() >= 2 && text.size() <= 20 && std::ranges::all_of(text, [](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    c == '.' || c == '-';
           });
  }

  std::string_view code_;
  TextProblems& problems_;
  std::map<std::string, std::int64_t, std::less<>> seen_;
  std::size_t characters_ = 0;
};

}  // namespace

TextProblems check_consent_text(std::string_view text, std::string_view code) {
  TextProblems problems;
  ConsentCheck check(code, problems);
  if (!is_utf8(text)) check.wrong(1, "不是 UTF-8 文字");
  if (text.size() > kMostBody) check.wrong(1, "文本太长，请不要超过十万字节");
  const auto lines = lines_of(text);
  if (problems.empty() && (lines.empty() || lines.front() != "---"))
    check.wrong(1, "第一行应为「---」，其后是文件头");
  if (!problems.empty()) return problems;
  bool in_head = true;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i + 1);
    if (in_head && lines[i] == "---") {
      check.end_of_head(number);
      in_head = false;
    } else if (in_head) {
      check.head(number, lines[i]);
    } else {
      check.body(number, lines[i]);
    }
  }
  const auto last = static_cast<std::int64_t>(lines.size());
  if (in_head) check.wrong(last, "文件头没有以「---」结束");
  if (!in_head) check.end(last);
  if (problems.empty())
    if (const auto parsed = parse_consent_document(text); !parsed)
      check.wrong(1, parsed.error().message);
  return sorted(problems);
}

}  // namespace certhall::domain
