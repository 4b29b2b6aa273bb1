#pragma once
// One unit of work at a desk: a connection with its repositories, taken from the pool, begun, and
// given back.

#include <chrono>
#include <memory>
#include <stdexcept>

#include "base/metrics.h"
#include "store/pool.h"

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

/// `Desk` has a `connection`. What is not committed is rolled back.
template <class Desk>
class Sitting {
 public:
  Sitting(Pool<Desk>& pool, Meter& meter) : pool_(pool), meter_(meter) {
    try {
      const Stopwatch waiting(meter.wait);
      desk_ = pool_.take();
      desk_->connection.begin();
    } catch (...) {
      meter_.failed.add();
      if (desk_) pool_.give_back(std::move(desk_));
      throw;
    }
    begun_ = std::chrono::steady_clock::now();
  }
  ~Sitting() {
    if (open_) desk_->connection.rollback();
    pool_.give_back(std::move(desk_));
    meter_.time.note(std::chrono::steady_clock::now() - begun_);
  }
  Sitting(const Sitting&) = delete;
  Sitting& operator=(const Sitting&) = delete;

  void commit() {
    if (!open_) throw std::logic_error("a transaction commits once");
    try {
      desk_->connection.commit();
    } catch (...) {
      meter_.failed.add();
      throw;
    }
    open_ = false;
  }
  Desk* operator->() const { return desk_.get(); }

 private:
  Pool<Desk>& pool_;
  Meter& meter_;
  std::unique_ptr<Desk> desk_;
  std::chrono::steady_clock::time_point begun_;
  bool open_ = true;
};

}  // namespace certhall::store
