#pragma once
// What a snapshot needs of each engine beyond SQL.

#include <filesystem>
#include <string>

namespace soci {
class session;
}

namespace certhall::store {

class Connection;

inline constexpr const char* kSqliteCopy = "certhall.db";

/// What the session's open transaction sees.
void copy_sqlite(soci::session& session, const std::filesystem::path& folder);
void restore_sqlite(const std::filesystem::path& folder, const std::string& path);
/// SQLite's own check of all pages and indexes; empty when it finds nothing.
[[nodiscard]] std::string fault_of_sqlite(const std::filesystem::path& file);

void copy_postgresql(soci::session& session, const std::filesystem::path& folder);
void require_empty_postgresql(Connection& connection);
/// Inside a transaction of the session's.
void fill_postgresql(soci::session& session, const std::filesystem::path& folder);

}  // namespace certhall::store
