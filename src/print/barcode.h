#pragma once
// Code 128 (ISO/IEC 15417), code set B: what couriers' scanners read. Inside print only.

#include <string>
#include <string_view>

namespace certhall::print {

/// The widths of bars and gaps in modules, a bar first, without the quiet zones (ten modules on
/// each side). Throws std::invalid_argument for what is not printable ASCII.
[[nodiscard]] std::string code128_widths(std::string_view text);

}  // namespace certhall::print
