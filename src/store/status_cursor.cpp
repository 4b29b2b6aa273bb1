#include "store/status_cursor.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "store/native.h"

namespace certhall::store {
namespace {

constexpr std::string_view kColumns = "seq, issuer, serial, status, revoked_at, reason";

std::string query(std::int64_t after, std::int64_t up_to) {
  return fmt::format("select {} from certificate_event where seq > {} and seq <= {}", kColumns,
                     after, up_to);
}

struct Finalize {
  void operator()(sqlite_api::sqlite3_stmt* statement) const {
    sqlite_api::sqlite3_finalize(statement);
  }
};

std::string_view text_at(sqlite_api::sqlite3_stmt* statement, int column) {
  return {reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(statement, column)),
          static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(statement, column))};
}

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::runtime_error("database: a status event that is damaged");
  return number;
}

/// A line of COPY's text format. None of the columns holds what would be escaped in it.
app::StatusChange change_in(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  const auto next = [&line] {
    const std::string_view field = line.substr(0, line.find('\t'));
    line.remove_prefix(std::min(field.size() + 1, line.size()));
    return field;
  };
  app::StatusChange change;
  change.seq = number_in(next());
  change.issuer = next();
  change.serial = next();
  change.status = next();
  change.revoked_at = {number_in(next())};
  change.reason = next();
  return change;
}

/// Ends a COPY that nobody reads to its end, so that the connection can be used again.
class CopyOut {
 public:
  CopyOut(PGconn* connection, const std::string& query) : connection_(connection) {
    PGresult* result = PQexec(connection_, query.c_str());
    const bool begun = PQresultStatus(result) == PGRES_COPY_OUT;
    PQclear(result);
    if (!begun) fail();
  }
  ~CopyOut() {
    while (PGresult* result = PQgetResult(connection_)) {
      const bool copying = PQresultStatus(result) == PGRES_COPY_OUT;
      PQclear(result);
      if (!copying) continue;
      char* line = nullptr;
      while (PQgetCopyData(connection_, &line, 0) > 0) PQfreemem(line);
    }
  }
  CopyOut(const CopyOut&) = delete;
  CopyOut& operator=(const CopyOut&) = delete;

  /// Empty at the end.
  [[nodiscard]] std::string_view next() {
    line_.reset();
    char* line = nullptr;
    const int size = PQgetCopyData(connection_, &line, 0);
    if (size == -2) fail();
    if (size == -1) {
      PGresult* result = PQgetResult(connection_);
      const bool complete = PQresultStatus(result) == PGRES_COMMAND_OK;
      PQclear(result);
      if (!complete) fail();
      return {};
    }
    line_.reset(line);
    return {line, static_cast<std::size_t>(size)};
  }

 private:
  struct Free {
    void operator()(char* line) const { PQfreemem(line); }
  };
  [[noreturn]] void fail() const {
    throw std::runtime_error(std::string("database: ") + PQerrorMessage(connection_));
  }
  PGconn* connection_;
  std::unique_ptr<char, Free> line_;
};

}  // namespace

void scan_sqlite(soci::session& session, std::int64_t after, std::int64_t up_to,
                 const std::function<void(const app::StatusChange&)>& take) {
  auto* database = sqlite_of(session);
  const auto fail = [&] {
    throw std::runtime_error(std::string("database: ") + sqlite_api::sqlite3_errmsg(database));
  };
  sqlite_api::sqlite3_stmt* raw = nullptr;
  if (sqlite_api::sqlite3_prepare_v2(database, query(after, up_to).c_str(), -1, &raw, nullptr) !=
      SQLITE_OK)
    fail();
  const std::unique_ptr<sqlite_api::sqlite3_stmt, Finalize> statement(raw);
  int step = SQLITE_ROW;
  while ((step = sqlite_api::sqlite3_step(raw)) == SQLITE_ROW)
    take({.seq = sqlite_api::sqlite3_column_int64(raw, 0),
          .issuer = text_at(raw, 1),
          .serial = text_at(raw, 2),
          .status = text_at(raw, 3),
          .revoked_at = {sqlite_api::sqlite3_column_int64(raw, 4)},
          .reason = text_at(raw, 5)});
  if (step != SQLITE_DONE) fail();
}

void scan_postgresql(soci::session& session, std::int64_t after, std::int64_t up_to,
                     const std::function<void(const app::StatusChange&)>& take) {
  CopyOut copy(postgresql_of(session), "copy (" + query(after, up_to) + ") to stdout");
  for (std::string_view line = copy.next(); !line.empty(); line = copy.next())
    take(change_in(line));
}

}  // namespace certhall::store
