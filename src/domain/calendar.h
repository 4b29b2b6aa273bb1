#pragma once
// Working days in China: weekends, the public holidays, and the weekend days that are worked in
// exchange, as the State Council's office publishes them every autumn for the year to come.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.h"
#include "base/time.h"
#include "domain/text_lines.h"

namespace certhall::domain {

struct Holiday {
  std::string name;
  Date from;
  Date to;
};
BOOST_DESCRIBE_STRUCT(Holiday, (), (name, from, to))

struct CalendarYear {
  int year = 0;
  std::vector<Holiday> holidays;
  std::vector<Date> worked;
};
BOOST_DESCRIBE_STRUCT(CalendarYear, (), (year, holidays, worked))

/// The text that a calendar is written in.
struct CalendarFile {
  std::string source;  // the notices that it follows
  std::vector<CalendarYear> years;
};
BOOST_DESCRIBE_STRUCT(CalendarFile, (), (source, years))

/// All that is wrong in the text of a calendar: years twice or out of order, days outside their
/// year, holidays that overlap, end before they begin or never end, working days that are no
/// weekends or are also off.
[[nodiscard]] TextProblems check_calendar_text(std::string_view json);

class WorkingCalendar {
 public:
  static constexpr int kOpens = 9 * 60;  // minute of the day in China
  static constexpr int kCloses = 17 * 60;

  /// data/calendar-cn.json; `invalid` names what is wrong in it.
  [[nodiscard]] static Result<WorkingCalendar> parse(std::string_view json);

  [[nodiscard]] bool is_working_day(Date date) const;
  /// The last year that is published. Later ones know weekends only: time to update the data.
  [[nodiscard]] int known_until_year() const { return known_until_year_; }

  /// 「一个工作日内」: when eight business hours (working days, 09:00 to 17:00) have passed.
  /// Handed in on a working day at 10:20, it is due at 10:20 on the next one; handed in after
  /// hours or on a day off, at 17:00 of the next working day.
  [[nodiscard]] Timestamp due_at(Timestamp submitted) const;

  /// Minutes of business hours between the two; 0 where `to` is not later.
  [[nodiscard]] std::int64_t working_minutes(Timestamp from, Timestamp to) const;
  /// The last instant since which `minutes` of business hours have passed at `now`.
  [[nodiscard]] Timestamp before(Timestamp now, std::int64_t minutes) const;

 private:
  [[nodiscard]] Date next_working_day(Date date) const;  // strictly after

  std::set<Date> holidays_;
  std::set<Date> worked_;  // Saturdays and Sundays
  int known_until_year_ = 0;
};

}  // namespace certhall::domain
