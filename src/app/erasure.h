#pragma once
// Personal data that is not needed any more goes: all that a cancelled application held of persons
// (its number, state and timeline stay), and what nobody asks a submitted one for.

#include <optional>
#include <set>
#include <string>

#include "app/hall.h"

namespace certhall::app {

/// In the transaction that cancels: blanks the form, which the caller saves, and the identity
/// check, and leaves a job for the uploads.
[[nodiscard]] Status erase_persons(Transaction& tx, const Hall& hall,
                                   domain::Application& application);
/// In the transaction that ends the draft: blanks what only another certificate type asks for, and
/// leaves a job for uploads of that kind and for those that were replaced before anybody saw them.
void erase_unneeded(Transaction& tx, const Hall& hall, domain::Application& application);
/// The job: files first, then their rows, so that a crash leaves rows to start from again. `only`:
/// the materials' ids; nothing means all.
[[nodiscard]] Status erase_uploads(const Hall& hall, const ApplicationId& id,
                                   const std::optional<std::set<std::string>>& only = {});

}  // namespace certhall::app
