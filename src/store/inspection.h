#pragma once
// A look at a database that changes nothing in it.

#include <string>
#include <vector>

#include "base/time.h"

namespace certhall::store {

struct Inspection {
  std::string fault;   // it cannot be reached, or is set up to lose commits; else empty
  std::string server;  // "SQLite 3.40.1", "PostgreSQL 15.6 …"
  std::vector<std::string> missing;  // migrations that the next start will run
  std::vector<std::string> newer;    // migrations that this program does not know
  Timestamp server_time;             // 0 where there is no other clock
};

/// `url` as in StoreOptions.
[[nodiscard]] Inspection inspect(const std::string& url);

}  // namespace certhall::store
