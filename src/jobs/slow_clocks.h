#pragma once
// What need not happen at once, every ten minutes: reminders of expiry, the end of what was left
// lying, the erasure of what need not be kept. It may be much after a standstill, so it has a
// thread of its own, and after each piece rests as long as the piece took: the database is for
// others, too.

#include "app/hall.h"
#include "jobs/routine.h"

namespace certhall::jobs {

class SlowClocks {
 public:
  explicit SlowClocks(const app::Hall& hall) : hall_(hall) {}
  void start();
  /// Lets the piece at hand finish.
  void stop() { routine_.stop(); }

 private:
  void keep();

  const app::Hall& hall_;
  Routine routine_;
};

}  // namespace certhall::jobs
