#pragma once
// Where units of work are done: at a desk, a connection with its repositories (`connection`). There
// are some that read, each for one unit at a time, and one that writes, for all that write.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "store/group_commit.h"

namespace certhall::store {

template <class Desk>
class Desks {
 public:
  virtual ~Desks() = default;
  /// Begins a unit of work; throws where no turn comes in time or the database is away.
  virtual Desk& begin() = 0;
  /// Either ends it; the desk is somebody else's then. commit() throws when nothing was kept.
  virtual void commit(Desk& desk) = 0;
  virtual void rollback(Desk& desk) noexcept = 0;
};

template <class Desk>
class ReadingDesks final : public Desks<Desk> {
 public:
  explicit ReadingDesks(std::chrono::milliseconds wait) : wait_(wait) {}
  void add(std::unique_ptr<Desk> desk) {
    free_.push_back(desk.get());
    all_.push_back(std::move(desk));
  }

  Desk& begin() override {
    Desk& desk = take();
    try {
      desk.connection.begin();
    } catch (...) {
      give_back(desk);
      throw;
    }
    return desk;
  }
  void commit(Desk& desk) override { rollback(desk); }  // nothing was written
  void rollback(Desk& desk) noexcept override {
    desk.connection.rollback();
    give_back(desk);
  }

 private:
  Desk& take() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, wait_, [&] { return !free_.empty(); }))
      throw std::runtime_error("database: all connections are busy");
    Desk& desk = *free_.back();
    free_.pop_back();
    return desk;
  }
  void give_back(Desk& desk) noexcept {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(&desk);  // there is room: it was here before
    }
    freed_.notify_one();
  }

  const std::chrono::milliseconds wait_;
  std::vector<std::unique_ptr<Desk>> all_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Desk*> free_;
};

template <class Desk>
class WritingDesk final : public Desks<Desk> {
 public:
  WritingDesk(std::unique_ptr<Desk> desk, std::chrono::milliseconds wait)
      : desk_(std::move(desk)), group_(desk_->connection, wait) {}

  Desk& begin() override {
    group_.begin();
    return *desk_;
  }
  void commit(Desk&) override { group_.commit(); }
  void rollback(Desk&) noexcept override { group_.rollback(); }

 private:
  std::unique_ptr<Desk> desk_;
  GroupCommit group_;
};

}  // namespace certhall::store
