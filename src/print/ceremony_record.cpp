#include "print/ceremony_record.h"

#include <algorithm>

#include "print/page.h"
#include "print/table.h"

namespace certhall::print {
namespace {

constexpr double kTop = 34;
constexpr double kBottom = 270;
constexpr std::size_t kAuthoritiesOnAPage = 3;

void draw_heads(Page& page, const CeremonyRecord& record, std::size_t number) {
  page.text(record.title, kMargin, 14, kTableWidth,
            {.points = 16, .bold = true, .align = Align::centre, .most_lines = 1});
  page.text(record.company + "　" + record.place + "　" + to_china_text(record.held_at), kMargin,
            24, kTableWidth, {.points = 9, .align = Align::centre, .grey = 0.3, .most_lines = 1});
  page.text("第 " + std::to_string(number) + " 页", kMargin, 284, kTableWidth,
            {.points = 8, .align = Align::centre, .grey = 0.4});
}

Table first_page(const CeremonyRecord& record) {
  Table table;
  table.section("仪式");
  table.row("名称", record.title, "地点", record.place);
  table.row("时间", to_china_text(record.held_at), "脚本摘要", record.script_digest);
  table.section("在场人员（签名）");
  for (std::size_t i = 0; i < record.participants.size(); i += 2) {
    const bool last = i + 1 == record.participants.size();
    table.row(record.participants[i], " ", last ? " " : record.participants[i + 1], " ");
  }
  if (record.shares_needed == 0) return table;
  table.section("密钥份额　编号 " + record.share_set + "　任意 " +
                std::to_string(record.shares_needed) + " 份可恢复密钥");
  for (const auto& share : record.shares)
    table.row("第 " + std::to_string(share.number) + " 份", share.holder, "份额摘要 / 签收",
              share.digest);
  return table;
}

void describe(Table& table, const CeremonyAuthority& authority) {
  table.section(authority.name + "　" + authority.kind);
  table.row("主体", authority.subject, "算法", authority.algorithm);
  table.row("生效", to_china_text(authority.not_before), "失效",
            to_china_text(authority.not_after));
  table.row("序列号", authority.serial, "密钥保存", authority.kept);
  table.row("证书 SHA-256", authority.fingerprint);
  table.row("公钥 SHA-256", authority.key_digest);
}

}  // namespace

std::string render_ceremony_record(const CeremonyRecord& record) {
  Page page(record.title, record.company, record.held_at);
  std::size_t number = 1;
  draw_heads(page, record, number);
  first_page(record).draw(page, kTop, kBottom);
  for (std::size_t at = 0; at < record.authorities.size(); at += kAuthoritiesOnAPage) {
    page.next();
    draw_heads(page, record, ++number);
    Table table;
    const auto end = std::min(record.authorities.size(), at + kAuthoritiesOnAPage);
    for (std::size_t i = at; i < end; ++i) describe(table, record.authorities[i]);
    table.draw(page, kTop, kBottom);
  }
  return page.finish();
}

}  // namespace certhall::print
