#pragma once
// The thread that keeps a node's OCSP responder up to date: fast, and apart from the jobs, which
// may wait for companies outside.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/ocsp.h"

namespace certhall::jobs {

class StatusClock {
 public:
  explicit StatusClock(app::OcspResponder& responder) : responder_(responder) {}
  ~StatusClock();  // stops
  StatusClock(const StatusClock&) = delete;
  StatusClock& operator=(const StatusClock&) = delete;

  void start();
  void stop();

 private:
  void loop();
  /// Whether something had changed.
  bool round();

  app::OcspResponder& responder_;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  bool well_ = true;  // a database or key that is away is said once, not five times a second
  std::chrono::steady_clock::time_point next_renewal_{};
  std::thread thread_;
};

}  // namespace certhall::jobs
