#pragma once
// What need not happen at once, every ten minutes: reminders of expiry, the end of what was left
// lying, the erasure of what need not be kept. It may be much after a standstill, so it has a
// thread of its own, and after each piece rests as long as the piece took: the database is for
// others, too.

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/hall.h"

namespace certhall::jobs {

class SlowClocks {
 public:
  explicit SlowClocks(const app::Hall& hall) : hall_(hall) {}
  ~SlowClocks();  // stops
  SlowClocks(const SlowClocks&) = delete;
  SlowClocks& operator=(const SlowClocks&) = delete;

  void start();
  /// Lets the piece at hand finish.
  void stop();

 private:
  void keep();
  /// True: told to stop.
  [[nodiscard]] bool rest(std::chrono::milliseconds time);

  const app::Hall& hall_;
  std::mutex mutex_;
  std::condition_variable told_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace certhall::jobs
