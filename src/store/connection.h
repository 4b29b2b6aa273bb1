#pragma once
// One connection to the database. All that differs between the engines is in connection.cpp.

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/ports/store.h"
#include "store/db.h"

namespace soci {
class session;
}

namespace certhall::store {

struct Answer {
  std::int64_t affected = 0;
  std::vector<std::map<std::string, Value>> rows;
};

class Connection {
 public:
  /// `url` as in StoreOptions. A connection for `Mode::read` cannot write.
  Connection(std::string url, app::Mode mode, std::chrono::milliseconds wait);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Makes a lost connection anew, once. Waits for other writers if it is one itself.
  void begin();
  /// Throws when a statement failed since begin(): PostgreSQL would roll back and call it done.
  void commit();
  void rollback() noexcept;
  /// A point inside the transaction, for the work of somebody else; they nest. What failed before
  /// it counts no more.
  void savepoint();
  /// Undoes what came after the last savepoint, which stays. False: the whole transaction is lost.
  [[nodiscard]] bool rollback_to_savepoint() noexcept;
  /// Throws where something refers to what is not there, as commit() would.
  void check_references();
  /// Whether a statement failed since begin() or the savepoint.
  [[nodiscard]] bool has_failed() const;

  /// One statement. After an exception (app::Conflict for a unique rule) only rollback() helps.
  Answer execute(std::string_view sql, const std::vector<Argument>& arguments);
  /// Throws where the engine does not understand the statement; runs nothing.
  void check(std::string_view sql);
  [[nodiscard]] bool is_sqlite() const;
  /// For what goes beyond SQL (snapshot_engines.h).
  [[nodiscard]] soci::session& session();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace certhall::store
