#include "domain/calendar.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/json.h"

namespace certhall::domain {
namespace {

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

struct CalendarFile {
  std::string source;
  std::vector<CalendarYear> years;
};
BOOST_DESCRIBE_STRUCT(CalendarFile, (), (source, years))

constexpr int kLongestHoliday = 31;  // days; more is a slip in a date

Date day_after(Date date) { return std::chrono::sys_days{date} + std::chrono::days{1}; }

bool is_weekend(Date date) {
  const std::chrono::weekday day{std::chrono::sys_days{date}};
  return day == std::chrono::Saturday || day == std::chrono::Sunday;
}

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::invalid, "工作日历有误:" + what);
}

}  // namespace

Result<WorkingCalendar> WorkingCalendar::parse(std::string_view json) {
  ASSIGN_OR_RETURN(file, from_json_text<CalendarFile>(json));
  WorkingCalendar calendar;
  for (const auto& year : file.years) {
    for (const auto& holiday : year.holidays) {
      const auto length = std::chrono::sys_days{holiday.to} - std::chrono::sys_days{holiday.from};
      if (length.count() < 0 || length.count() >= kLongestHoliday)
        return wrong(holiday.name + "的起止日期(" + to_text(holiday.from) + "至" +
                     to_text(holiday.to) + ")");
      for (Date date = holiday.from; date <= holiday.to; date = day_after(date))
        calendar.holidays_.insert(date);
    }
    for (const Date date : year.worked) {
      if (!is_weekend(date)) return wrong(to_text(date) + "不是周末,不能列为调休上班日");
      calendar.worked_.insert(date);
    }
    calendar.known_until_year_ = std::max(calendar.known_until_year_, year.year);
  }
  for (const Date date : calendar.worked_)
    if (calendar.holidays_.contains(date)) return wrong(to_text(date) + "既放假又上班");
  return calendar;
}

bool WorkingCalendar::is_working_day(Date date) const {
  if (worked_.contains(date)) return true;
  return !is_weekend(date) && !holidays_.contains(date);
}

Date WorkingCalendar::next_working_day(Date date) const {
  do {
    date = day_after(date);
  } while (!is_working_day(date));
  return date;
}

Timestamp WorkingCalendar::due_at(Timestamp submitted) const {
  const Date day = china_date(submitted);
  const int minute = china_minute_of_day(submitted);
  if (!is_working_day(day) || minute >= kCloses) return from_china(next_working_day(day), kCloses);
  if (minute < kOpens) return from_china(day, kCloses);
  const auto since_midnight = submitted - from_china(day, 0);
  return from_china(next_working_day(day), 0) + since_midnight;
}

std::int64_t WorkingCalendar::working_minutes(Timestamp from, Timestamp to) const {
  std::int64_t minutes = 0;
  for (Date day = china_date(from); day <= china_date(to); day = day_after(day)) {
    if (!is_working_day(day)) continue;
    const Timestamp opens = std::max(from, from_china(day, kOpens));
    const Timestamp closes = std::min(to, from_china(day, kCloses));
    if (closes > opens)
      minutes += std::chrono::duration_cast<std::chrono::minutes>(closes - opens).count();
  }
  return minutes;
}

Timestamp WorkingCalendar::before(Timestamp now, std::int64_t minutes) const {
  std::chrono::milliseconds left = std::chrono::minutes{minutes};
  for (Date day = china_date(now);; day = std::chrono::sys_days{day} - std::chrono::days{1}) {
    if (!is_working_day(day)) continue;
    const Timestamp opens = from_china(day, kOpens);
    const Timestamp closes = std::min(now, from_china(day, kCloses));
    if (closes <= opens) continue;
    if (closes - opens >= left) return closes - left;
    left -= closes - opens;
  }
}

}  // namespace certhall::domain
