#include "print/shipping_label.h"

#include <stdexcept>

#include "print/page.h"

namespace certhall::print {
namespace {

constexpr double kWidth = 100;
constexpr double kHeight = 150;
constexpr double kSheetHeight = 140;  // two rows on A4, and room for scissors
constexpr double kEdge = 5;
constexpr double kInner = kWidth - 2 * kEdge;

void draw_waybill(Page& page, const ShippingLabel& label, double x, double y) {
  page.text(label.carrier_name, x + kEdge, y + 4, 50, {.points = 15, .bold = true});
  page.text("到付", x + kEdge, y + 5, kInner, {.points = 13, .bold = true, .align = Align::right});
  if (label.waybill.empty()) {
    page.text("运单号待取得，请勿粘贴", x + kEdge, y + 22, kInner,
              {.points = 12, .align = Align::centre, .grey = 0.3});
    return;
  }
  page.barcode(label.waybill, x + kEdge, y + 14, kInner, 18);
  page.text(label.waybill, x + kEdge, y + 33, kInner,
            {.points = 13, .bold = true, .align = Align::centre, .most_lines = 1});
}

void draw_recipient(Page& page, const ShippingLabel& label, double x, double y) {
  page.text("收", x + kEdge, y + 2, 10, {.points = 20, .bold = true});
  page.text(label.recipient_name + "  " + label.recipient_mobile, x + kEdge + 12, y + 2,
            kInner - 12, {.points = 14, .bold = true, .most_lines = 2});
  page.text(label.address + (label.postcode.empty() ? "" : "（" + label.postcode + "）"),
            x + kEdge + 12, y + 16, kInner - 12, {.points = 12, .most_lines = 4});
}

void draw(Page& page, const ShippingLabels& all, const ShippingLabel& label, double x, double y,
          double height) {
  page.box(x + 1.5, y + 1.5, kWidth - 3, height - 3, 0.3);
  draw_waybill(page, label, x, y);
  page.line(x + 1.5, y + 42, x + kWidth - 1.5, y + 42, 0.3);
  draw_recipient(page, label, x, y + 43);
  page.line(x + 1.5, y + 84, x + kWidth - 1.5, y + 84, 0.3);
  page.text("寄", x + kEdge, y + 87, 10, {.points = 13, .bold = true});
  page.text(all.sender_name + "  " + all.sender_hotline, x + kEdge + 12, y + 87, kInner - 12,
            {.points = 10, .most_lines = 2});
  page.line(x + 1.5, y + 101, x + kWidth - 1.5, y + 101, 0.3);
  page.qr_code(label.number, x + kEdge - 3, y + 103, 32);
  page.text("业务单号", x + 36, y + 107, 60, {.points = 9, .grey = 0.3});
  page.text(label.number, x + 36, y + 112, 60, {.points = 13, .bold = true, .most_lines = 1});
  page.text("内件：数字证书介质（UKey）1 个", x + 36, y + 121, 60, {.points = 9});
  page.text(to_china_text(all.printed_at), x + 36, y + 127, 60, {.points = 8, .grey = 0.4});
}

}  // namespace

std::string render_shipping_labels(const ShippingLabels& labels, LabelPaper paper) {
  if (labels.labels.empty()) throw std::invalid_argument("no labels to print");
  const bool sheet = paper == LabelPaper::sheet;
  Page page("快递面单", labels.sender_name, labels.printed_at,
            sheet ? PageSize{} : PageSize{kWidth, kHeight});
  for (std::size_t i = 0; i < labels.labels.size(); ++i) {
    const std::size_t place = sheet ? i % 4 : 0;
    if (i > 0 && place == 0) page.next();
    const double x = sheet ? 5 + static_cast<double>(place % 2) * kWidth : 0;
    const double y = sheet ? 6 + static_cast<double>(place / 2) * kSheetHeight : 0;
    draw(page, labels, labels.labels[i], x, y, sheet ? kSheetHeight : kHeight);
  }
  return page.finish();
}

}  // namespace certhall::print
