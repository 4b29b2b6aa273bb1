#include "domain/chinese_amount.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace certhall::domain {
namespace {

constexpr std::array<std::string_view, 10> kDigits{"零", "壹", "贰", "叁", "肆",
                                                   "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> kPlaces{"", "拾", "佰", "仟"};
constexpr std::array<std::string_view, 3> kGroups{"", "万", "亿"};

/// 1 to 9999; zeros between digits are said once.
std::string group_text(std::int64_t group) {
  std::string text;
  bool zero = false;
  for (int place = 3; place >= 0; --place) {
    std::int64_t unit = 1;
    for (int i = 0; i < place; ++i) unit *= 10;
    const auto digit = static_cast<std::size_t>(group / unit % 10);
    if (digit == 0) {
      zero = !text.empty();
      continue;
    }
    if (zero) text += kDigits[0];
    zero = false;
    text.append(kDigits[digit]).append(kPlaces[static_cast<std::size_t>(place)]);
  }
  return text;
}

std::string yuan_text(std::int64_t yuan) {
  std::string text;
  bool gap = false;  // a group of zeros, or one that begins with zero, after something said
  for (std::size_t i = kGroups.size(); i-- > 0;) {
    std::int64_t unit = 1;
    for (std::size_t j = 0; j < i; ++j) unit *= 10'000;
    const std::int64_t group = yuan / unit % 10'000;
    if (group == 0) {
      gap = !text.empty();
      continue;
    }
    if (!text.empty() && (gap || group < 1'000)) text += kDigits[0];
    gap = false;
    text.append(group_text(group)).append(kGroups[i]);
  }
  return text;
}

}  // namespace

std::string chinese_amount(Fen amount) {
  if (amount.value < 0) return "（负数）" + chinese_amount({-amount.value});
  const std::int64_t yuan = amount.value / 100;
  const auto jiao = static_cast<std::size_t>(amount.value / 10 % 10);
  const auto fen = static_cast<std::size_t>(amount.value % 10);
  if (amount.value == 0) return "零圆整";
  std::string text = yuan > 0 ? yuan_text(yuan) + "圆" : "";
  if (jiao == 0 && fen == 0) return text + "整";
  if (jiao > 0)
    text.append(kDigits[jiao]).append("角");
  else if (yuan > 0)
    text += kDigits[0];
  if (fen == 0) return text + "整";
  return text.append(kDigits[fen]).append("分");
}

}  // namespace certhall::domain
