#include "domain/calendar.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/json.h"

namespace certhall::domain {
namespace {

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

namespace {

class CalendarCheck {
 public:
  CalendarCheck(std::string_view json, TextProblems& problems)
      : lines_(json), problems_(problems) {}

  void year(const CalendarYear& year, const std::string& path) {
    year_ = year.year;
    if (year_ < 2020 || year_ > 2099) wrong(path + ".year", "年份应在 2020 到 2099 之间");
    if (!years_.insert(year_).second) wrong(path + ".year", std::to_string(year_) + " 年重复");
    if (year_ < *years_.rbegin()) wrong(path + ".year", "年份应从早到晚排列");
    for (std::size_t i = 0; i < year.holidays.size(); ++i)
      holiday(year.holidays[i], path + ".holidays[" + std::to_string(i) + "]");
    for (std::size_t i = 0; i < year.worked.size(); ++i)
      worked(year.worked[i], path + ".worked[" + std::to_string(i) + "]");
  }

 private:
  void wrong(const std::string& path, std::string message) {
    problems_.push_back({lines_.line_of(path), std::move(message)});
  }
  [[nodiscard]] bool outside(Date date) const { return static_cast<int>(date.year()) != year_; }

  void holiday(const Holiday& holiday, const std::string& path) {
    if (holiday.name.empty()) wrong(path + ".name", "请写明节日名称");
    const auto days = std::chrono::sys_days{holiday.to} - std::chrono::sys_days{holiday.from};
    if (days.count() < 0) return wrong(path + ".to", holiday.name + "的结束日期早于开始日期");
    if (days.count() >= kLongestHoliday)
      return wrong(path + ".to", holiday.name + "超过 31 天，请核对起止日期");
    if (outside(holiday.from) || outside(holiday.to))
      wrong(path, holiday.name + "不在 " + std::to_string(year_) + " 年，请写入所在年份");
    bool overlaps = false;
    for (Date date = holiday.from; date <= holiday.to; date = day_after(date))
      overlaps = !off_.insert(date).second || overlaps;
    if (overlaps) wrong(path, holiday.name + "与前面的节日有重叠的日期");
  }

  void worked(Date date, const std::string& path) {
    const std::string day = to_text(date);
    if (outside(date)) wrong(path, day + " 不在 " + std::to_string(year_) + " 年");
    if (!is_weekend(date)) wrong(path, day + " 不是周末，不能列为调休上班日");
    if (off_.contains(date)) wrong(path, day + " 既放假又上班，请核对通知");
    if (!on_.insert(date).second) wrong(path, day + " 重复");
  }

  JsonLines lines_;
  TextProblems& problems_;
  int year_ = 0;
  std::set<int> years_;
  std::set<Date> off_, on_;
};

}  // namespace

TextProblems check_calendar_text(std::string_view json) {
  TextProblems problems;
  const auto file = read_json_text<CalendarFile>(json, problems);
  if (!file) return sorted(problems);
  CalendarCheck check(json, problems);
  for (std::size_t i = 0; i < file->years.size(); ++i)
    check.year(file->years[i], "years[" + std::to_string(i) + "]");
  if (file->years.empty()) problems.push_back({1, "至少要有一个年份"});
  // What the parser refuses as well, so that no text passes here that does not load.
  if (problems.empty())
    if (const auto loaded = WorkingCalendar::parse(json); !loaded)
      problems.push_back({1, loaded.error().message});
  return sorted(problems);
}

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
