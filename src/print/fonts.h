#pragma once
// Whether this machine has what the printed pages are set in.

namespace certhall::print {

/// Without it Chinese comes out as empty boxes.
[[nodiscard]] bool has_chinese_font();

}  // namespace certhall::print
