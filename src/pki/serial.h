#pragma once
// Serial numbers: one lead byte of the instance and 128 random bits, so that two instances never
// meet and nobody can guess one. As text: lower-case hex of the magnitude, two digits per octet.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace certhall::pki {

/// 17 octets as 34 hex digits. `lead` 0x01 to 0x7f, otherwise std::invalid_argument.
[[nodiscard]] std::string new_serial(std::uint8_t lead, Random& random);
/// The bytes of the fixed text form: 1 to 20 octets, lower case, positive as a DER INTEGER without
/// a leading zero octet; nothing otherwise.
[[nodiscard]] std::optional<std::string> serial_bytes(std::string_view text);
/// What people type: upper case, colons, spaces and leading zeros are forgiven.
[[nodiscard]] std::optional<std::string> normalize_serial(std::string_view typed);

}  // namespace certhall::pki
