#include "domain/calendar.h"

#include <gtest/gtest.h>

#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

const WorkingCalendar& calendar() {
  static const auto china =
      WorkingCalendar::parse(repository_file("data/calendar-cn.json")).value();
  return china;
}

/// Both in China's time.
std::string due(std::string_view submitted) {
  return to_china_text(calendar().due_at(sample::time(std::string(submitted) + ":00+08:00")));
}

TEST(WorkingDays, AreNotWeekendsAndHolidays) {
  EXPECT_TRUE(calendar().is_working_day(sample::day("2026-11-23")));
  EXPECT_FALSE(calendar().is_working_day(sample::day("2026-11-22")));
  EXPECT_FALSE(calendar().is_working_day(sample::day("2026-02-17"))) << "Spring Festival";
  EXPECT_FALSE(calendar().is_working_day(sample::day("2025-10-08"))) << "National Day";
}

TEST(WorkingDays, AreSomeSaturdaysAndSundays) {
  EXPECT_TRUE(calendar().is_working_day(sample::day("2026-01-04")));
  EXPECT_TRUE(calendar().is_working_day(sample::day("2026-02-14")));
  EXPECT_TRUE(calendar().is_working_day(sample::day("2026-09-20")));
  EXPECT_TRUE(calendar().is_working_day(sample::day("2025-09-28")));
}

TEST(WorkingDays, AsManyAsPublishedInAYear) {
  const auto count = [](int year) {
    int days = 0;
    for (auto day = std::chrono::sys_days{std::chrono::year{year} / 1 / 1};
         day < std::chrono::sys_days{std::chrono::year{year + 1} / 1 / 1};
         day += std::chrono::days{1})
      days += calendar().is_working_day(Date{day}) ? 1 : 0;
    return days;
  };
  EXPECT_EQ(count(2025), 248);
  EXPECT_EQ(count(2026), 248);
}

TEST(WorkingDays, BeyondTheKnownYearsAreAllButWeekends) {
  EXPECT_EQ(calendar().known_until_year(), 2026);
  EXPECT_TRUE(calendar().is_working_day(sample::day("2027-01-01")));
  EXPECT_FALSE(calendar().is_working_day(sample::day("2027-01-02")));
}

TEST(DueTime, IsTheSameMinuteOfTheNextWorkingDay) {
  EXPECT_EQ(due("2026-11-23T10:20"), "2026-11-24 10:20");
  EXPECT_EQ(due("2026-11-23T09:00"), "2026-11-24 09:00");
  EXPECT_EQ(due("2026-11-23T16:59"), "2026-11-24 16:59");
}

TEST(DueTime, IsAtClosingTimeForWhatComesOutsideBusinessHours) {
  EXPECT_EQ(due("2026-11-23T17:00"), "2026-11-24 17:00");
  EXPECT_EQ(due("2026-11-23T23:59"), "2026-11-24 17:00");
  EXPECT_EQ(due("2026-11-24T00:01"), "2026-11-24 17:00");
  EXPECT_EQ(due("2026-11-24T08:59"), "2026-11-24 17:00");
}

TEST(DueTime, SkipsTheWeekend) {
  EXPECT_EQ(due("2026-11-20T15:30"), "2026-11-23 15:30");
  EXPECT_EQ(due("2026-11-20T18:00"), "2026-11-23 17:00");
  EXPECT_EQ(due("2026-11-21T10:00"), "2026-11-23 17:00");
}

TEST(DueTime, SkipsTheSpringFestivalAndKnowsTheShiftedDaysAround) {
  EXPECT_EQ(due("2026-02-13T11:00"), "2026-02-14 11:00") << "that Saturday is worked";
  EXPECT_EQ(due("2026-02-14T11:00"), "2026-02-24 11:00");
  EXPECT_EQ(due("2026-02-18T11:00"), "2026-02-24 17:00");
  EXPECT_EQ(due("2026-02-27T11:00"), "2026-02-28 11:00") << "that Saturday too";
  EXPECT_EQ(due("2026-02-28T11:00"), "2026-03-02 11:00");
}

TEST(DueTime, FallsOnAShiftedSunday) {
  EXPECT_EQ(due("2025-09-27T11:00"), "2025-09-28 17:00");
  EXPECT_EQ(due("2025-09-30T16:00"), "2025-10-09 16:00");
}

TEST(DueTime, CountsTheDayInChinaAndNotInGreenwich) {
  const auto due_at = calendar().due_at(sample::time("2026-11-22T23:30:00Z"));  // Monday 07:30
  EXPECT_EQ(to_china_text(due_at), "2026-11-23 17:00");
}

Error refusal(std::string_view json) { return WorkingCalendar::parse(json).error(); }

TEST(CalendarFile, IsRefusedWhereAShiftedDayIsNoWeekend) {
  const auto error =
      refusal(R"({"source":"","years":[{"year":2026,"holidays":[],"worked":["2026-11-23"]}]})");
  EXPECT_EQ(error.code, ErrorCode::invalid);
  EXPECT_EQ(error.message, "工作日历有误:2026-11-23不是周末,不能列为调休上班日");
}

TEST(CalendarFile, IsRefusedWhereAHolidayEndsBeforeItBeginsOrNeverEnds) {
  EXPECT_EQ(refusal(R"({"source":"","years":[{"year":2026,"holidays":
      [{"name":"元旦","from":"2026-01-03","to":"2026-01-01"}],"worked":[]}]})")
                .message,
            "工作日历有误:元旦的起止日期(2026-01-03至2026-01-01)");
  EXPECT_FALSE(WorkingCalendar::parse(R"({"source":"","years":[{"year":2026,"holidays":
      [{"name":"元旦","from":"2026-01-01","to":"2027-01-01"}],"worked":[]}]})"));
}

TEST(CalendarFile, IsRefusedWhereADayIsBothOffAndWorked) {
  EXPECT_EQ(refusal(R"({"source":"","years":[{"year":2026,"holidays":
      [{"name":"元旦","from":"2026-01-01","to":"2026-01-04"}],"worked":["2026-01-04"]}]})")
                .message,
            "工作日历有误:2026-01-04既放假又上班");
}

TEST(CalendarFile, IsRefusedWhereItIsNoCalendar) {
  EXPECT_FALSE(WorkingCalendar::parse(""));
  EXPECT_FALSE(WorkingCalendar::parse("{}"));
}

Timestamp at(std::string_view china) { return sample::time(std::string(china) + ":00+08:00"); }

TEST(WorkingTime, PassesInBusinessHoursOnly) {
  const auto minutes = [](std::string_view from, std::string_view to) {
    return calendar().working_minutes(at(from), at(to));
  };
  EXPECT_EQ(minutes("2026-11-23T10:00", "2026-11-23T11:30"), 90);
  EXPECT_EQ(minutes("2026-11-23T16:00", "2026-11-24T10:00"), 120);
  EXPECT_EQ(minutes("2026-11-20T16:30", "2026-11-23T09:30"), 60) << "over a weekend";
  EXPECT_EQ(minutes("2026-11-21T12:00", "2026-11-22T12:00"), 0);
  EXPECT_EQ(minutes("2026-11-24T10:00", "2026-11-23T10:00"), 0) << "backwards";
}

TEST(WorkingTime, IsReckonedBackAsItPassed) {
  EXPECT_EQ(calendar().before(at("2026-11-23T11:00"), 60), at("2026-11-23T10:00"));
  EXPECT_EQ(calendar().before(at("2026-11-23T10:00"), 120), at("2026-11-20T16:00"));
  for (const std::int64_t minutes : {1, 59, 240, 480, 481, 960, 5'000})
    EXPECT_EQ(calendar().working_minutes(calendar().before(at("2026-11-23T13:07"), minutes),
                                         at("2026-11-23T13:07")),
              minutes);
}

}  // namespace
}  // namespace certhall::domain
