#pragma once
// Many units of work, one commit. Those who write come to the connection one after another. Who
// finds others waiting when he is done lets them go on in the same transaction of the database; the
// last one's commit makes the work of all durable, and until then none of them returns. Flushing
// the disk takes longer than most of our writing does: docs/decisions/one-writer.md.

#include <chrono>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>

#include "store/connection.h"

namespace certhall::store {

class GroupCommit {
 public:
  /// Of a group: writers of other nodes want their turn, too.
  struct Limits {
    int units = 16;
    std::chrono::milliseconds time{20};  // from its begin; none joins it later
  };

  /// `wait`: for one's turn. `connection` must outlive this, and be nobody else's.
  GroupCommit(Connection& connection, std::chrono::milliseconds wait, Limits limits)
      : connection_(connection), wait_(wait), limits_(limits) {}
  GroupCommit(Connection& connection, std::chrono::milliseconds wait)
      : GroupCommit(connection, wait, Limits()) {}

  /// Returns when it is the caller's turn; throws when that does not come, or the database is away.
  void begin();
  /// Ends the turn and returns when the caller's work is durable. Throws when it is not: a
  /// statement of his failed, or the commit did, which then has kept nobody's work.
  void commit();
  /// Ends the turn; nothing of the caller's work is kept, but that of others before him is. Returns
  /// when that is durable, since what he says now may follow from what he saw of it.
  void rollback() noexcept;
  /// How many wait for their turn.
  [[nodiscard]] int waiting() const;

 private:
  struct Group {
    std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
    int units = 0;  // that are done, and wait for the end
    bool ended = false;
    std::exception_ptr failure;
  };
  using Lock = std::unique_lock<std::mutex>;

  [[nodiscard]] bool is_shared() const;
  void check(bool shared);
  [[nodiscard]] bool may_go_on() const;
  std::exception_ptr hand_over(Lock& lock);
  void end(std::exception_ptr failure) noexcept;
  std::exception_ptr flush() noexcept;

  Connection& connection_;
  const std::chrono::milliseconds wait_;
  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable turn_;
  std::condition_variable ended_;
  int waiting_ = 0;
  bool taken_ = false;
  std::shared_ptr<Group> group_;  // while a transaction is open
};

}  // namespace certhall::store
