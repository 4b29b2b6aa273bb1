#include "app/ports/audit_chain.h"

namespace certhall::app {

AuditVerdict verify_chain(AuditStore& audit, const std::function<void(const AuditRow&)>& each) {
  AuditVerdict verdict;
  std::string previous;
  for (;;) {
    const auto rows = audit.after(verdict.rows, 1'000);
    for (const auto& row : rows) {
      if (row.seq != verdict.rows + 1) {
        verdict.damage = "第 " + std::to_string(verdict.rows + 1) + " 条缺失";
        return verdict;
      }
      if (!audit.intact(row, previous)) {
        verdict.damage = "第 " + std::to_string(row.seq) + " 条被改动";
        return verdict;
      }
      if (each) each(row);
      previous = row.digest;
      verdict.rows = row.seq;
    }
    if (rows.empty()) break;
  }
  if (audit.head().seq != verdict.rows)
    verdict.damage = "末尾缺失:应有 " + std::to_string(audit.head().seq) + " 条";
  return verdict;
}

}  // namespace certhall::app
