#pragma once
// The text messages as templates: what stands in braces is put in when a message is written. The
// texts here are those that a hall begins with; administrators change them by two.

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "domain/text_lines.h"

namespace certhall::domain {

struct NoticeTemplate {
  std::string_view code;   // "approved"
  std::string_view title;  // 审核通过
  std::string_view text;   // its parameters are those that every other text must have
};
[[nodiscard]] std::span<const NoticeTemplate> notice_templates();
/// Throws std::logic_error for a code that is not in the table.
[[nodiscard]] const NoticeTemplate& notice_template(std::string_view code);

/// By code: those that were changed.
using NoticeTexts = std::map<std::string, std::string, std::less<>>;
using NoticeParameters = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// The message: the changed text, or the table's, with its parameters put in.
[[nodiscard]] std::string write_notice(const NoticeTexts& changed, std::string_view code,
                                       NoticeParameters parameters);

/// All that is wrong with a text for that message: no signature 【{签名}】 in front, a parameter
/// that is unknown or missing, a brace without its other, more than one line, too long.
[[nodiscard]] TextProblems check_notice_text(std::string_view text, std::string_view code);

}  // namespace certhall::domain
