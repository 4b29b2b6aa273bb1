#pragma once
// Ten million status events go by in seconds only past SOCI, whose rows are maps of texts: straight
// from each engine's own cursor.

#include <functional>

#include "app/ports/status_store.h"

namespace soci {
class session;
}

namespace certhall::store {

/// Every event with after < seq <= up_to that the session's open transaction sees, in any order.
void scan_sqlite(soci::session& session, std::int64_t after, std::int64_t up_to,
                 const std::function<void(const app::StatusChange&)>& take);
void scan_postgresql(soci::session& session, std::int64_t after, std::int64_t up_to,
                     const std::function<void(const app::StatusChange&)>& take);

}  // namespace certhall::store
