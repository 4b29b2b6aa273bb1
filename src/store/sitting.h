#pragma once
// One unit of work at a desk, and how long it took.

#include <chrono>
#include <stdexcept>
#include <utility>

#include "base/metrics.h"
#include "store/desks.h"

namespace certhall::store {

/// How long transactions take, and how long they wait for their turn: for the one connection that
/// writes, and for the writers of other nodes.
struct Meter {
  Meter(Metrics& metrics, const char* mode)
      : wait(metrics.histogram("certhall_database_wait_seconds",
                               "Time until a transaction may begin", {{"mode", mode}})),
        time(metrics.histogram("certhall_database_transaction_seconds",
                               "Time from the beginning of a transaction to its end",
                               {{"mode", mode}})),
        failed(metrics.counter("certhall_database_failed_total",
                               "Transactions that could not begin or commit", {{"mode", mode}})) {}
  Histogram& wait;
  Histogram& time;
  Counter& failed;
};

/// What is not committed is rolled back.
template <class Desk>
class Sitting {
 public:
  Sitting(Desks<Desk>& desks, Meter& meter) : desks_(desks), meter_(meter) {
    try {
      const Stopwatch waiting(meter.wait);
      desk_ = &desks_.begin();
    } catch (...) {
      meter_.failed.add();
      throw;
    }
    begun_ = std::chrono::steady_clock::now();
  }
  ~Sitting() {
    if (desk_ != nullptr) desks_.rollback(*desk_);
    meter_.time.note(std::chrono::steady_clock::now() - begun_);
  }
  Sitting(const Sitting&) = delete;
  Sitting& operator=(const Sitting&) = delete;

  void commit() {
    Desk& desk = *operator->();
    desk_ = nullptr;
    try {
      desks_.commit(desk);
    } catch (...) {
      meter_.failed.add();
      throw;
    }
  }
  Desk* operator->() const {
    if (desk_ == nullptr) throw std::logic_error("a transaction commits once, and is over then");
    return desk_;
  }

 private:
  Desks<Desk>& desks_;
  Meter& meter_;
  Desk* desk_ = nullptr;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace certhall::store
