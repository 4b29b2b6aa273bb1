#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

#include "base/files.h"
#include "store/native.h"
#include "store/snapshot_engines.h"

namespace certhall::store {
namespace {

namespace fs = std::filesystem;
using sqlite_api::sqlite3;

struct Close {
  void operator()(sqlite3* database) const { sqlite_api::sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, Close>;

[[noreturn]] void throw_fault(sqlite3* database, const fs::path& path) {
  throw std::runtime_error("database " + path.string() + ": " +
                           sqlite_api::sqlite3_errmsg(database));
}

Database open(const fs::path& path, int flags) {
  sqlite3* raw = nullptr;
  const int done = sqlite_api::sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Database database(raw);
  if (done != SQLITE_OK) throw_fault(raw, path);
  return database;
}

/// Opens a file of its own, which is the owner's only from its first moment on.
Database open_new(const fs::path& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) throw std::system_error(errno, std::generic_category(), path.string());
  ::close(file);
  return open(path, SQLITE_OPEN_READWRITE);
}

void run(sqlite3* database, const char* sql, const fs::path& path) {
  if (sqlite_api::sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw_fault(database, path);
}

/// All pages in one step, so that they are of the moment that `from`'s transaction sees.
void copy_pages(sqlite3* from, sqlite3* to, const fs::path& path) {
  auto* backup = sqlite_api::sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) throw_fault(to, path);
  const int step = sqlite_api::sqlite3_backup_step(backup, -1);
  const int end = sqlite_api::sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE || end != SQLITE_OK) throw_fault(to, path);
  // One file, without a log beside it, so that it can be read where nothing can be written.
  run(to, "pragma journal_mode = delete", path);
}

}  // namespace

void copy_sqlite(soci::session& session, const fs::path& folder) {
  const fs::path path = folder / kSqliteCopy;
  const Database copy = open_new(path);
  copy_pages(sqlite_of(session), copy.get(), path);
}

void restore_sqlite(const fs::path& folder, const std::string& path) {
  const Database from = open(folder / kSqliteCopy, SQLITE_OPEN_READONLY);
  const Database to = open_new(path);
  copy_pages(from.get(), to.get(), path);
}

std::string fault_of_sqlite(const fs::path& file) {
  const Database database = open(file, SQLITE_OPEN_READONLY);
  std::string said;
  const auto keep = [](void* text, int columns, char** values, char**) {
    if (columns > 0 && values[0] != nullptr) *static_cast<std::string*>(text) = values[0];
    return 0;
  };
  const int done =
      sqlite_api::sqlite3_exec(database.get(), "pragma integrity_check(1)", keep, &said, nullptr);
  if (done != SQLITE_OK) return sqlite_api::sqlite3_errmsg(database.get());
  return said == "ok" ? "" : said;
}

}  // namespace certhall::store
