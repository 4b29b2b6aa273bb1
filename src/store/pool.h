#pragma once
// The connections of one process: one that writes, some that read.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.h"

namespace certhall::store {

template <class T>
class Pool {
 public:
  explicit Pool(std::chrono::milliseconds wait) : wait_(wait) {}
  void add(std::unique_ptr<T> item) { give_back(std::move(item)); }

  /// Throws when none comes free in time.
  [[nodiscard]] std::unique_ptr<T> take() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, wait_, [&] { return !free_.empty(); })) {
      throw std::runtime_error("database: all connections are busy");
    }
    auto item = std::move(free_.back());
    free_.pop_back();
    return item;
  }
  void give_back(std::unique_ptr<T> item) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(item));
    }
    freed_.notify_one();
  }

 private:
  std::chrono::milliseconds wait_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace certhall::store
