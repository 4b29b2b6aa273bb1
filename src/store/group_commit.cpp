#include "store/group_commit.h"

#include <stdexcept>

namespace certhall::store {

void GroupCommit::begin() {
  {
    Lock lock(mutex_);
    ++waiting_;
    const bool mine = turn_.wait_for(lock, wait_, [this] { return !taken_; });
    --waiting_;
    if (!mine) throw std::runtime_error("database: all connections are busy");
    taken_ = true;
  }
  try {
    if (group_) return connection_.savepoint();
    group_ = std::make_shared<Group>();
    connection_.begin();
  } catch (...) {
    connection_.rollback();
    end(std::current_exception());
    throw;
  }
}

void GroupCommit::commit() {
  const bool shared = is_shared();
  check(shared);
  std::exception_ptr failure;
  Lock lock(mutex_);
  if (shared && may_go_on()) {
    ++group_->units;
    failure = hand_over(lock);
  } else {
    lock.unlock();
    failure = flush();
  }
  if (failure) std::rethrow_exception(failure);
}

bool GroupCommit::is_shared() const {
  const Lock lock(mutex_);
  return group_->units > 0 || may_go_on();
}

/// What is wrong with the caller's work ends his turn, before it can spoil the commit of others.
void GroupCommit::check(bool shared) {
  try {
    if (connection_.has_failed())
      throw std::logic_error("a transaction with a failed statement is no commit");
    if (shared) connection_.check_references();
  } catch (...) {
    rollback();
    throw;
  }
}

void GroupCommit::rollback() noexcept {
  if (group_->units == 0) {
    connection_.rollback();
    return end(nullptr);
  }
  if (!connection_.rollback_to_savepoint()) {
    connection_.rollback();
    return end(std::make_exception_ptr(std::runtime_error("database: the transaction was lost")));
  }
  Lock lock(mutex_);
  if (may_go_on()) {
    hand_over(lock);
  } else {
    lock.unlock();
    flush();
  }
}

int GroupCommit::waiting() const {
  const Lock lock(mutex_);
  return waiting_;
}

/// Whoever is counted as waiting either takes his turn or, when he gives up, leaves somebody else
/// at it: no group stays without one who ends it.
bool GroupCommit::may_go_on() const {
  return waiting_ > 0 && group_->units < limits_.units - 1 &&
         std::chrono::steady_clock::now() - group_->begun < limits_.time;
}

/// To the next one; returns when the group has ended, with what went wrong.
std::exception_ptr GroupCommit::hand_over(Lock& lock) {
  const auto group = group_;
  taken_ = false;
  turn_.notify_one();
  ended_.wait(lock, [&] { return group->ended; });
  return group->failure;
}

/// Of the group: the next one begins another.
void GroupCommit::end(std::exception_ptr failure) noexcept {
  {
    const Lock lock(mutex_);
    if (group_) {
      group_->failure = std::move(failure);
      group_->ended = true;
      group_.reset();
    }
    taken_ = false;
  }
  turn_.notify_one();
  ended_.notify_all();
}

std::exception_ptr GroupCommit::flush() noexcept {
  std::exception_ptr failure;
  try {
    connection_.commit();
  } catch (...) {
    failure = std::current_exception();
  }
  end(failure);
  return failure;
}

}  // namespace certhall::store
