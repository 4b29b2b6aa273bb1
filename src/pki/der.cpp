#include "pki/der.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <limits>
#include <stdexcept>

namespace certhall::pki::der {
namespace {

std::string_view strip_zeros(std::string_view bytes) {
  while (bytes.size() > 1 && bytes.front() == '\0') bytes.remove_prefix(1);
  return bytes;
}

std::uint8_t octet(std::string_view bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

/// The arcs of a dotted OID; nothing when it is none.
std::optional<std::vector<std::uint64_t>> parse_arcs(std::string_view dotted) {
  std::vector<std::uint64_t> arcs;
  while (true) {
    const std::string_view text = dotted.substr(0, dotted.find('.'));
    std::uint64_t arc = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), arc);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    if (!is_number || (text.size() > 1 && text[0] == '0')) return std::nullopt;
    arcs.push_back(arc);
    if (text.size() == dotted.size()) break;
    dotted.remove_prefix(text.size() + 1);
  }
  if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39)) return std::nullopt;
  if (arcs[1] > std::numeric_limits<std::uint64_t>::max() - 80) return std::nullopt;
  return arcs;
}

std::string base128(std::uint64_t value) {
  std::string out(1, static_cast<char>(value & 0x7f));
  while ((value >>= 7) != 0) out.insert(out.begin(), static_cast<char>(0x80 | (value & 0x7f)));
  return out;
}

struct CivilTime {
  int year, month, day, hour, minute, second;
};

CivilTime to_civil(Timestamp time) {
  using namespace std::chrono;
  const sys_seconds instant{floor<seconds>(milliseconds{time.ms})};
  const auto midnight = floor<days>(instant);
  const year_month_day date{midnight};
  const hh_mm_ss clock{instant - midnight};
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count())};
}

std::string time_text(int year, int year_digits, const CivilTime& t) {
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%0*d%02d%02d%02d%02d%02dZ", year_digits, year,
                                 t.month, t.day, t.hour, t.minute, t.second);
  return {text, static_cast<std::size_t>(size)};
}

/// YYYYMMDDHHMMSSZ.
std::optional<Timestamp> parse_time(std::string_view text) {
  if (text.size() != 15 || text.back() != 'Z') return std::nullopt;
  const auto digits = text.substr(0, 14);
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (const char c : digits.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  using namespace std::chrono;
  const year_month_day date{year{number(0, 4)}, month{static_cast<unsigned>(number(4, 2))},
                            day{static_cast<unsigned>(number(6, 2))}};
  if (!date.ok() || number(8, 2) > 23 || number(10, 2) > 59 || number(12, 2) > 59) {
    return std::nullopt;
  }
  const sys_seconds instant =
      sys_days{date} + hours{number(8, 2)} + minutes{number(10, 2)} + seconds{number(12, 2)};
  return Timestamp{instant.time_since_epoch().count() * 1000};
}

}  // namespace

std::string header(std::uint8_t tag, std::uint64_t size) {
  std::string out(1, static_cast<char>(tag));
  if (size < 0x80) return out += static_cast<char>(size);
  std::string length;
  for (std::uint64_t rest = size; rest != 0; rest >>= 8) {
    length.insert(length.begin(), static_cast<char>(rest & 0xff));
  }
  out += static_cast<char>(0x80 | length.size());
  return out += length;
}

std::string element(std::uint8_t tag, std::string_view content) {
  return header(tag, content.size()).append(content);
}

std::string sequence(std::initializer_list<std::string_view> parts) {
  std::string content;
  for (const auto part : parts) content += part;
  return element(kSequence, content);
}

std::string set_of(std::vector<std::string> parts) {
  std::ranges::sort(parts);
  std::string content;
  for (const auto& part : parts) content += part;
  return element(kSet, content);
}

std::string explicitly(int number, std::string_view inner) {
  return element(context_constructed(number), inner);
}

std::string boolean(bool value) { return element(kBoolean, value ? "\xff" : std::string(1, '\0')); }

std::string null() { return element(kNull, {}); }

std::string integer(std::string_view big_endian) {
  std::string content(strip_zeros(big_endian));
  if (content.empty() || (octet(content, 0) & 0x80) != 0) content.insert(0, 1, '\0');
  return element(kInteger, content);
}

std::string integer(std::uint64_t value) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
  return integer(std::string_view(bytes));
}

std::string enumerated(std::uint8_t value) {
  return element(kEnumerated, std::string(1, static_cast<char>(value)));
}

std::string octet_string(std::string_view bytes) { return element(kOctetString, bytes); }

std::string bit_string(std::string_view bytes, int unused_bits) {
  return element(kBitString, static_cast<char>(unused_bits) + std::string(bytes));
}

std::string named_bits(std::uint16_t bits) {
  std::string bytes{static_cast<char>(bits >> 8), static_cast<char>(bits & 0xff)};
  while (!bytes.empty() && bytes.back() == '\0') bytes.pop_back();
  if (bytes.empty()) return bit_string({});
  int unused = 0;
  while ((octet(bytes, bytes.size() - 1) >> unused & 1) == 0) ++unused;
  return bit_string(bytes, unused);
}

std::string oid(std::string_view dotted) {
  const auto arcs = parse_arcs(dotted);
  if (!arcs) throw std::invalid_argument("not an object identifier: " + std::string(dotted));
  std::string content = base128((*arcs)[0] * 40 + (*arcs)[1]);
  for (std::size_t i = 2; i < arcs->size(); ++i) content += base128((*arcs)[i]);
  return element(kOid, content);
}

std::string utf8_string(std::string_view text) { return element(kUtf8String, text); }
std::string printable_string(std::string_view text) { return element(kPrintableString, text); }
std::string ia5_string(std::string_view text) { return element(kIa5String, text); }

std::string time(Timestamp time) {
  const CivilTime t = to_civil(time);
  if (t.year < 1950 || t.year > 2049) return generalized_time(time);
  return element(kUtcTime, time_text(t.year % 100, 2, t));
}

std::string generalized_time(Timestamp time) {
  const CivilTime t = to_civil(time);
  return element(kGeneralizedTime, time_text(t.year, 4, t));
}

bool is_printable_string(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view(" '()+,-./:=?").find(c) != std::string_view::npos;
  });
}

bool is_oid(std::string_view dotted) { return parse_arcs(dotted).has_value(); }

bool Reader::at(std::uint8_t tag) const { return !done() && octet(rest_, 0) == tag; }

Element Reader::any() {
  if (!*ok_) return {};
  // Tags above 30 need several octets; nothing that is read here has one.
  if (rest_.size() < 2 || (octet(rest_, 0) & 0x1f) == 0x1f) return fail(), Element{};
  std::size_t header = 2;
  std::size_t length = octet(rest_, 1);
  if (length >= 0x80) {
    const std::size_t count = length & 0x7f;
    if (count == 0 || count > 4 || rest_.size() < 2 + count) return fail(), Element{};
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | octet(rest_, 2 + i);
    const bool is_shortest = length >= 0x80 && octet(rest_, 2) != 0;
    if (!is_shortest) return fail(), Element{};
    header += count;
  }
  if (rest_.size() - header < length) return fail(), Element{};
  const Element found{octet(rest_, 0), rest_.substr(header, length),
                      rest_.substr(0, header + length)};
  rest_.remove_prefix(header + length);
  return found;
}

Element Reader::take(std::uint8_t tag) {
  if (!at(tag)) return fail(), Element{};
  return any();
}

void Reader::end() { expect(rest_.empty()); }

bool Reader::boolean() {
  const auto content = take(kBoolean).content;
  expect(content.size() == 1 && (octet(content, 0) == 0x00 || octet(content, 0) == 0xff));
  return *ok_ && octet(content, 0) == 0xff;
}

std::string Reader::integer() {
  const auto content = take(kInteger).content;
  expect(!content.empty() && (octet(content, 0) & 0x80) == 0);
  const bool is_padded = *ok_ && content.size() > 1 && octet(content, 0) == 0;
  expect(!is_padded || (octet(content, 1) & 0x80) != 0);
  return *ok_ ? std::string(strip_zeros(content)) : std::string{};
}

std::uint64_t Reader::small_integer(std::uint64_t max) {
  const std::string bytes = integer();
  expect(bytes.size() <= 8);
  std::uint64_t value = 0;
  if (*ok_) {
    for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8 | octet(bytes, i);
  }
  expect(value <= max);
  return *ok_ ? value : 0;
}

std::uint8_t Reader::enumerated() {
  const auto content = take(kEnumerated).content;
  expect(content.size() == 1 && octet(content, 0) < 0x80);
  return *ok_ ? octet(content, 0) : 0;
}

std::string_view Reader::bit_string() {
  const auto content = take(kBitString).content;
  expect(!content.empty() && content[0] == 0);
  return *ok_ ? content.substr(1) : std::string_view{};
}

std::uint16_t Reader::named_bits() {
  const auto content = take(kBitString).content;
  expect(!content.empty() && content.size() <= 3 && octet(content, 0) < 8);
  if (!*ok_) return 0;
  std::uint16_t bits = 0;
  if (content.size() > 1) bits = static_cast<std::uint16_t>(octet(content, 1) << 8);
  if (content.size() > 2) bits = static_cast<std::uint16_t>(bits | octet(content, 2));
  expect(der::named_bits(bits) == element(kBitString, content));
  return bits;
}

std::string Reader::oid() {
  const auto content = take(kOid).content;
  expect(!content.empty() && (octet(content, content.size() - 1) & 0x80) == 0);
  std::string dotted;
  std::uint64_t arc = 0;
  bool is_new = true;
  for (std::size_t i = 0; *ok_ && i < content.size(); ++i) {
    expect(!(is_new && octet(content, i) == 0x80) && arc >> 57 == 0);
    arc = arc << 7 | (octet(content, i) & 0x7f);
    is_new = (octet(content, i) & 0x80) == 0;
    if (!is_new) continue;
    if (dotted.empty()) {
      const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
      dotted = std::to_string(first);
      arc -= first * 40;
    }
    dotted += "." + std::to_string(arc);
    arc = 0;
  }
  return *ok_ ? dotted : std::string{};
}

Timestamp Reader::time() {
  if (at(kGeneralizedTime)) {
    const Timestamp time = generalized_time();
    expect(der::time(time)[0] == kGeneralizedTime);
    return time;
  }
  const auto text = take(kUtcTime).content;
  expect(text.size() == 13);
  if (!*ok_) return {};
  const auto time = parse_time((text[0] < '5' ? "20" : "19") + std::string(text));
  expect(time.has_value());
  return time.value_or(Timestamp{});
}

Timestamp Reader::generalized_time() {
  const auto time = parse_time(take(kGeneralizedTime).content);
  expect(time.has_value());
  return time.value_or(Timestamp{});
}

}  // namespace certhall::pki::der
