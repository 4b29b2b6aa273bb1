#pragma once
// Bytes as text. A std::string is a string of bytes throughout the program.

#include <optional>
#include <string>
#include <string_view>

namespace certhall {

[[nodiscard]] std::string to_hex(std::string_view bytes);  // lower case
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);
/// RFC 4648 clause 5, without padding: for links and tokens.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);
/// RFC 4648 clause 6, upper case and without padding, as authenticator apps want it.
[[nodiscard]] std::optional<std::string> from_base32(std::string_view text);
[[nodiscard]] std::string to_base32(std::string_view bytes);

[[nodiscard]] bool is_utf8(std::string_view text);
/// The code points of valid UTF-8; an empty result for invalid UTF-8.
[[nodiscard]] std::u32string to_code_points(std::string_view text);
/// What is no code point becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::u32string_view text);

}  // namespace certhall
