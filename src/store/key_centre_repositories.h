#pragma once
// The key centre's repositories; as store/repositories.h.

#include <memory>

#include "kmc/ports/store.h"
#include "store/repositories.h"

namespace certhall::store {

std::unique_ptr<kmc::KeyStore> make_centre_keys(Db& db);
std::unique_ptr<kmc::KeyOfficerStore> make_key_officers(Db& db);
std::unique_ptr<kmc::RecoveryStore> make_recoveries(Db& db);

Statements centre_key_statements();
Statements key_officer_statements();
Statements recovery_statements();
/// All that run on the key centre's database, but for those of its audit chain.
Statements key_centre_statements();

}  // namespace certhall::store
