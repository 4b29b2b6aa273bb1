#include "base/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace certhall {
namespace {

constexpr std::uint8_t kNoDigit = 0xFF;

/// The characters of an encoding, what each is worth, and how many bits that is.
struct Alphabet {
  std::string_view digits;
  unsigned bits = 0;
  std::array<std::uint8_t, 256> values{};

  constexpr Alphabet(std::string_view its, unsigned each) : digits(its), bits(each) {
    values.fill(kNoDigit);
    for (std::size_t i = 0; i < its.size(); ++i)
      values[static_cast<std::uint8_t>(its[i])] = static_cast<std::uint8_t>(i);
  }
};

constexpr Alphabet kHex("0123456789abcdef", 4);
constexpr Alphabet kBase64("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6);
constexpr Alphabet kBase64Url("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                              6);
constexpr Alphabet kBase32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5);

std::string encode(std::string_view bytes, const Alphabet& alphabet) {
  const unsigned bits = alphabet.bits;
  const std::uint32_t mask = (1U << bits) - 1;
  std::string text((bytes.size() * 8 + bits - 1) / bits, '\0');
  auto at = text.begin();
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    held = (held << 8 | static_cast<std::uint8_t>(byte)) & 0xFFFF;
    for (count += 8; count >= bits; count -= bits)
      *at++ = alphabet.digits[held >> (count - bits) & mask];
  }
  if (count > 0) *at = alphabet.digits[held << (bits - count) & mask];
  return text;
}

// Refuses characters outside the alphabet, impossible lengths, and rest bits that are not zero, so
// that every string of bytes has exactly one text.
std::optional<std::string> decode(std::string_view text, const Alphabet& alphabet) {
  const unsigned bits = alphabet.bits;
  std::string bytes(text.size() * bits / 8, '\0');
  auto at = bytes.begin();
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char character : text) {
    const std::uint32_t value = alphabet.values[static_cast<std::uint8_t>(character)];
    if (value == kNoDigit) return std::nullopt;
    held = (held << bits | value) & 0xFFFF;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    *at++ = static_cast<char>(held >> count & 0xFF);
  }
  const std::uint32_t rest = held & ((1U << count) - 1);
  if (count >= bits || rest != 0) return std::nullopt;
  return bytes;
}

constexpr char32_t kNone = 0xFFFFFFFF;

// Takes the first code point off `text`; kNone where the bytes are not UTF-8 (RFC 3629: shortest
// form, no surrogates, up to U+10FFFF).
char32_t take_code_point(std::string_view& text) {
  const auto first = static_cast<std::uint8_t>(text.front());
  const std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || size > text.size()) return kNone;
  char32_t point = size == 1 ? first : first & (0xFF >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xC0) != 0x80) return kNone;
    point = point << 6 | (next & 0x3F);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < kSmallest[size] || point > 0x10FFFF) return kNone;
  if (point >= 0xD800 && point <= 0xDFFF) return kNone;
  text.remove_prefix(size);
  return point;
}

void append_utf8(std::string& text, char32_t point) {
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80 | (point >> shift & 0x3F));
  };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0 | point >> 6);
    tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0 | point >> 12);
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0 | point >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::string to_hex(std::string_view bytes) { return encode(bytes, kHex); }

std::optional<std::string> from_hex(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? char(c + 32) : c; });
  return decode(lower, kHex);
}

std::string to_base64(std::string_view bytes) {
  std::string text = encode(bytes, kBase64);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.ends_with("==")) return decode(text.substr(0, text.size() - 2), kBase64);
  if (text.ends_with('=')) return decode(text.substr(0, text.size() - 1), kBase64);
  return decode(text, kBase64);
}

std::string to_base64url(std::string_view bytes) { return encode(bytes, kBase64Url); }

std::optional<std::string> from_base64url(std::string_view text) {
  return decode(text, kBase64Url);
}

std::string to_base32(std::string_view bytes) { return encode(bytes, kBase32); }

std::optional<std::string> from_base32(std::string_view text) { return decode(text, kBase32); }

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (take_code_point(text) == kNone) return false;
  }
  return true;
}

std::u32string to_code_points(std::string_view text) {
  std::u32string points;
  while (!text.empty()) {
    const char32_t point = take_code_point(text);
    if (point == kNone) return {};
    points += point;
  }
  return points;
}

std::string to_utf8(std::u32string_view points) {
  std::string text;
  for (const char32_t point : points) {
    const bool valid = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
    append_utf8(text, valid ? point : U'\uFFFD');
  }
  return text;
}

}  // namespace certhall
