#include "base/time.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace certhall {
namespace {

using namespace std::chrono_literals;

Timestamp at(std::string_view text) { return parse_rfc3339(text).value(); }

TEST(Timestamp, IsWrittenAsRfc3339) {
  EXPECT_EQ(to_rfc3339({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339({1795397400007}), "2026-11-23T01:30:00.007Z");
  EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Timestamp, IsReadInEveryFormOfRfc3339) {
  EXPECT_EQ(at("2026-11-23T01:30:00Z").ms, 1795397400000);
  EXPECT_EQ(at("2026-11-23T09:30:00+08:00").ms, 1795397400000);
  EXPECT_EQ(at("2026-11-22T20:00:00-05:30").ms, 1795397400000);
  EXPECT_EQ(at("2026-11-23t01:30:00.5z").ms, 1795397400500);
  EXPECT_EQ(at("2026-11-23T01:30:00.0079999Z").ms, 1795397400007);
}

TEST(Timestamp, IsNotReadFromAnythingElse) {
  for (const std::string_view text :
       {"", "2026-11-23", "2026-11-23T01:30:00", "2026-11-23 01:30:00Z", "2026-11-23T01:30Z",
        "2026-11-23T24:00:00Z", "2026-11-23T01:60:00Z", "2026-11-23T01:30:60Z",
        "2026-02-29T00:00:00Z", "2026-11-23T01:30:00.Z", "2026-11-23T01:30:00Zx",
        "2026-11-23T01:30:00+8:00", "26-11-23T01:30:00Z", "2026-13-01T00:00:00Z",
        "+026-11-23T01:30:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

TEST(Timestamp, AddsAndSubtractsDurations) {
  const Timestamp time{5000};
  EXPECT_EQ((time + 2s).ms, 7000);
  EXPECT_EQ((time - 2s).ms, 3000);
  EXPECT_EQ(time - Timestamp{1000}, 4000ms);
  EXPECT_EQ(time.seconds(), 5);
}

TEST(ChinaTime, ChangesTheDateAtMidnightInChina) {
  EXPECT_EQ(to_text(china_date(at("2026-11-23T15:59:59.999Z"))), "2026-11-23");
  EXPECT_EQ(to_text(china_date(at("2026-11-23T16:00:00Z"))), "2026-11-24");
  EXPECT_EQ(china_minute_of_day(at("2026-11-23T15:59:59.999Z")), 1439);
  EXPECT_EQ(china_minute_of_day(at("2026-11-23T16:00:00Z")), 0);
}

TEST(ChinaTime, WorksBefore1970) {
  EXPECT_EQ(to_text(china_date(at("1949-10-01T07:00:00Z"))), "1949-10-01");
  EXPECT_EQ(china_minute_of_day(at("1949-10-01T07:00:00Z")), 15 * 60);
}

TEST(ChinaTime, IsWrittenForPeople) {
  EXPECT_EQ(to_china_text(at("2026-11-23T01:05:59Z")), "2026-11-23 09:05");
  EXPECT_EQ(to_china_text(at("2026-12-31T16:00:00Z")), "2027-01-01 00:00");
}

TEST(ChinaTime, GoesBackToAnInstant) {
  EXPECT_EQ(from_china(parse_date("2026-11-23").value(), 0), at("2026-11-22T16:00:00Z"));
  EXPECT_EQ(from_china(parse_date("2026-11-23").value(), 570), at("2026-11-23T01:30:00Z"));
}

TEST(DateText, IsReadStrictly) {
  EXPECT_EQ(to_text(parse_date("2028-02-29").value()), "2028-02-29");
  for (const std::string_view text :
       {"", "2026-02-29", "2026-2-9", "2026-00-10", "2026-11-31", "2026/11/23", "2026-11-23 "}) {
    EXPECT_EQ(parse_date(text), std::nullopt) << text;
  }
}

TEST(SystemClock, IsAfterThisWasWritten) {
  EXPECT_GT(SystemClock().now(), at("2020-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace certhall
