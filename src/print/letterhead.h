#pragma once
// What both papers have in common: the head with title and QR code, and the foot.

#include <string_view>

#include "print/application_form.h"
#include "print/page.h"

namespace certhall::print {

/// Returns where the paper's own content begins.
double draw_head(Page& page, const Letterhead& head, std::string_view title);
/// The content ends above this.
inline constexpr double kContentBottom = 282;
void draw_foot(Page& page, const Letterhead& head, std::string_view note);

}  // namespace certhall::print
