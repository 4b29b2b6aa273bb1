#include "pki/pdf_signature.h"

#include <array>
#include <charconv>
#include <optional>

#include "base/encoding.h"

namespace certhall::pki {
namespace {

constexpr std::string_view kRange = "/ByteRange";
constexpr std::string_view kBlanks("\0\t\n\f\r ", 6);  // ISO 32000-1 7.2.2

using Range = std::array<std::size_t, 4>;  // offset and length, twice

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(kBlanks)));
}

/// "[0 840 960 240]", at the beginning of `text`.
std::optional<Range> read_range(std::string_view text) {
  skip_blanks(text);
  if (!text.starts_with('[')) return std::nullopt;
  text.remove_prefix(1);
  Range range{};
  for (auto& number : range) {
    skip_blanks(text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  skip_blanks(text);
  return text.starts_with(']') ? std::optional(range) : std::nullopt;
}

std::optional<std::string> read_hex_string(std::string_view gap) {
  if (gap.size() < 2 || gap.front() != '<' || gap.back() != '>') return std::nullopt;
  std::string digits;
  for (const char c : gap.substr(1, gap.size() - 2)) {
    if (kBlanks.find(c) != kBlanks.npos) continue;
    digits += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (digits.size() % 2 != 0) digits += '0';  // ISO 32000-1 7.3.4.3
  return from_hex(digits);
}

PdfSignature read_signature(std::string_view file, const Range& range) {
  const auto& [start, length, resumed, rest] = range;
  // Subtracted rather than added: nothing overflows.
  if (start != 0 || length > file.size() || resumed > file.size() || resumed <= length ||
      rest > file.size() - resumed)
    return {};
  auto contents = read_hex_string(file.substr(length, resumed - length));
  if (!contents) return {};
  const std::string_view behind = file.substr(resumed + rest);
  return {.readable = true,
          .contents = *std::move(contents),
          .before = file.substr(0, length),
          .after = file.substr(resumed, rest),
          .covers_all = behind.find_first_not_of("\r\n") == behind.npos};
}

}  // namespace

bool is_pdf(std::string_view file) {
  constexpr std::size_t kWithin = 1024;
  return file.substr(0, kWithin).find("%PDF-") != file.npos;
}

std::vector<PdfSignature> find_pdf_signatures(std::string_view file) {
  std::vector<PdfSignature> found;
  for (auto at = file.find(kRange); at != file.npos && found.size() < kMostPdfSignatures;
       at = file.find(kRange, at + kRange.size())) {
    const auto range = read_range(file.substr(at + kRange.size(), 256));
    found.push_back(range ? read_signature(file, *range) : PdfSignature{});
  }
  return found;
}

}  // namespace certhall::pki
