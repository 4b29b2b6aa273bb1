#include "print/fonts.h"

#include <string_view>

#include <pango/pangocairo.h>

namespace certhall::print {

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
