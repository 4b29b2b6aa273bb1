#include "domain/announcement.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "base/encoding.h"
#include "domain/code_points.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr std::size_t kMostTitle = 60;
constexpr std::array<std::string_view, 5> kKeys{"code", "title", "pinned", "valid_from",
                                                "valid_to"};

struct Line {
  std::size_t number = 0;
  std::string_view text;
};

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({number, line});
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

/// Goes through the lines once and keeps everything that is wrong with them.
class Reading {
 public:
  explicit Reading(std::vector<Line> lines) : lines_(std::move(lines)) {}

  Result<Announcement> take() {
    read_front_matter();
    if (problems_.empty() || closed_) {
      take_code();
      take_title();
      result_.pinned = take_flag();
      take_days();
      take_body();
    }
    if (problems_.empty()) return result_;
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    std::vector<FieldError> fields;
    for (const auto& [line, what] : problems_) {
      const std::string number = std::to_string(line);
      fields.push_back({"line " + number, "第 " + number + " 行：" + what});
    }
    const std::string first = fields.front().message;
    return fail_fields(std::move(fields), "公告文件有误，" + first);
  }

 private:
  struct Problem {
    std::size_t line;
    std::string what;
  };
  struct Entry {
    std::size_t line = 0;
    std::string value;
  };

  void wrong(std::size_t line, std::string what) { problems_.push_back({line, std::move(what)}); }

  void read_front_matter() {
    if (lines_.empty() || lines_.front().text != "---")
      return wrong(1, "应当只有「---」，之后写 code、title 等各项");
    for (next_ = 1; next_ < lines_.size(); ++next_) {
      const auto& [number, text] = lines_[next_];
      if (text == "---") {
        closed_ = true;
        end_ = number;
        ++next_;
        return;
      }
      if (!text.empty()) read_entry(number, text);
    }
    wrong(lines_.size(), "各项之后还缺一行「---」，它后面才是正文");
  }

  void read_entry(std::size_t number, std::string_view text) {
    const auto colon = text.find(':');
    if (colon == text.npos) return wrong(number, "应写成「名称: 值」，冒号用半角");
    const std::string_view key = text.substr(0, colon);
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
      return wrong(number, "没有「" + std::string(key) +
                               "」这一项，可用 code、title、pinned、valid_from、valid_to");
    Entry entry{number, normalise_text(text.substr(colon + 1))};
    if (!entries_.emplace(key, std::move(entry)).second)
      wrong(number, std::string(key) + " 写了两次，请删去一个");
  }

  /// The value of a key; where it is missing and must not be, a problem at the end of the front.
  std::optional<Entry> find(std::string_view key, bool must) {
    const auto found = entries_.find(key);
    if (found != entries_.end() && !found->second.value.empty()) return found->second;
    if (must) wrong(found == entries_.end() ? end_ : found->second.line, missing(key));
    return std::nullopt;
  }
  static std::string missing(std::string_view key) {
    return "缺少 " + std::string(key) + "，请补上";
  }

  void take_code() {
    const auto entry = find("code", true);
    if (!entry) return;
    const auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (entry->value.size() > 60 || entry->value.front() == '-' ||
        !std::all_of(entry->value.begin(), entry->value.end(), plain))
      wrong(entry->line, "code 只能用小写字母、数字和连字符，最多 60 个");
    result_.code = entry->value;
  }

  void take_title() {
    const auto entry = find("title", true);
    if (!entry) return;
    if (character_count(entry->value) > kMostTitle)
      wrong(entry->line, "title 最多 " + std::to_string(kMostTitle) + " 个字，请缩短");
    result_.title = entry->value;
  }

  bool take_flag() {
    const auto entry = find("pinned", false);
    if (!entry) return false;
    if (entry->value != "true" && entry->value != "false")
      wrong(entry->line, "pinned 只能是 true（置顶）或 false");
    return entry->value == "true";
  }

  std::optional<Date> take_day(std::string_view key, bool must) {
    const auto entry = find(key, must);
    if (!entry) return std::nullopt;
    const auto day = parse_date(entry->value);
    if (!day) wrong(entry->line, std::string(key) + " 应是日期，如 2027-01-20");
    return day;
  }

  void take_days() {
    const auto from = take_day("valid_from", true);
    const auto to = take_day("valid_to", false);
    if (from) result_.valid_from = *from;
    if (to) result_.valid_to = *to;
    if (from && to && *to < *from)
      wrong(entries_.find("valid_to")->second.line, "valid_to 早于 valid_from，公告不会显示");
  }

  void take_body() {
    std::string body;
    for (std::size_t i = next_; i < lines_.size(); ++i) {
      check_body_line(lines_[i]);
      body.append(lines_[i].text).append("\n");
    }
    result_.body = normalise_text(body);
    if (result_.body.empty()) wrong(end_, "后面没有正文，请写上公告内容");
  }

  /// What the pages would show as it stands, though its writer meant something else.
  void check_body_line(const Line& line) {
    const std::string_view text = line.text;
    for (const char32_t c : to_code_points(text))
      if (is_unprintable(c)) return wrong(line.number, "有看不见的字符，请删去后重新输入");
    if (text.starts_with("```")) return wrong(line.number, "不支持代码块，请改成普通段落");
    if (text.starts_with("|")) return wrong(line.number, "不支持表格，请改成列表");
    if (text.find("![") != text.npos) return wrong(line.number, "不支持图片，请用文字说明");
    for (auto at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
      const char next = at + 1 < text.size() ? text[at + 1] : ' ';
      if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' ||
          next == '!')
        return wrong(line.number, "不支持 HTML 标签，请用 Markdown 或普通文字");
    }
    if (count(text, "**") % 2 != 0) return wrong(line.number, "加粗的 ** 没有成对");
    check_links(line);
  }

  void check_links(const Line& line) {
    const std::string_view text = line.text;
    for (auto at = text.find("]("); at != text.npos; at = text.find("](", at + 1)) {
      const std::string_view target = text.substr(at + 2, text.find(')', at) - at - 2);
      const bool inside = target.starts_with('/') && !target.starts_with("//");
      if (inside || target.starts_with("https://") || target.starts_with("tel:")) continue;
      return wrong(line.number, "链接只能以 https://、tel: 或 / 开头");
    }
  }

  static std::size_t count(std::string_view text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++n;
    return n;
  }

  std::vector<Line> lines_;
  std::size_t next_ = 0;  // the line that is read next
  std::size_t end_ = 1;   // where the front matter ends
  bool closed_ = false;
  std::map<std::string, Entry, std::less<>> entries_;
  std::vector<Problem> problems_;
  Announcement result_;
};

}  // namespace

Result<Announcement> parse_announcement(std::string_view text) {
  if (text.size() > kMostBytes) return fail(ErrorCode::too_large, "公告文件不能超过 64 KB");
  if (!is_utf8(text)) return fail(ErrorCode::invalid, "公告文件不是 UTF-8 编码，请另存后再试");
  return Reading(lines_of(text)).take();
}

}  // namespace certhall::domain
