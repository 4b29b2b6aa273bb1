#include "base/encoding.h"

#include <algorithm>
#include <cstdint>

namespace certhall {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// `bits` is what one character of `alphabet` carries: 6 for base64, 5 for base32.
std::string encode(std::string_view bytes, std::string_view alphabet, unsigned bits) {
  const std::uint32_t mask = (1U << bits) - 1;
  std::string text;
  text.reserve((bytes.size() * 8 + bits - 1) / bits);
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    held = (held << 8 | static_cast<std::uint8_t>(byte)) & 0xFFFF;
    for (count += 8; count >= bits; count -= bits) {
      text += alphabet[held >> (count - bits) & mask];
    }
  }
  if (count > 0) text += alphabet[held << (bits - count) & mask];
  return text;
}

// Refuses characters outside the alphabet, impossible lengths, and rest bits that are not zero, so
// that every string of bytes has exactly one text.
std::optional<std::string> decode(std::string_view text, std::string_view alphabet, unsigned bits) {
  std::string bytes;
  bytes.reserve(text.size() * bits / 8);
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char character : text) {
    const std::size_t value = alphabet.find(character);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << bits | static_cast<std::uint32_t>(value)) & 0xFFFF;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(held >> count & 0xFF);
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

std::string to_hex(std::string_view bytes) { return encode(bytes, kHex, 4); }

std::optional<std::string> from_hex(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? char(c + 32) : c; });
  return decode(lower, kHex, 4);
}

std::string to_base64(std::string_view bytes) {
  std::string text = encode(bytes, kBase64, 6);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.ends_with("==")) return decode(text.substr(0, text.size() - 2), kBase64, 6);
  if (text.ends_with('=')) return decode(text.substr(0, text.size() - 1), kBase64, 6);
  return decode(text, kBase64, 6);
}

std::string to_base64url(std::string_view bytes) { return encode(bytes, kBase64Url, 6); }

std::optional<std::string> from_base64url(std::string_view text) {
  return decode(text, kBase64Url, 6);
}

std::string to_base32(std::string_view bytes) { return encode(bytes, kBase32, 5); }

std::optional<std::string> from_base32(std::string_view text) { return decode(text, kBase32, 5); }

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
