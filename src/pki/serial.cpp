#include "pki/serial.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "base/encoding.h"

namespace certhall::pki {

std::string new_serial(std::uint8_t lead, Random& random) {
  if (lead < 0x01 || lead > 0x7f) throw std::invalid_argument("lead byte of serials: 01 to 7f");
  return to_hex(static_cast<char>(lead) + random.bytes(16));
}

std::optional<std::string> serial_bytes(std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->empty() || bytes->size() > 20 || bytes->front() == '\0') {
    return std::nullopt;
  }
  // RFC 5280 4.1.2.2: at most 20 octets, the sign octet counted.
  if (bytes->size() == 20 && (bytes->front() & 0x80) != 0) return std::nullopt;
  if (to_hex(*bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<std::string> normalize_serial(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c == ' ' || c == ':') continue;
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return std::nullopt;
    digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.size() % 2 != 0) digits.insert(0, 1, '0');
  if (!serial_bytes(digits)) return std::nullopt;
  return digits;
}

}  // namespace certhall::pki
