#include "print/fonts.h"

#include <string_view>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

namespace certhall::print {

void use_fonts(const std::filesystem::path& folder) {
  std::error_code none;
  FcConfig* config = FcConfigCreate();
  bool found = false;
  // Not FcConfigAppFontAddDir: that one wants to keep a cache somewhere.
  for (const auto& each : std::filesystem::directory_iterator(folder, none)) {
    const auto* name = reinterpret_cast<const FcChar8*>(each.path().c_str());
    found = FcConfigAppFontAddFile(config, name) == FcTrue || found;
  }
  if (found) FcConfigSetCurrent(config);
  FcConfigDestroy(config);
}

bool has_chinese_font() {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
  bool found = false;
  for (int i = 0; i < count; ++i)
    found =
        found || std::string_view(pango_font_family_get_name(families[i])) == "Noto Sans CJK SC";
  g_free(families);
  return found;
}

}  // namespace certhall::print
