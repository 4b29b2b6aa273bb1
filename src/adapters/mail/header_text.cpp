#include "adapters/mail/header_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/encoding.h"

namespace certhall::adapters {
namespace {

constexpr std::size_t kWordBytes = 45;  // 60 in base64, 72 with what stands around them

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string_view next_word(std::string_view text) {
  std::size_t end = std::min(kWordBytes, text.size());
  while (end > 0 && end < text.size() && continues(text[end])) --end;
  return text.substr(0, end > 0 ? end : std::min(kWordBytes, text.size()));
}

}  // namespace

bool is_plain_address(std::string_view address) {
  constexpr std::string_view kOthers = "!#$%&'*+/=?^_`{|}~.-";
  const std::size_t at = address.find('@');
  if (at == 0 || at == address.npos || at + 1 == address.size() || address.size() > 254)
    return false;
  if (address.find('@', at + 1) != address.npos || address.front() == '-') return false;
  return std::ranges::all_of(address, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' ||
           kOthers.find(c) != kOthers.npos;
  });
}

std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    const auto word = next_word(text);
    if (!words.empty()) words += "\r\n ";
    words += "=?UTF-8?B?" + to_base64(word) + "?=";
    text.remove_prefix(word.size());
  }
  return words;
}

std::string extended_value(std::string_view text) {
  constexpr std::string_view kPlain = "-._~";
  std::string value = "UTF-8''";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kPlain.find(c) != kPlain.npos;
    value += plain ? std::string(1, c) : "%" + to_hex({&c, 1});
  }
  return value;
}

std::string mail_date(Timestamp time) {
  using namespace std::chrono;
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_seconds at{seconds{time.seconds()}};
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss clock{at - day};
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays.at(weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
                kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace certhall::adapters
