#include "app/calendar.h"

#include <stdexcept>

namespace certhall::app {

std::string working_calendar_text(Transaction& tx, const Hall& hall) {
  const auto kept = tx.administered_texts().in_force(domain::ChangeSubject::working_calendar);
  return kept.empty() ? hall.shipped_calendar : kept.front().body;
}

domain::WorkingCalendar working_calendar(Transaction& tx, const Hall& hall) {
  auto calendar = domain::WorkingCalendar::parse(working_calendar_text(tx, hall));
  if (!calendar) throw std::runtime_error("the calendar in force cannot be read");
  return std::move(*calendar);
}

}  // namespace certhall::app
