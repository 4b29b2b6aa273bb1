#include "reading/id_card_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <regex>
#include <string_view>

namespace certhall::reading {
namespace {

using app::IdCardReading;
using app::ReadText;

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

bool has(const TextRow& row, std::string_view word) {
  return row.text.find(word) != std::string::npos;
}

/// What stands behind `label` in the row, or nothing.
std::string behind(const TextRow& row, std::string_view label) {
  const auto at = row.text.find(label);
  return at == std::string::npos ? std::string() : row.text.substr(at + label.size());
}

/// The Chinese characters with which the text begins (U+3000 to U+FFFF take three bytes from E3):
/// the guilloche beside a short value is often read as a dot or a letter.
std::string leading_han(const std::string& text) {
  std::size_t end = 0;
  while (end + 3 <= text.size() && static_cast<unsigned char>(text[end]) >= 0xE3) end += 3;
  return text.substr(0, end);
}

/// The eighteen characters of a number, with the letters that a digit is taken for put right.
std::string find_number(std::string text) {
  for (auto& c : text) {
    if (c == 'O' || c == 'o') c = '0';
    if (c == 'I' || c == 'l') c = '1';
    if (c == 'x') c = 'X';
  }
  static const std::regex kNumber("(^|[^0-9])([0-9]{17}[0-9X])($|[^0-9X])");
  std::smatch found;
  return std::regex_search(text, found, kNumber) ? found[2].str() : std::string();
}

std::string to_date(const std::string& year, const std::string& month, const std::string& day) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%.4s-%02d-%02d", year.c_str(), std::stoi(month),
                std::stoi(day));
  return text.data();
}

void parse_person(const TextRow& row, IdCardReading& card) {
  const auto fill = [&](ReadText& field, std::string text) {
    if (field.text.empty() && !text.empty()) field = {std::move(text), row.confidence};
  };
  fill(card.name, behind(row, "姓名"));
  if (has(row, "性别") || row.text == "男" || row.text == "女")
    fill(card.sex, has(row, "男") ? "男" : has(row, "女") ? "女" : "");
  fill(card.nation, leading_han(behind(row, "民族")));
  static const std::regex kBirth("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})");
  std::smatch found;
  if (std::regex_search(row.text, found, kBirth))
    fill(card.birth, to_date(found[1], found[2], found[3]));
}

/// Sex and birth are part of the number (GB 11643 clause 4): what was missed is taken from there.
void complete_from_number(IdCardReading& card) {
  const auto& number = card.id_number;
  if (number.text.empty()) return;
  if (card.sex.text.empty())
    card.sex = {(number.text[16] - '0') % 2 == 1 ? "男" : "女", number.confidence};
  if (card.birth.text.empty())
    card.birth = {
        to_date(number.text.substr(6, 4), number.text.substr(10, 2), number.text.substr(12, 2)),
        number.confidence};
}

/// From the row with 住址 (or the one after 出生, when only its value was found) to the number.
void parse_address(const std::vector<TextRow>& rows, IdCardReading& card) {
  const auto birth = std::ranges::find_if(rows, [](const TextRow& row) {
    return has(row, "出生") || (has(row, "年") && has(row, "月") && has(row, "日"));
  });
  auto row = birth != rows.end()
                 ? birth + 1
                 : std::ranges::find_if(rows, [](const TextRow& r) { return has(r, "住址"); });
  card.address.confidence = 1;
  for (; row != rows.end() && !has(*row, "号码") && find_number(row->text).empty(); ++row) {
    // The label's own line may stand between two lines of the address.
    card.address.text += has(*row, "住址")
                             ? row->text.substr(0, row->text.find("住址")) + behind(*row, "住址")
                             : row->text;
    card.address.confidence = std::min(card.address.confidence, row->confidence);
  }
  if (card.address.text.empty()) card.address.confidence = 0;
}

}  // namespace

std::vector<TextRow> to_rows(std::vector<TextLine> lines) {
  const auto middle = [](const TextLine& line) { return line.box.y + line.box.height / 2; };
  std::ranges::sort(lines, {}, middle);
  std::vector<TextRow> rows;
  for (auto first = lines.begin(); first != lines.end();) {
    const auto beside = [&](const TextLine& line) {
      return middle(line) - middle(*first) < 0.5F * std::max(line.box.height, first->box.height);
    };
    const auto last = std::find_if_not(first, lines.end(), beside);
    std::sort(first, last, [](const auto& a, const auto& b) { return a.box.x < b.box.x; });
    TextRow row{.confidence = 1};
    for (; first != last; ++first) {
      row.text += without_spaces(first->text);
      row.confidence = std::min(row.confidence, first->confidence);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

CardLooks which_side(const std::vector<TextRow>& rows) {
  constexpr std::array<std::string_view, 6> kFront{"姓名", "性别", "民族",
                                                   "出生", "住址", "公民身份"};
  constexpr std::array<std::string_view, 4> kBack{"居民身份证", "签发机关", "有效期限",
                                                  "中华人民共和国"};
  const auto count = [&](const auto& words) {
    return std::ranges::count_if(words, [&](std::string_view word) {
      return std::ranges::any_of(rows, [&](const TextRow& row) { return has(row, word); });
    });
  };
  const bool number =
      std::ranges::any_of(rows, [](const TextRow& row) { return !find_number(row.text).empty(); });
  // Three, because an application form also has names and numbers.
  if (count(kFront) + (number ? 1 : 0) >= 3) return CardLooks::front;
  return count(kBack) >= 2 ? CardLooks::back : CardLooks::nothing;
}

void parse_front(const std::vector<TextRow>& rows, IdCardReading& card) {
  for (const auto& row : rows) {
    parse_person(row, card);
    if (auto number = find_number(row.text); !number.empty())
      card.id_number = {std::move(number), row.confidence};
  }
  parse_address(rows, card);
  complete_from_number(card);
}

void parse_back(const std::vector<TextRow>& rows, IdCardReading& card) {
  static const std::regex kTerm(R"(([0-9]{4})\.?([0-9]{2})\.?([0-9]{2})[^0-9]{1,3})"
                                R"((([0-9]{4})\.?([0-9]{2})\.?([0-9]{2})|长期))");
  for (const auto& row : rows) {
    if (auto authority = behind(row, "签发机关"); !authority.empty())
      card.authority = {std::move(authority), row.confidence};
    std::smatch found;
    if (!std::regex_search(row.text, found, kTerm)) continue;
    card.valid_from = {to_date(found[1], found[2], found[3]), row.confidence};
    card.valid_until = {found[4] == "长期" ? "长期" : to_date(found[5], found[6], found[7]),
                        row.confidence};
  }
}

}  // namespace certhall::reading
