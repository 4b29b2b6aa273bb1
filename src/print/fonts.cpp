#include "print/fonts.h"

#include <string_view>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

namespace certhall::print {
namespace {

// "…-whole.otf" becomes a family of its own, so that it is asked for after the other, and not
// instead of it.
void rename_whole(FcConfig* config) {
  const FcFontSet* fonts = FcConfigGetFonts(config, FcSetApplication);
  for (int i = 0; fonts != nullptr && i < fonts->nfont; ++i) {
    FcPattern* font = fonts->fonts[i];
    FcChar8* file = nullptr;
    if (FcPatternGetString(font, FC_FILE, 0, &file) != FcResultMatch) continue;
    if (!std::string_view(reinterpret_cast<const char*>(file)).ends_with("-whole.otf")) continue;
    FcPatternDel(font, FC_FAMILY);
    FcPatternDel(font, FC_FAMILYLANG);
    FcPatternAddString(font, FC_FAMILY, reinterpret_cast<const FcChar8*>(kWholeFamily));
  }
}

}  // namespace

void use_fonts(const std::filesystem::path& folder) {
  std::error_code none;
  FcConfig* config = FcConfigCreate();
  bool found = false;
  // Not FcConfigAppFontAddDir: that one wants to keep a cache somewhere.
  for (const auto& each : std::filesystem::directory_iterator(folder, none)) {
    const auto* name = reinterpret_cast<const FcChar8*>(each.path().c_str());
    found = FcConfigAppFontAddFile(config, name) == FcTrue || found;
  }
  rename_whole(config);
  if (found) FcConfigSetCurrent(config);
  FcConfigDestroy(config);
}

bool has_chinese_font() {
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
  bool found = false;
  for (int i = 0; i < count; ++i)
    found = found || std::string_view(pango_font_family_get_name(families[i])) == kFamily;
  g_free(families);
  return found;
}

}  // namespace certhall::print
