#pragma once
// What stands in the head of an e-mail. A line break in there would begin a new header, so nothing
// from outside gets in as it is.

#include <string>
#include <string_view>

#include "base/time.h"

namespace certhall::adapters {

/// One plain address, of characters that mean nothing to a mail server.
[[nodiscard]] bool is_plain_address(std::string_view address);
/// RFC 2047: encoded words of at most 75 characters, broken between characters and folded.
[[nodiscard]] std::string encoded_words(std::string_view text);
/// RFC 2231: the value of `filename*`.
[[nodiscard]] std::string extended_value(std::string_view text);
/// RFC 5322: "Tue, 24 Nov 2026 08:00:00 +0000".
[[nodiscard]] std::string mail_date(Timestamp time);

}  // namespace certhall::adapters
