#pragma once
// A thread of a clock, and its rests, which end at once when it is told to stop.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace certhall::jobs {

class Routine {
 public:
  Routine() = default;
  ~Routine() { stop(); }
  Routine(const Routine&) = delete;
  Routine& operator=(const Routine&) = delete;

  void start(std::function<void()> work) { thread_ = std::thread(std::move(work)); }
  /// Lets what it is at finish.
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    told_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  /// For the thread itself. True: told to stop.
  [[nodiscard]] bool rest(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return told_.wait_for(lock, time, [&] { return stopping_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace certhall::jobs
