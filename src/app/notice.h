#pragma once
// What the hall does by itself as time goes by: reminds of certificates that expire and of
// applications left lying, cancels those, and erases what need not be kept any longer. Each is
// called from time to time, on every node; each piece is decided in a transaction of its own.

#include <functional>

#include "app/hall.h"

namespace certhall::app {

// --- in the transaction of the application's step

/// The certificates are on their token: reminders before they expire, evidence five years longer.
void plan_expiry(Transaction& tx, const Hall& hall, const domain::Application& application);
/// Refused ones are kept a while for questions, those with certificates as evidence; what was given
/// up goes at once.
void plan_erasure(Transaction& tx, const Hall& hall, const domain::Application& application);

// --- by the clock; each answers how many it worked on

/// Asked after each piece of work; may wait, so that others get the database. False: stop here.
using GoOn = std::function<bool()>;

/// At 90, 60, 30 and 7 days, each once, by day; none for what is revoked or renewed.
[[nodiscard]] Result<std::int64_t> remind_of_expiry(const Hall& hall, const GoOn& go_on);
/// Unpaid and returned applications: reminded once for each time that they lie still, cancelled
/// after the days that the catalogue says. Drafts are cancelled after the same time, silently.
[[nodiscard]] Result<std::int64_t> end_idle_applications(const Hall& hall, const GoOn& go_on);
/// Persons go; number, state, course and audit stay. While money is open, nothing goes.
[[nodiscard]] Result<std::int64_t> erase_outdated(const Hall& hall, const GoOn& go_on);

}  // namespace certhall::app
