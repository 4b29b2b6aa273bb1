#pragma once
// The working calendar in force: what the administrators agreed on, before that what came with the
// program.

#include <string>

#include "app/hall.h"
#include "domain/calendar.h"

namespace certhall::app {

inline constexpr std::string_view kCalendar = "cn";  // the only target of its subject

[[nodiscard]] std::string working_calendar_text(Transaction& tx, const Hall& hall);
/// Read within the transaction, so that every node and every request has the version of its moment.
[[nodiscard]] domain::WorkingCalendar working_calendar(Transaction& tx, const Hall& hall);

}  // namespace certhall::app
