#include "domain/revocation_list.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <stdexcept>

#include "base/json.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

constexpr std::size_t kCreditCode = 18;
constexpr std::size_t kLongestSerial = 40;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string> serial_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ' || c == ':') continue;
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() % 2 != 0) digits.insert(0, 1, '0');
  if (digits.empty() || digits.size() > kLongestSerial) return std::nullopt;
  return digits;
}

std::optional<std::string> target_of(std::string_view text) {
  if (text.size() != kCreditCode) return serial_of(text);
  std::string code(text);
  std::ranges::transform(code, code.begin(), [](unsigned char c) { return std::toupper(c); });
  if (check_credit_code(code)) return std::nullopt;
  return code;
}

}  // namespace

std::string_view text_of(RevocationOutcome outcome) {
  switch (outcome) {
    case RevocationOutcome::waiting:
      return "等待处理";
    case RevocationOutcome::revoked:
      return "已吊销";
    case RevocationOutcome::already_revoked:
      return "此前已吊销";
    case RevocationOutcome::not_found:
      return "没有找到证书";
    case RevocationOutcome::not_signed:
      return "尚未签发，无需吊销";
  }
  throw std::logic_error("an outcome outside its enum");
}

bool is_credit_code(std::string_view target) { return target.size() == kCreditCode; }

std::vector<RevocationLine> read_revocation_text(std::string_view text, TextProblems& problems) {
  std::vector<RevocationLine> lines;
  std::map<std::string, std::int64_t> seen;
  std::int64_t line = 0;
  for (const auto raw : lines_of(text)) {
    ++line;
    const auto content = trimmed(raw);
    if (content.empty() || content.starts_with('#')) continue;
    const auto comma = content.find(',');
    const auto target = target_of(trimmed(content.substr(0, comma)));
    if (!target) {
      problems.push_back({line, "不是证书序列号（十六进制），也不是正确的统一社会信用代码"});
      continue;
    }
    auto reason = std::optional(RevocationReason::unspecified);
    if (comma != std::string_view::npos)
      reason = enum_from_text<RevocationReason>(trimmed(content.substr(comma + 1)));
    if (!reason || !is_final(*reason)) {
      problems.push_back({line,
                          "没有这种吊销原因：可用 key_compromise、affiliation_changed、"
                          "superseded、cessation_of_operation、privilege_withdrawn"});
      continue;
    }
    const auto [first, is_new] = seen.emplace(*target, line);
    if (!is_new) {
      problems.push_back({line, "与第 " + std::to_string(first->second) + " 行重复"});
      continue;
    }
    lines.push_back({.list_id = {},
                     .number = static_cast<std::int64_t>(lines.size()) + 1,
                     .target = *target,
                     .reason = *reason});
  }
  if (lines.empty() && problems.empty())
    problems.push_back({1, "清单是空的：每行填写一个证书序列号"});
  return lines;
}

}  // namespace certhall::domain
