#include "jobs/status_clock.h"

#include "base/log.h"

namespace certhall::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kRound = app::kStatusLease / 5;
// One change seldom comes alone, and each is acknowledged only when every node has it.
constexpr std::chrono::milliseconds kBusyRound = 10ms;
constexpr auto kBusyFor = 1s;
constexpr auto kRenewEvery = 5s;

}  // namespace

bool StatusClock::round() {
  bool changed = false;
  try {
    changed = responder_.keep();
    if (const auto now = std::chrono::steady_clock::now(); now >= next_renewal_) {
      next_renewal_ = now + kRenewEvery;
      responder_.renew_answers();
    }
    if (!well_) log::info("status_clock.well");
    well_ = true;
  } catch (const std::exception& error) {
    if (well_) log::error("status_clock.failed", {{"reason", error.what()}});
    well_ = false;
  }
  return changed;
}

void StatusClock::loop() {
  auto busy_until = std::chrono::steady_clock::now();
  for (;;) {
    const bool changed = round();
    const auto now = std::chrono::steady_clock::now();
    if (changed) busy_until = now + kBusyFor;
    if (routine_.rest(now < busy_until ? kBusyRound : kRound)) return;
  }
}

}  // namespace certhall::jobs
