#include "print/letterhead.h"

#include <string>

#include "print/table.h"

namespace certhall::print {

double draw_head(Page& page, const Letterhead& head, std::string_view title) {
  constexpr double kCode = 30;
  constexpr double kTop = 10;
  const double middle = kTableWidth - 2 * kCode;
  const double x = kMargin + kCode;
  page.text(head.issuer_name, x, kTop + 5, middle,
            {.points = 11.5, .align = Align::centre, .grey = 0.15, .most_lines = 2});
  page.text(title, x - 8, kTop + 12.5, middle + 16,
            {.points = 18, .bold = true, .align = Align::centre, .most_lines = 2});
  page.qr_code(head.qr_text, kMargin + kTableWidth - kCode + 3, kTop - 2, kCode);

  const double line = kTop + kCode - 4.5;
  page.text("申请编号：" + head.number, kMargin, line, 75, {.points = 9.5, .most_lines = 1});
  page.text("版本：第 " + std::to_string(head.version) + " 版", kMargin + 75, line, 30,
            {.points = 9.5, .most_lines = 1});
  page.text("申请时间：" + to_china_text(head.printed_at), kMargin + 105, line, 46,
            {.points = 9.5, .most_lines = 1});
  return line + 6.5;
}

void draw_foot(Page& page, const Letterhead& head, std::string_view note) {
  const double y = kContentBottom + 2;
  const TextStyle style{.points = 8, .grey = 0.3, .most_lines = 1};
  const auto right = [&](TextStyle s) { return s.align = Align::right, s; };
  page.text(note, kMargin, y, kTableWidth, style);
  page.text(head.number + " · 第 " + std::to_string(head.version) + " 版", kMargin, y + 4.2, 90,
            style);
  page.text("客户服务热线：" + head.hotline, kMargin + 90, y + 4.2, kTableWidth - 90, right(style));
}

}  // namespace certhall::print
