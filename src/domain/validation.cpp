#include "domain/validation.h"

#include <algorithm>

#include "domain/code_points.h"

namespace certhall::domain {
namespace {

constexpr std::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::string_view kIdCheckCharacters = "10X98765432";
constexpr int kLeastAge = 16;  // who may act for himself (Civil Code, article 18)

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
constexpr bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }

bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

/// A free text: no more is asked than that it can be printed and has a sensible length.
Complaint check_text(std::string_view text, std::string_view what, std::size_t least,
                     std::size_t most) {
  const std::string name(what);
  if (text.empty()) return "请填写" + name + "。";
  const auto characters = to_code_points(text);
  if (characters.empty() || std::ranges::any_of(characters, is_unprintable))
    return name + "含有无法显示的字符，请删除后重新填写。";
  if (is_blank(characters.front()) || is_blank(characters.back()))
    return name + "前后有空格，请删除。";
  if (characters.size() < least)
    return name + "至少" + std::to_string(least) + "个字，请填写完整。";
  if (characters.size() > most)
    return name + "最多" + std::to_string(most) + "个字，现在是" +
           std::to_string(characters.size()) + "个字。";
  return {};
}

/// 买买提·阿不都热合曼: parts of Chinese characters with one dot between them.
bool is_chinese_name(const std::u32string& name) {
  bool part_before = false;
  for (const char32_t c : name) {
    if (c == U'·' ? !part_before : !is_han(c)) return false;
    part_before = c != U'·';
  }
  return part_before;
}

/// Anna-Maria O'Neil Jr.: letters, with blanks, hyphens, apostrophes and full stops between.
bool is_foreign_name(const std::u32string& name) {
  const auto in_between = [](char32_t c) {
    return c == U' ' || c == U'\'' || c == U'.' || c == U'-';
  };
  const std::size_t end = name.size() - (name.back() == U'.' ? 1 : 0);
  return end > 0 && is_letter(name.front()) && is_letter(name[end - 1]) &&
         std::ranges::all_of(name, [&](char32_t c) { return is_letter(c) || in_between(c); });
}

char credit_check_character(std::string_view first17) {
  std::size_t weight = 1;
  std::size_t sum = 0;
  for (const char c : first17) {
    sum += kCreditAlphabet.find(c) * weight;
    weight = weight * 3 % 31;
  }
  return kCreditAlphabet[(31 - sum % 31) % 31];
}

char id_check_character(std::string_view first17) {
  int sum = 0;
  for (const char c : first17) sum = (sum + (c - '0')) * 2 % 11;
  return kIdCheckCharacters[static_cast<std::size_t>(sum)];
}

Date birth_date(std::string_view id_number) {
  const auto number = [&](std::size_t from, std::size_t size) {
    return std::stoi(std::string(id_number.substr(from, size)));
  };
  return std::chrono::year{number(6, 4)} /
         std::chrono::month{static_cast<unsigned>(number(10, 2))} /
         std::chrono::day{static_cast<unsigned>(number(12, 2))};
}

std::string count_text(std::size_t count) { return std::to_string(count) + "位"; }

bool is_domain(std::string_view domain) {
  const auto is_label = [](std::string_view label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
  };
  const auto last_dot = domain.rfind('.');
  if (last_dot == std::string_view::npos) return false;
  const auto top = domain.substr(last_dot + 1);
  if (top.size() < 2 || !std::ranges::all_of(top, is_letter)) return false;
  for (auto rest = domain.substr(0, last_dot);;) {
    const auto dot = rest.find('.');
    if (!is_label(rest.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    rest.remove_prefix(dot + 1);
  }
}

}  // namespace

Complaint check_person_name(std::string_view name) {
  if (name.empty()) return "请填写姓名。";
  const auto characters = to_code_points(name);
  if (!characters.empty() && (is_blank(characters.front()) || is_blank(characters.back())))
    return "姓名前后有空格，请删除。";
  if (characters.size() == 1) return "姓名至少两个字，请与身份证一致。";
  if (characters.size() > 50) return "姓名最多50个字，请与身份证一致。";
  if (characters.empty() || !(is_chinese_name(characters) || is_foreign_name(characters)))
    return "姓名只能有汉字或字母，少数民族姓名中间用“·”，请与身份证一致。";
  return {};
}

Complaint check_organization_name(std::string_view name) {
  return check_text(name, "机构名称", 2, 64);
}

Complaint check_credit_code(std::string_view code) {
  if (code.empty()) return "请填写统一社会信用代码。";
  if (const auto size = character_count(code); size != 18)
    return "统一社会信用代码应为18位，现在是" + count_text(size) + "，请核对。";
  for (const char32_t c : to_code_points(code)) {
    if (c < 0x80 && kCreditAlphabet.find(static_cast<char>(c)) != std::string_view::npos) continue;
    return "统一社会信用代码里没有“" + to_utf8(std::u32string(1, c)) +
           "”这个字符（不用字母I、O、S、V、Z），请核对。";
  }
  if (!all_digits(code.substr(2, 6))) return "统一社会信用代码第3至8位应为数字，请核对。";
  if (credit_check_character(code.substr(0, 17)) != code[17])
    return "统一社会信用代码校验不通过，可能有一位输错了，请对照营业执照核对。";
  return {};
}

Complaint check_id_number(std::string_view number, Date today) {
  if (number.empty()) return "请填写身份证号码。";
  if (const auto size = character_count(number); size != 18)
    return "身份证号码应为18位，现在是" + count_text(size) + "，请核对。";
  if (number.size() != 18 || !all_digits(number.substr(0, 17)) ||
      !(is_digit(number[17]) || number[17] == 'X'))
    return "身份证号码前17位是数字，末位是数字或X，请核对。";
  const Date birth = birth_date(number);
  if (!birth.ok() || birth.year() < std::chrono::year{1900} || birth > today)
    return "身份证号码第7至14位不是有效的出生日期，请核对。";
  // Compared part by part, so that whoever was born on 29 February comes of age on 1 March.
  if (birth + std::chrono::years{kLeastAge} > today)
    return "未满16周岁不能办理，请核对身份证号码。";
  if (id_check_character(number.substr(0, 17)) != number[17])
    return "身份证号码校验不通过，可能有一位输错了，请对照身份证核对。";
  return {};
}

Complaint check_mobile(std::string_view mobile) {
  if (mobile.empty()) return "请填写手机号码。";
  if (mobile.size() != 11 || !all_digits(mobile) || mobile[0] != '1' || mobile[1] < '3')
    return "请填写11位手机号码，以1开头。";
  return {};
}

Complaint check_email(std::string_view email) {
  constexpr std::string_view kMarks = ".!#$%&'*+/=?^_`{|}~-";
  if (email.empty()) return "请填写邮箱。";
  const auto at = email.find('@');
  const auto local = email.substr(0, at);
  const bool right = email.size() <= 254 && at != std::string_view::npos && !local.empty() &&
                     std::ranges::all_of(local,
                                         [&](char c) {
                                           return is_letter_or_digit(c) ||
                                                  kMarks.find(c) != std::string_view::npos;
                                         }) &&
                     is_domain(email.substr(at + 1));
  if (!right) return "邮箱格式不对，应类似 zhangsan@example.com，请核对。";
  return {};
}

Complaint check_address(std::string_view address) { return check_text(address, "地址", 4, 200); }

Complaint check_postcode(std::string_view postcode) {
  if (postcode.empty() || (postcode.size() == 6 && all_digits(postcode))) return {};
  return "邮政编码是6位数字；不清楚可以不填。";
}

Complaint check_tax_number(std::string_view number) {
  const auto fits = [](char c) { return is_digit(c) || is_capital(c); };
  if (number.empty()) return {};
  if (number.size() < 15 || number.size() > 20 || !std::ranges::all_of(number, fits))
    return "纳税人识别号是15至20位数字或字母，一般就是统一社会信用代码。";
  return {};
}

Complaint check_invoice_title(std::string_view title) {
  return check_text(title, "发票抬头", 2, 100);
}

Complaint check_years(std::int64_t years) {
  if (years >= 1 && years <= 5) return {};
  return "请选择1至5年的证书年限。";
}

Complaint check_division(std::string_view code, const Divisions& divisions) {
  if (code.empty()) return "请选择省、市、区。";
  if (!divisions.exists(code)) return "请重新选择省、市、区，要选到区县一级。";
  return {};
}

}  // namespace certhall::domain
