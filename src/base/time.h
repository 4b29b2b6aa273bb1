#pragma once
// Instants and dates. An instant is UTC milliseconds; a date is a day in China (UTC+8, no summer
// time since 1991), which is what forms, calendars and the one-working-day promise mean.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace certhall {

using Date = std::chrono::year_month_day;

struct Timestamp {
  std::int64_t ms = 0;  // since 1970-01-01T00:00:00Z

  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
  friend Timestamp operator+(Timestamp t, std::chrono::milliseconds d) {
    return {t.ms + d.count()};
  }
  friend Timestamp operator-(Timestamp t, std::chrono::milliseconds d) {
    return {t.ms - d.count()};
  }
  friend std::chrono::milliseconds operator-(Timestamp a, Timestamp b) {
    return std::chrono::milliseconds{a.ms - b.ms};
  }
  [[nodiscard]] std::int64_t seconds() const { return ms / 1000; }
};

/// "2026-11-23T01:30:00.000Z" (RFC 3339), as in the API.
[[nodiscard]] std::string to_rfc3339(Timestamp time);
[[nodiscard]] std::optional<Timestamp> parse_rfc3339(std::string_view text);
/// "2026-11-23 09:30" in China, as people read it on forms and in messages.
[[nodiscard]] std::string to_china_text(Timestamp time);
[[nodiscard]] Date china_date(Timestamp time);
/// Minutes after midnight in China, 0 to 1439.
[[nodiscard]] int china_minute_of_day(Timestamp time);
/// The instant at which `minute_of_day` strikes on `date` in China.
[[nodiscard]] Timestamp from_china(Date date, int minute_of_day);
/// "2026-11-23".
[[nodiscard]] std::string to_text(Date date);
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

}  // namespace certhall
