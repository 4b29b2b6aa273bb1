#pragma once
// A copy of the whole database of one moment, taken beside a serving hall, and the way back. SQLite
// is copied by its online backup into one file; of PostgreSQL every table becomes a file in the
// format of COPY, behind a first line with the names of its columns.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/ports/journal_store.h"

namespace certhall::store {

class Snapshot {
 public:
  virtual ~Snapshot() = default;
  /// Into a folder that is empty. Durable when it returns.
  virtual void copy_to(const std::filesystem::path& folder) = 0;
  /// The names of the migrations that the copied database has seen.
  [[nodiscard]] virtual std::vector<std::string> migrations() = 0;
  /// The files that its rows name, by id, from behind `after` on.
  [[nodiscard]] virtual std::vector<app::ObjectRow> objects(const std::string& after,
                                                            std::int64_t limit) = 0;
};

/// `url` as in StoreOptions. `meanwhile` runs at the snapshot's very moment, while no node of the
/// installation is inside a write transaction; it must be short.
[[nodiscard]] std::unique_ptr<Snapshot> take_snapshot(const std::string& url,
                                                      const std::function<void()>& meanwhile);

/// Whose tables a database holds.
enum class Database { hall, key_centre };

/// Fills a database that has no table yet. Throws std::runtime_error where it has, where
/// `migrations` names one that this program does not know, or where the copy does not fit.
void restore_snapshot(const std::filesystem::path& folder, const std::string& url,
                      const std::vector<std::string>& migrations,
                      Database database = Database::hall);

/// What is wrong with the copy in `folder`; empty when nothing is.
[[nodiscard]] std::string fault_of_copy(const std::filesystem::path& folder);

}  // namespace certhall::store
