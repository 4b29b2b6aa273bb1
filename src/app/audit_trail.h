#pragma once
// Reading the audit trail, and proving that it is whole.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/hall.h"

namespace certhall::app {

struct AuditPageRows {
  std::vector<AuditRow> rows;                 // newest first
  bool intact = true;                         // of the rows shown
  std::map<std::string, std::string> logins;  // of the staff among the actors, by id
};
/// `before` 0: from the newest.
[[nodiscard]] AuditPageRows audit_page(const Hall& hall, std::int64_t before, std::int64_t limit);

struct AuditVerdict {
  std::int64_t rows = 0;
  std::optional<std::string> damage;  // the first thing that is wrong; nothing: the chain is whole
};
/// Reads the whole chain, oldest first.
[[nodiscard]] AuditVerdict verify_audit(const Hall& hall);

}  // namespace certhall::app
