#include "api/audit_dto.h"
#include "app/audit_trail.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"

namespace certhall::http {
namespace {

using api::Empty;

constexpr std::int64_t kPage = 100;

Result<Timestamp> time_of(const Context& context, const std::string& name) {
  const auto text = context.query(name);
  if (!text || text->empty()) return Timestamp{};
  const auto day = parse_date(*text);
  if (!day) return fail(ErrorCode::malformed, "日期应写作 2026-11-24");
  return from_china(*day, 0);
}

Result<app::AuditQuestion> question(const Context& context) {
  app::AuditQuestion asked{.filter = {.actor = context.query("actor").value_or(""),
                                      .act = context.query("act").value_or(""),
                                      .subject = context.query("subject").value_or("")}};
  ASSIGN_OR_RETURN(from, time_of(context, "from"));
  ASSIGN_OR_RETURN(until, time_of(context, "until"));
  asked.filter.from = from;
  // The last day is asked for as a whole.
  if (until.ms != 0) asked.filter.until = until + std::chrono::days{1};
  if (const auto text = context.query("before")) {
    const auto [end, error] =
        std::from_chars(text->data(), text->data() + text->size(), asked.before);
    if (error != std::errc{} || end != text->data() + text->size() || asked.before < 1)
      return fail(ErrorCode::malformed, "参数 before 应为审计记录的序号");
  }
  return asked;
}

Result<api::AuditPage> page(const app::Hall& hall, const Context& context) {
  ASSIGN_OR_RETURN(asked, question(context));
  const auto page = app::audit_page(hall, asked, kPage);
  api::AuditPage view{.entries = {}, .next_before = {}, .chain_intact = page.intact};
  for (const auto& row : page.rows) {
    const auto login = page.logins.find(row.actor.id);
    const std::string& actor = login == page.logins.end() ? row.actor.id : login->second;
    view.entries.push_back(
        {row.seq, row.at, row.actor.kind, actor, row.act, row.subject, row.detail});
  }
  if (std::ssize(page.rows) == kPage && page.rows.back().seq > 1)
    view.next_before = page.rows.back().seq;
  return view;
}

Result<FileAnswer> file(const app::Hall& hall, const Context& context, app::AuditFormat format) {
  ASSIGN_OR_RETURN(asked, question(context));
  const bool csv = format == app::AuditFormat::csv;
  const std::string day = to_text(china_date(context.now()));
  return FileAnswer{app::export_audit(hall, context.staff().actor(), asked, format),
                    csv ? "text/csv; charset=utf-8" : "application/x-ndjson",
                    "审计记录-" + day + (csv ? ".csv" : ".jsonl"), false};
}

api::LookerList looker_list(const app::Hall& hall) {
  api::LookerList list;
  for (const auto& each : app::lookers(hall))
    list.lookers.push_back({.login = each.login,
                            .name = each.name,
                            .looks = each.count.looks,
                            .idle = each.count.idle,
                            .refused = each.count.refused});
  return list;
}

}  // namespace

void add_audit_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::AuditPage>(
      "audit_page", [&](Context& context, const Empty&) { return page(hall, context); });
  handlers.add_file("audit_csv",
                    [&](Context& context) { return file(hall, context, app::AuditFormat::csv); });
  handlers.add_file("audit_json_lines", [&](Context& context) {
    return file(hall, context, app::AuditFormat::json_lines);
  });
  handlers.add<Empty, api::LookerList>("audit_lookers",
                                       [&](Context&, const Empty&) { return looker_list(hall); });
}

}  // namespace certhall::http
