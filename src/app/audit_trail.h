#pragma once
// Reading the audit trail, and proving that it is whole.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/hall.h"
#include "app/ports/audit_chain.h"

namespace certhall::app {

struct AuditPageRows {
  std::vector<AuditRow> rows;                 // newest first
  bool intact = true;                         // of the rows shown
  std::map<std::string, std::string> logins;  // of the staff among the actors, by id
};
/// As people ask: an actor is a login, an account's id or a job's name.
struct AuditQuestion {
  AuditFilter filter;
  std::int64_t before = 0;  // 0: from the newest
};
[[nodiscard]] AuditPageRows audit_page(const Hall& hall, AuditQuestion question,
                                       std::int64_t limit);

inline constexpr std::int64_t kMostExported = 50'000;  // rows in one file
enum class AuditFormat { csv, json_lines };
/// The newest rows that fit, as a file; that it was taken is itself in the chain.
[[nodiscard]] std::string export_audit(const Hall& hall, const domain::Actor& auditor,
                                       AuditQuestion question, AuditFormat format);

/// Who looked at personal data in full in the last thirty days, and what is strange about it.
struct Looker {
  std::string login, name;
  RevealCount count;
};
[[nodiscard]] std::vector<Looker> lookers(const Hall& hall);

/// Reads the whole chain, oldest first.
[[nodiscard]] AuditVerdict verify_audit(const Hall& hall);

}  // namespace certhall::app
