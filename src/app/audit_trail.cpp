#include "app/audit_trail.h"

namespace certhall::app {

AuditPageRows audit_page(const Hall& hall, std::int64_t before, std::int64_t limit) {
  return read(hall.store, [&](Transaction& tx) {
    // One row more than is shown: the oldest shown is checked against the digest before it.
    auto rows = tx.audit().page(before, limit + 1);
    AuditPageRows page;
    for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(limit); ++i) {
      const bool first = rows[i].seq == 1;
      const std::string previous = first || i + 1 >= rows.size() ? "" : rows[i + 1].digest;
      page.intact = page.intact && tx.audit().intact(rows[i], previous);
    }
    if (rows.size() > static_cast<std::size_t>(limit)) rows.pop_back();
    page.rows = std::move(rows);
    for (const auto& row : page.rows)
      if (row.actor.kind == domain::ActorKind::staff && !page.logins.contains(row.actor.id))
        if (const auto staff = tx.staff().find(StaffId{row.actor.id}))
          page.logins.emplace(row.actor.id, staff->login);
    return page;
  });
}

AuditVerdict verify_audit(const Hall& hall) {
  return read(hall.store, [](Transaction& tx) {
    AuditVerdict verdict;
    std::string previous;
    for (;;) {
      const auto rows = tx.audit().after(verdict.rows, 1'000);
      for (const auto& row : rows) {
        if (row.seq != verdict.rows + 1) {
          verdict.damage = "第 " + std::to_string(verdict.rows + 1) + " 条缺失";
          return verdict;
        }
        if (!tx.audit().intact(row, previous)) {
          verdict.damage = "第 " + std::to_string(row.seq) + " 条被改动";
          return verdict;
        }
        previous = row.digest;
        verdict.rows = row.seq;
      }
      if (rows.empty()) break;
    }
    if (tx.audit().head().seq != verdict.rows)
      verdict.damage = "末尾缺失:应有 " + std::to_string(tx.audit().head().seq) + " 条";
    return verdict;
  });
}

}  // namespace certhall::app
