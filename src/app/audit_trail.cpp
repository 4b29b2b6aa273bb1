#include "app/audit_trail.h"

#include <chrono>

#include "app/act.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"

namespace certhall::app {

namespace {

constexpr auto kLookBack = std::chrono::days{30};

void resolve_actor(Transaction& tx, AuditFilter& filter) {
  if (filter.actor.empty()) return;
  if (const auto staff = tx.staff().find_by_login(filter.actor)) filter.actor = staff->id.value;
}

/// Whether each row follows from the one before it in the chain, which need not be shown.
bool intact(Transaction& tx, const std::vector<AuditRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string previous;
    const std::int64_t seq = rows[i].seq - 1;
    if (i + 1 < rows.size() && rows[i + 1].seq == seq)
      previous = rows[i + 1].digest;
    else if (seq > 0)
      previous = tx.audit().row(seq).value_or(AuditRow{}).digest;
    if (!tx.audit().intact(rows[i], previous)) return false;
  }
  return true;
}

std::map<std::string, std::string> logins_of(Transaction& tx, const std::vector<AuditRow>& rows) {
  std::map<std::string, std::string> logins;
  for (const auto& row : rows)
    if (row.actor.kind == domain::ActorKind::staff && !logins.contains(row.actor.id))
      if (const auto staff = tx.staff().find(StaffId{row.actor.id}))
        logins.emplace(row.actor.id, staff->login);
  return logins;
}

}  // namespace

AuditPageRows audit_page(const Hall& hall, AuditQuestion question, std::int64_t limit) {
  return read(hall.store, [&](Transaction& tx) {
    resolve_actor(tx, question.filter);
    AuditPageRows page{.rows = tx.audit().find(question.filter, question.before, limit)};
    page.intact = intact(tx, page.rows);
    page.logins = logins_of(tx, page.rows);
    return page;
  });
}

namespace {

/// A cell that a spreadsheet would take for a formula is given an apostrophe.
std::string cell(std::string_view text) {
  std::string quoted = "\"";
  if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos)
    quoted += '\'';
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string csv_line(const AuditRow& row, const std::string& actor) {
  std::string line = std::to_string(row.seq);
  const std::string at = to_china_text(row.at);
  for (const std::string_view text :
       {std::string_view(at), enum_to_text(row.actor.kind), std::string_view(actor),
        std::string_view(row.act), std::string_view(row.subject), std::string_view(row.detail),
        std::string_view(row.digest)})
    line += "," + cell(text);
  return line + "\r\n";
}

std::string json_line(const AuditRow& row, const std::string& actor) {
  return boost::json::serialize(boost::json::object{{"seq", row.seq},
                                                    {"at", to_rfc3339(row.at)},
                                                    {"actor_kind", enum_to_text(row.actor.kind)},
                                                    {"actor", actor},
                                                    {"act", row.act},
                                                    {"subject", row.subject},
                                                    {"detail", row.detail},
                                                    {"digest", row.digest},
                                                    {"mac", row.mac},
                                                    {"key_id", row.key_id}}) +
         "\n";
}

}  // namespace

std::string export_audit(const Hall& hall, const domain::Actor& auditor, AuditQuestion question,
                         AuditFormat format) {
  const auto page = audit_page(hall, question, kMostExported);
  // The mark tells spreadsheets that the Chinese in it is UTF-8.
  std::string file =
      format == AuditFormat::csv ? "\xEF\xBB\xBF序号,时间,类别,操作者,操作,对象,详情,摘要\r\n" : "";
  for (const auto& row : page.rows) {
    const auto login = page.logins.find(row.actor.id);
    const std::string& actor = login == page.logins.end() ? row.actor.id : login->second;
    file += format == AuditFormat::csv ? csv_line(row, actor) : json_line(row, actor);
  }
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    audit(tx, hall.clock.now(), auditor, "audit.export", "audit",
          {{"rows", page.rows.size()},
           {"digest", to_hex(sha256(file))},
           {"format", format == AuditFormat::csv ? "csv" : "jsonl"}});
    return {};
  });
  return file;
}

std::vector<Looker> lookers(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    std::vector<Looker> all;
    for (const auto& count : tx.audit().reveals(hall.clock.now() - kLookBack)) {
      const auto staff = tx.staff().find(count.staff_id);
      all.push_back({.login = staff ? staff->login : count.staff_id.value,
                     .name = staff ? staff->name : "",
                     .count = count});
    }
    return all;
  });
}

AuditVerdict verify_audit(const Hall& hall) {
  return read(hall.store, [](Transaction& tx) { return verify_chain(tx.audit()); });
}

}  // namespace certhall::app
