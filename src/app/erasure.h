#pragma once
// What a cancelled application held of persons goes: its number, state and timeline stay.

#include "app/hall.h"

namespace certhall::app {

/// In the transaction that cancels: blanks the form, which the caller saves, and the identity
/// check, and leaves a job for the uploads.
[[nodiscard]] Status erase_persons(Transaction& tx, const Hall& hall,
                                   domain::Application& application);
/// The job: files first, then their rows, so that a crash leaves rows to start from again.
[[nodiscard]] Status erase_uploads(const Hall& hall, const ApplicationId& id);

}  // namespace certhall::app
