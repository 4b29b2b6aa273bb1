#include "print/seal_impression_sheet.h"

#include "print/letterhead.h"
#include "print/page.h"
#include "print/table.h"

namespace certhall::print {
namespace {

constexpr double kBoxHeight = 92;

struct Area {
  double x, y, width, height;
};

void draw_caption(Page& page, const Area& area, std::string_view title, std::string_view hint) {
  page.box(area.x, area.y, area.width, area.height, 0.4);
  page.text(title, area.x + 3, area.y + 2.5, area.width - 6, {.points = 11, .bold = true});
  page.text(hint, area.x + 3, area.y + area.height - 8, area.width - 6,
            {.points = 8, .align = Align::centre, .grey = 0.35, .most_lines = 2});
}

/// A round guide with its size, in light grey so that a red impression is cut out cleanly.
void draw_round(Page& page, const Area& area, double diameter) {
  const double x = area.x + area.width / 2;
  const double y = area.y + area.height / 2;
  page.dashed_circle(x, y, diameter, 0.7);
  page.line(x - diameter / 2 - 4, y, x - diameter / 2 - 1, y, 0.2, 0.6);
  page.line(x + diameter / 2 + 1, y, x + diameter / 2 + 4, y, 0.2, 0.6);
  page.line(x, y - diameter / 2 - 4, x, y - diameter / 2 - 1, 0.2, 0.6);
  page.line(x, y + diameter / 2 + 1, x, y + diameter / 2 + 4, 0.2, 0.6);
}

/// A dashed box in the middle of the area.
void draw_frame(Page& page, const Area& area, double width, double height, double radius) {
  page.dashed_box(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width,
                  height, radius, 0.7);
}

void draw_signature(Page& page, const Area& area, double width, double height) {
  draw_caption(page, area, "申请人手写签名", "请用黑色签字笔在虚线框内清晰签名，笔画勿超出虚线框");
  draw_frame(page, area, width, height, 2);
}

void draw_boxes(Page& page, const SealImpressionSheet& sheet, double top) {
  if (!sheet.organization) {
    draw_signature(page, {kMargin, top, kTableWidth, kBoxHeight}, 90, 40);
    return;
  }
  const double half = kTableWidth / 2;
  const Area seal{kMargin, top, half, kBoxHeight};
  draw_caption(page, seal, "单位公章",
               "虚线圆直径 50 mm，用于对正；印章中心对准圆心，实际大小不限");
  draw_round(page, seal, 50);
  const Area other{kMargin + half, top, half, kBoxHeight};
  if (sheet.holder) {
    draw_signature(page, other, 76, 36);
    return;
  }
  draw_caption(page, other, "法定代表人章", "虚线框边长 30 mm，用于对正；没有法定代表人章的可不盖");
  draw_frame(page, other, 30, 30, 1);
}

/// A scan that was enlarged or reduced is corrected by this.
void draw_ruler(Page& page, double x, double y) {
  page.line(x, y, x + 50, y, 0.25);
  for (int mm = 0; mm <= 50; mm += 5)
    page.line(x + mm, y, x + mm, y - (mm % 10 == 0 ? 3 : 1.8), 0.25);
  page.text("50 mm 比例尺（请按 100% 原尺寸打印，勿缩放）", x + 54, y - 4, 110,
            {.points = 8.5, .grey = 0.3, .most_lines = 1});
}

std::string instructions(const SealImpressionSheet& sheet) {
  if (!sheet.organization)
    return "1. 本表所采集的手写签名仅用于制作申请人的电子签名图样。\n"
           "2. 请用 A4 白纸按原尺寸打印，扫描分辨率不低于 300 dpi（彩色）。\n"
           "3. 拍照上传的，请在光线均匀处正对纸面拍摄，四角完整、字迹清晰。";
  if (sheet.holder)
    return "1. 申请人请在右侧虚线框内亲笔签名；单位请在左侧盖公章，使用红色印泥，端正、清晰、完整"
           "。\n"
           "2. 签名和印模不得与文字、表格线重叠；签名或盖印不清的请重新打印本表。\n"
           "3. 请用 A4 白纸按原尺寸打印，扫描分辨率不低于 300 dpi（彩色）；"
           "拍照上传的，请在光线均匀处正对纸面拍摄，四角完整。\n"
           "4. 本表所采集的手写签名仅用于制作申请人的电子签名图样并写入本次申请的证书介质；"
           "单位公章仅用于核对申请人所属单位。";
  return "1. "
         "请提供与在公安机关备案的印章式样、规格完全相同的印章印模，使用红色印泥，端正、清晰、完整"
         "。\n"
         "2. 印模请盖在空白处，不得与文字、表格线重叠，不得重复盖印；盖印不清的请重新打印本表。\n"
         "3. 请用 A4 白纸按原尺寸打印，扫描分辨率不低于 300 dpi（彩色）；"
         "拍照上传的，请在光线均匀处正对纸面拍摄，四角完整。\n"
         "4. 本表所采集的印模仅用于制作本单位的电子印章并写入本次申请的证书介质。";
}

void add_parties(Table& table, const SealImpressionSheet& sheet) {
  const auto& agent = sheet.agent;
  if (!sheet.organization) {
    table.row("申请人姓名", agent.name, "移动电话", agent.mobile);
    table.row("证件类型", "居民身份证", "证件号码", agent.id_number);
    return;
  }
  table.row("机构名称", sheet.organization->name);
  table.row("证件类型", sheet.organization->id_kind, "证件号码", sheet.organization->id_number);
  if (const auto& person = sheet.legal_representative) table.row("法定代表人", person->name);
  if (const auto& person = sheet.holder)
    table.row("申请人姓名", person->name, "身份证号码", person->id_number);
  table.row("经办人", agent.name, "移动电话", agent.mobile);
}

}  // namespace

std::string render_seal_impression_sheet(const SealImpressionSheet& sheet) {
  constexpr std::string_view kTitle = "数字证书印章采集表";
  Page page(kTitle, sheet.head.issuer_name, sheet.head.printed_at);
  const double top = draw_head(page, sheet.head, kTitle);

  Table table;
  table.section("申请信息");
  add_parties(table, sheet);
  table.section("填表说明");
  table.paragraph(instructions(sheet));
  table.section(sheet.organization && !sheet.holder ? "印章采集区"
                : sheet.holder                      ? "印章及签名采集区"
                                                    : "签名采集区");
  double y = table.draw(page, top, top + 100);
  draw_boxes(page, sheet, y);
  y += kBoxHeight;
  page.box(kMargin, y, kTableWidth, 22, 0.4);
  page.text(sheet.organization ? "经办人（签字）：" : "申请人（签字）：", kMargin + 3, y + 8.5, 80,
            {.points = 10.5});
  page.text("日期：            年      月      日", kMargin + 90, y + 8.5, kTableWidth - 95,
            {.points = 10.5, .align = Align::right});
  draw_ruler(page, kMargin, y + 32);
  draw_foot(page, sheet.head, "本表与申请编号一一对应，请勿涂改；二维码请勿折叠、遮挡或盖章。");
  return page.finish();
}

}  // namespace certhall::print
