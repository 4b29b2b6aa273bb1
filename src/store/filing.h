#pragma once
// What a change of an application or its payment leaves beside its row, in the same transaction:
// the plain columns that lists run along, the digests that search finds, and the tallies.

#include "domain/application.h"
#include "domain/search_term.h"
#include "store/db.h"

namespace certhall::store {

/// After the row was written. `before`: as it stood; nullptr: it is new.
void file_application(Db& db, const domain::Application* before, const domain::Application& after);
void file_payment(Db& db, const ApplicationId& id);
[[nodiscard]] std::string search_digest(const Db& db, const domain::SearchTerm& term);

}  // namespace certhall::store
