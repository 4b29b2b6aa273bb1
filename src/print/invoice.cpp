#include "print/invoice.h"

#include <array>

#include "domain/chinese_amount.h"
#include "print/page.h"

namespace certhall::print {
namespace {

constexpr double kLeft = 12;
constexpr double kWidth = kPageWidth - 2 * kLeft;
constexpr double kThin = 0.2;
constexpr double kRow = 7;

struct Column {
  std::string_view title;
  double width;
  Align align;
};
constexpr std::array kColumns{
    Column{"项目名称", 66, Align::left},    Column{"数量", 16, Align::right},
    Column{"不含税金额", 36, Align::right}, Column{"税率", 20, Align::right},
    Column{"税额", 24, Align::right},       Column{"价税合计", 24, Align::right},
};

std::string signed_yuan(Fen amount, bool red) { return (red ? "-" : "") + to_yuan(amount); }

std::string china_day(Timestamp time) {
  const Date date = china_date(time);
  return std::to_string(static_cast<int>(date.year())) + "年" +
         std::to_string(static_cast<unsigned>(date.month())) + "月" +
         std::to_string(static_cast<unsigned>(date.day())) + "日";
}

double draw_head(Page& page, const InvoicePage& invoice, bool red) {
  page.text(red ? "电子发票（普通发票）红字" : "电子发票（普通发票）", kLeft, 16, kWidth,
            {.points = 20, .bold = true, .align = Align::centre});
  page.line(70, 27, kPageWidth - 70, 27, 0.3);
  page.line(70, 28, kPageWidth - 70, 28, 0.3);
  page.text("演示样张 · 不是发票 · 不能报销", kLeft, 30, kWidth,
            {.points = 11, .align = Align::centre, .grey = 0.35});
  page.qr_code("演示样张 " + invoice.number, kLeft - 2, 12, 24);
  page.text("发票号码：" + invoice.number, kPageWidth - 76, 36, 64, {.points = 9.5});
  page.text("开票日期：" + china_day(invoice.issued_at), kPageWidth - 76, 41.5, 64,
            {.points = 9.5});
  return 49;
}

void draw_party(Page& page, std::string_view who, const InvoiceParty& party, double x, double y) {
  constexpr double kHeight = 24;
  constexpr double kHalf = kWidth / 2;
  page.box(x, y, kHalf, kHeight, kThin);
  page.line(x + 8, y, x + 8, y + kHeight, kThin);
  page.text(who, x + 1.5, y + 3.5, 5, {.points = 9, .align = Align::centre, .grey = 0.3});
  page.text("名称：" + party.name, x + 10, y + 2.5, kHalf - 13, {.points = 9.5, .most_lines = 2});
  page.text("统一社会信用代码/纳税人识别号：", x + 10, y + 12, kHalf - 13,
            {.points = 8, .grey = 0.3});
  page.text(party.tax_number.empty() ? "—" : party.tax_number, x + 10, y + 16, kHalf - 13,
            {.points = 10, .most_lines = 1});
}

void draw_row(Page& page, const std::array<std::string, kColumns.size()>& cells, double y,
              bool bold = false) {
  double x = kLeft;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    page.text(cells[i], x + 2, y + 1.4, kColumns[i].width - 4,
              {.points = 9.5, .bold = bold, .align = kColumns[i].align, .most_lines = 1});
    x += kColumns[i].width;
  }
}

double draw_lines(Page& page, const InvoicePage& invoice, bool red, double y) {
  const double top = y;
  std::array<std::string, kColumns.size()> titles;
  for (std::size_t i = 0; i < titles.size(); ++i) titles[i] = kColumns[i].title;
  draw_row(page, titles, y, true);
  y += kRow;
  page.line(kLeft, y, kLeft + kWidth, y, kThin);
  for (const auto& line : invoice.lines) {
    draw_row(page,
             {line.name, red ? "-1" : "1", signed_yuan(line.net, red),
              std::to_string(line.tax_percent) + "%", signed_yuan(line.tax, red),
              signed_yuan(line.amount, red)},
             y);
    y += kRow;
  }
  y = std::max(y, top + 6 * kRow);
  const Fen total = domain::total_of(invoice.lines);
  const Fen tax = domain::tax_of(invoice.lines);
  page.line(kLeft, y, kLeft + kWidth, y, kThin);
  draw_row(page,
           {"合计", "", signed_yuan({total.value - tax.value}, red), "", signed_yuan(tax, red),
            signed_yuan(total, red)},
           y, true);
  y += kRow;
  page.box(kLeft, top, kWidth, y - top, kThin);
  double x = kLeft;
  for (std::size_t i = 0; i + 1 < kColumns.size(); ++i) {
    x += kColumns[i].width;
    page.line(x, top, x, y, kThin, 0.6);
  }
  return y;
}

void draw_foot(Page& page, const InvoicePage& invoice, bool red, double y) {
  const Fen total = domain::total_of(invoice.lines);
  page.box(kLeft, y, kWidth, 9, kThin);
  page.text("价税合计（大写）", kLeft + 2, y + 2.2, 40, {.points = 9.5, .grey = 0.3});
  page.text(domain::chinese_amount({red ? -total.value : total.value}), kLeft + 42, y + 1.9, 84,
            {.points = 10.5, .bold = true, .most_lines = 1});
  page.text("（小写）¥ " + signed_yuan(total, red), kLeft + 126, y + 1.9, kWidth - 128,
            {.points = 10.5, .bold = true, .align = Align::right, .most_lines = 1});
  y += 9;
  page.box(kLeft, y, kWidth, 22, kThin);
  page.line(kLeft + 8, y, kLeft + 8, y + 22, kThin);
  page.text("备\n注", kLeft + 1.5, y + 5, 5, {.points = 9, .align = Align::centre, .grey = 0.3});
  const std::string remark =
      (red ? "被红冲蓝字发票号码：" + invoice.reverses + "\n" : "") + invoice.remark;
  page.text(remark, kLeft + 11, y + 2.5, kWidth - 14, {.points = 9.5, .most_lines = 3});
  page.text("开票人：演示开票平台", kLeft, y + 25, 80, {.points = 9.5});
  page.text("本页由演示环境生成，格式仅供参考，不具有任何法律效力。", kLeft, y + 31, kWidth,
            {.points = 8.5, .grey = 0.45});
}

}  // namespace

std::string render_invoice(const InvoicePage& invoice) {
  const bool red = !invoice.reverses.empty();
  Page page("电子发票 " + invoice.number, invoice.seller.name, invoice.issued_at);
  double y = draw_head(page, invoice, red);
  draw_party(page, "购买方", invoice.buyer, kLeft, y);
  draw_party(page, "销售方", invoice.seller, kLeft + kWidth / 2, y);
  y = draw_lines(page, invoice, red, y + 24);
  draw_foot(page, invoice, red, y);
  return page.finish();
}

}  // namespace certhall::print
