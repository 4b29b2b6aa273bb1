#include "base/time.h"

#include <fmt/format.h>

namespace certhall {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr hours kChina{8};

sys_days china_day(Timestamp time) {
  return floor<days>(std::chrono::sys_time<milliseconds>(milliseconds{time.ms} + kChina));
}

milliseconds since_china_midnight(Timestamp time) {
  return milliseconds{time.ms} + kChina - china_day(time).time_since_epoch();
}

// Takes `text`'s first `count` characters as a number; nothing unless all of them are digits.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int number = 0;
  for (const char digit : text.substr(0, count)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, "-")) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const Date date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                  std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::optional<minutes> take_hours_and_minutes(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return hours{*hour} + minutes{*minute};
}

// Digits after the third are read and dropped.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, ".")) return milliseconds{0};
  milliseconds fraction{0};
  std::size_t count = 0;
  for (int unit = 100; const auto digit = take_digits(text, 1); unit /= 10, ++count) {
    fraction += milliseconds{*digit * unit};
  }
  if (count == 0) return std::nullopt;
  return fraction;
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, "Z") || take(text, "z")) return minutes{0};
  const bool west = take(text, "-");
  if (!west && !take(text, "+")) return std::nullopt;
  const auto offset = take_hours_and_minutes(text);
  if (!offset) return std::nullopt;
  return west ? -*offset : *offset;
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
  const std::chrono::sys_time<milliseconds> instant{milliseconds{time.ms}};
  const sys_days day = floor<days>(instant);
  const std::chrono::hh_mm_ss clock{instant - day};
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_text(Date{day}), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  const auto date = take_date(text);
  if (!date || (!take(text, "T") && !take(text, "t"))) return std::nullopt;
  const auto clock = take_hours_and_minutes(text);
  if (!clock || !take(text, ":")) return std::nullopt;
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const milliseconds ms =
      sys_days{*date}.time_since_epoch() + *clock + seconds{*second} + *fraction - *offset;
  return Timestamp{ms.count()};
}

std::string to_china_text(Timestamp time) {
  const int minute = china_minute_of_day(time);
  return fmt::format("{} {:02}:{:02}", to_text(china_date(time)), minute / 60, minute % 60);
}

Date china_date(Timestamp time) { return Date{china_day(time)}; }

int china_minute_of_day(Timestamp time) {
  return static_cast<int>(floor<minutes>(since_china_midnight(time)).count());
}

Timestamp from_china(Date date, int minute_of_day) {
  const milliseconds ms = sys_days{date}.time_since_epoch() + minutes{minute_of_day} - kChina;
  return {ms.count()};
}

std::string to_text(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_date(std::string_view text) {
  const auto date = take_date(text);
  if (!text.empty()) return std::nullopt;
  return date;
}

}  // namespace certhall
