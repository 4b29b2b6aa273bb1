#pragma once
// The thread that keeps a node's OCSP responder up to date: fast, and apart from the jobs, which
// may wait for companies outside.

#include <chrono>

#include "app/ocsp.h"
#include "jobs/routine.h"

namespace certhall::jobs {

class StatusClock {
 public:
  explicit StatusClock(app::OcspResponder& responder) : responder_(responder) {}
  void start() {
    routine_.start([this] { loop(); });
  }
  void stop() { routine_.stop(); }

 private:
  void loop();
  /// Whether something had changed.
  bool round();

  app::OcspResponder& responder_;
  bool well_ = true;  // a database or key that is away is said once, not five times a second
  std::chrono::steady_clock::time_point next_renewal_{};
  Routine routine_;
};

}  // namespace certhall::jobs
