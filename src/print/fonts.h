#pragma once
// What the printed pages are set in.

#include <filesystem>

namespace certhall::print {

/// What pages are set in, and where a character comes from that is not an everyday one
/// (cmake/print.cmake).
inline constexpr const char* kFamily = "Noto Sans CJK SC";
inline constexpr const char* kWholeFamily = "Noto Sans CJK SC whole";

/// From now on pages are set in the fonts of this folder alone, so that they are the same on every
/// machine; in the machine's own where the folder holds none. Before the first page, and once.
void use_fonts(const std::filesystem::path& folder);

/// Without it Chinese comes out as empty boxes.
[[nodiscard]] bool has_chinese_font();

}  // namespace certhall::print
