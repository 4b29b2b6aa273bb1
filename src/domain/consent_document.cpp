#include "domain/consent_document.h"

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

}  // namespace certhall::domain
