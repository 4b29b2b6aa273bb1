#pragma once
// Proving that an audit chain is whole, whosever it is: the hall's or the key centre's.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "app/ports/journal_store.h"

namespace certhall::app {

struct AuditVerdict {
  std::int64_t rows = 0;
  std::optional<std::string> damage;  // Chinese, the first that was found
};

/// Reads all rows, oldest first; `each`, where given, sees those that are intact.
[[nodiscard]] AuditVerdict verify_chain(AuditStore& audit,
                                        const std::function<void(const AuditRow&)>& each = {});

}  // namespace certhall::app
