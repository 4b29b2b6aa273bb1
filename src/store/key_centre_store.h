#pragma once
// The key centre's database, SQLite or PostgreSQL, behind the ports of its room. It is never the
// hall's database.

#include <memory>

#include "base/sealer.h"
#include "kmc/ports/store.h"
#include "store/store.h"

namespace certhall::store {

/// As open_store(), with the centre's own keys.
[[nodiscard]] std::unique_ptr<kmc::Store> open_key_centre(StoreOptions options,
                                                          const Sealer& sealer);

}  // namespace certhall::store
