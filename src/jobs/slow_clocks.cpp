#include "jobs/slow_clocks.h"

#include <chrono>
#include <utility>

#include "app/notice.h"
#include "jobs/guarded.h"

namespace certhall::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto kEvery = 10min;
constexpr std::chrono::milliseconds kLongestRest = 1s;

}  // namespace

void SlowClocks::start() {
  routine_.start([this] {
    do keep();
    while (!routine_.rest(kEvery));
  });
}

void SlowClocks::keep() {
  using Steady = std::chrono::steady_clock;
  auto begin = Steady::now();
  const app::GoOn go_on = [&] {
    const auto took = std::chrono::ceil<std::chrono::milliseconds>(Steady::now() - begin);
    const bool stop = routine_.rest(std::min(took, kLongestRest));
    begin = Steady::now();
    return !stop;
  };
  using Work = Result<std::int64_t> (*)(const app::Hall&, const app::GoOn&);
  const std::pair<std::string_view, Work> clocks[] = {{"expiry", &app::remind_of_expiry},
                                                      {"idle", &app::end_idle_applications},
                                                      {"retention", &app::erase_outdated}};
  for (const auto& [name, work] : clocks)
    guarded(name, [&, name = name, work = work]() -> Status {
      ASSIGN_OR_RETURN(worked, work(hall_, go_on));
      if (worked > 0) log::info("clock.worked", {{"clock", name}, {"count", worked}});
      return {};
    });
}

}  // namespace certhall::jobs
