#pragma once
// When people are reminded without their asking, and how long what they gave is kept.

#include <array>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace certhall::domain {

/// Days before a certificate expires, the nearest last.
inline constexpr std::array<std::int64_t, 4> kExpiryNotices{90, 60, 30, 7};

/// Whole days of the calendar in China from `now` to the day of `then`.
[[nodiscard]] std::int64_t days_until(Timestamp then, Timestamp now);
/// The notice that is due `now`: the nearest of those whose day has come; nothing before the first,
/// and nothing after the end. A hall that was down sends this one and none of those before it.
[[nodiscard]] std::optional<std::int64_t> expiry_notice_due(Timestamp not_after, Timestamp now);
/// When to look again: at ten in the morning of the next notice's day; nothing after the last.
[[nodiscard]] std::optional<Timestamp> next_expiry_notice(Timestamp not_after, Timestamp now);
/// People are not woken up: between nine and twenty-one o'clock in China.
[[nodiscard]] bool may_disturb(Timestamp now);

/// Electronic Signature Law, article 24: five years after the certificate expired, to the day;
/// 29 February becomes 1 March.
[[nodiscard]] Timestamp evidence_until(Timestamp not_after);
/// What was refused or given up is kept so long, for questions.
inline constexpr std::int64_t kEndedKeptDays = 180;

}  // namespace certhall::domain
