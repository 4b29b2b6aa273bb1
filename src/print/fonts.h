#pragma once
// What the printed pages are set in.

#include <filesystem>

namespace certhall::print {

/// From now on pages are set in the fonts of this folder alone, so that they are the same on every
/// machine; in the machine's own where the folder holds none. Before the first page, and once.
void use_fonts(const std::filesystem::path& folder);

/// Without it Chinese comes out as empty boxes.
[[nodiscard]] bool has_chinese_font();

}  // namespace certhall::print
