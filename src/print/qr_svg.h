#pragma once
// A QR code as an SVG picture for a page.

#include <string>
#include <string_view>

namespace certhall::print {

/// Error correction level M, four modules of quiet zone. Throws std::invalid_argument for a text
/// that does not fit (some 2,300 bytes).
[[nodiscard]] std::string qr_svg(std::string_view text);

}  // namespace certhall::print
