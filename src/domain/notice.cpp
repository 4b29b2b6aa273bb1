#include "domain/notice.h"

namespace certhall::domain {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kTenOClock = 10 * 60;
constexpr int kNineOClock = 9 * 60;
constexpr int kTwentyOneOClock = 21 * 60;

Timestamp notice_time(Timestamp not_after, std::int64_t before) {
  return from_china(Date{sys_days{china_date(not_after)} - days{before}}, kTenOClock);
}

}  // namespace

std::int64_t days_until(Timestamp then, Timestamp now) {
  return (sys_days{china_date(then)} - sys_days{china_date(now)}).count();
}

std::optional<std::int64_t> expiry_notice_due(Timestamp not_after, Timestamp now) {
  if (now >= not_after) return std::nullopt;
  std::optional<std::int64_t> due;
  for (const auto before : kExpiryNotices)
    if (now >= notice_time(not_after, before)) due = before;
  return due;
}

std::optional<Timestamp> next_expiry_notice(Timestamp not_after, Timestamp now) {
  for (const auto before : kExpiryNotices)
    if (const Timestamp at = notice_time(not_after, before); at > now) return at;
  return std::nullopt;
}

bool may_disturb(Timestamp now) {
  const int minute = china_minute_of_day(now);
  return minute >= kNineOClock && minute < kTwentyOneOClock;
}

Timestamp evidence_until(Timestamp not_after) {
  const Date day = china_date(not_after);
  Date until = day + std::chrono::years{5};
  if (!until.ok()) until = Date{sys_days{until.year() / std::chrono::March / 1}};
  return from_china(until, china_minute_of_day(not_after)) + std::chrono::minutes{1};
}

}  // namespace certhall::domain
