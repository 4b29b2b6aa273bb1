#include "jobs/status_clock.h"

#include <chrono>

#include "base/log.h"

namespace certhall::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto kRound = app::kStatusLease / 5;
constexpr int kRoundsPerRenewal = 25;  // five seconds

}  // namespace

StatusClock::~StatusClock() { stop(); }

void StatusClock::start() {
  thread_ = std::thread([this] { loop(); });
}

void StatusClock::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool StatusClock::round(bool with_answers, bool was_well) {
  try {
    responder_.keep();
    if (with_answers) responder_.renew_answers();
    if (!was_well) log::info("status_clock.well");
    return true;
  } catch (const std::exception& error) {
    if (was_well) log::error("status_clock.failed", {{"reason", error.what()}});
    return false;
  }
}

void StatusClock::loop() {
  bool well = true;
  for (int rounds = 0;; ++rounds) {
    well = round(rounds % kRoundsPerRenewal == 0, well);
    std::unique_lock lock(mutex_);
    if (stopped_.wait_for(lock, kRound, [&] { return stopping_; })) return;
  }
}

}  // namespace certhall::jobs
