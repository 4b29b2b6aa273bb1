#pragma once
// Characters as a person counts them, for the rules of what is filled in.

#include <string>
#include <string_view>

#include "base/encoding.h"

namespace certhall::domain {

/// 0 for what is no UTF-8.
[[nodiscard]] inline std::size_t character_count(std::string_view text) {
  return to_code_points(text).size();
}

/// What JavaScript's \s matches, so that the pages see blanks where we do.
[[nodiscard]] constexpr bool is_blank(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

/// Controls, private use, and the marks that turn or hide text: on no form and in no certificate.
[[nodiscard]] constexpr bool is_unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
         (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFFF0 && c <= 0xFFFF) || c >= 0xE0000;
}

/// 〇, the unified ideographs with all extensions, and the compatibility ideographs.
[[nodiscard]] constexpr bool is_han(char32_t c) {
  return c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// So that a reason that somebody typed fits into a sentence.
[[nodiscard]] constexpr std::string_view without_full_stop(std::string_view text) {
  constexpr std::string_view kFullStop = "。";
  while (text.ends_with(kFullStop)) text.remove_suffix(kFullStop.size());
  return text;
}

}  // namespace certhall::domain
