#pragma once
// Distinguished Encoding Rules (ITU-T X.690): functions that write one element each, and a reader
// that never goes beyond its bytes.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace certhall::pki::der {

inline constexpr std::uint8_t kBoolean = 0x01;
inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kNull = 0x05;
inline constexpr std::uint8_t kOid = 0x06;
inline constexpr std::uint8_t kEnumerated = 0x0a;
inline constexpr std::uint8_t kUtf8String = 0x0c;
inline constexpr std::uint8_t kPrintableString = 0x13;
inline constexpr std::uint8_t kIa5String = 0x16;
inline constexpr std::uint8_t kUtcTime = 0x17;
inline constexpr std::uint8_t kGeneralizedTime = 0x18;
inline constexpr std::uint8_t kSequence = 0x30;
inline constexpr std::uint8_t kSet = 0x31;
/// Tag octets of context class; `number` 0 to 30.
[[nodiscard]] constexpr std::uint8_t context(int number) {
  return static_cast<std::uint8_t>(0x80 | number);
}
[[nodiscard]] constexpr std::uint8_t context_constructed(int number) {
  return static_cast<std::uint8_t>(0xa0 | number);
}

/// Tag and length alone, of an element whose `size` octets of content follow.
[[nodiscard]] std::string header(std::uint8_t tag, std::uint64_t size);
/// One element with any single-octet tag. IMPLICIT tags are written with it.
[[nodiscard]] std::string element(std::uint8_t tag, std::string_view content);
[[nodiscard]] std::string sequence(std::initializer_list<std::string_view> parts);
/// SET OF: the parts in the order that DER wants.
[[nodiscard]] std::string set_of(std::vector<std::string> parts);
[[nodiscard]] std::string explicitly(int number, std::string_view inner);
[[nodiscard]] std::string boolean(bool value);
[[nodiscard]] std::string null();
/// A positive INTEGER from big-endian bytes of any length; leading zeros do not matter.
[[nodiscard]] std::string integer(std::string_view big_endian);
[[nodiscard]] std::string integer(std::uint64_t value);
[[nodiscard]] std::string enumerated(std::uint8_t value);
[[nodiscard]] std::string octet_string(std::string_view bytes);
[[nodiscard]] std::string bit_string(std::string_view bytes, int unused_bits = 0);
/// Named bits, bit 0 first: trailing zero bits are left out (X.690 11.2.2).
[[nodiscard]] std::string named_bits(std::uint16_t bits);
/// Throws std::invalid_argument for anything but dotted numbers: OIDs come from code and settings.
[[nodiscard]] std::string oid(std::string_view dotted);
[[nodiscard]] std::string utf8_string(std::string_view text);
[[nodiscard]] std::string printable_string(std::string_view text);
[[nodiscard]] std::string ia5_string(std::string_view text);
/// Whole seconds; UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5).
[[nodiscard]] std::string time(Timestamp time);
/// GeneralizedTime always, as OCSP wants it (RFC 6960).
[[nodiscard]] std::string generalized_time(Timestamp time);

/// Whether every character may stand in a PrintableString (X.680 41.4).
[[nodiscard]] bool is_printable_string(std::string_view text);
/// Whether `dotted` is an object identifier that oid() takes.
[[nodiscard]] bool is_oid(std::string_view dotted);

struct Element {
  std::uint8_t tag = 0;
  std::string_view content;
  std::string_view whole;  // with tag and length
};

/// A cursor over elements that follow one another. The first thing that is not DER, or not what was
/// asked for, sets `ok` to false; from then on every answer is empty and done() is true, so that a
/// parser reads straight on and asks once at its end. The bytes must outlive the reader and its
/// answers.
class Reader {
 public:
  Reader(std::string_view bytes, bool& ok) : rest_(bytes), ok_(&ok) {}

  [[nodiscard]] bool done() const { return !*ok_ || rest_.empty(); }
  /// Whether the next element has this tag; false at the end.
  [[nodiscard]] bool at(std::uint8_t tag) const;
  Element any();
  Element take(std::uint8_t tag);
  /// The content of the next element, which must be constructed, as a reader of its own.
  Reader enter(std::uint8_t tag) { return {take(tag).content, *ok_}; }
  /// Nothing may follow.
  void end();
  /// For what the parser itself finds wrong.
  void fail() { *ok_ = false; }

  bool boolean();
  void null() { expect(take(kNull).content.empty()); }
  /// The magnitude, without leading zeros (zero: one zero byte); a negative number is a failure.
  std::string integer();
  /// Fails above `max`.
  std::uint64_t small_integer(std::uint64_t max);
  std::uint8_t enumerated();
  std::string_view octet_string() { return take(kOctetString).content; }
  /// A bit string of whole bytes.
  std::string_view bit_string();
  std::uint16_t named_bits();
  std::string oid();
  /// UTCTime or GeneralizedTime in the forms of RFC 5280 4.1.2.5.
  Timestamp time();
  Timestamp generalized_time();

 private:
  void expect(bool condition) {
    if (!condition) fail();
  }
  std::string_view rest_;
  bool* ok_;
};

}  // namespace certhall::pki::der
