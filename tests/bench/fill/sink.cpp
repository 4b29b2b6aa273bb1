#include "bench/fill/sink.h"

#include <stdexcept>

#include <libpq-fe.h>
#include <sqlite3.h>

namespace certhall::bench {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kPostgresql = "postgresql:";

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class SqliteSink final : public Sink {
 public:
  explicit SqliteSink(const std::string& path) {
    check(sqlite3_open(path.c_str(), &db_));
    run("pragma cache_size = -400000");
    run("begin immediate");
  }
  ~SqliteSink() override {
    sqlite3_finalize(statement_);
    sqlite3_close(db_);
  }
  SqliteSink(const SqliteSink&) = delete;
  SqliteSink& operator=(const SqliteSink&) = delete;

  void table(const std::string& name, const std::vector<std::string>& columns) override {
    sqlite3_finalize(statement_);
    statement_ = nullptr;
    std::string places;
    for (std::size_t i = 0; i < columns.size(); ++i) places += i == 0 ? "?" : ", ?";
    const std::string sql =
        "insert into " + name + " (" + joined(columns) + ") values (" + places + ")";
    check(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement_, nullptr));
  }
  void row(const std::vector<Cell>& cells) override {
    int place = 0;
    for (const auto& cell : cells) {
      ++place;
      if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        check(sqlite3_bind_int64(statement_, place, *number));
      } else {
        const auto& text = std::get<std::string>(cell);
        check(sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()),
                                nullptr));
      }
    }
    if (sqlite3_step(statement_) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    check(sqlite3_reset(statement_));
  }
  void finish() override { run("commit"); }

 private:
  void check(int status) {
    if (status != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  }
  void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

class PostgresqlSink final : public Sink {
 public:
  explicit PostgresqlSink(const std::string& target) : connection_(PQconnectdb(target.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) fail();
    run("begin", PGRES_COMMAND_OK);
  }
  ~PostgresqlSink() override { PQfinish(connection_); }
  PostgresqlSink(const PostgresqlSink&) = delete;
  PostgresqlSink& operator=(const PostgresqlSink&) = delete;

  void table(const std::string& name, const std::vector<std::string>& columns) override {
    end_copy();
    run("copy " + name + " (" + joined(columns) + ") from stdin", PGRES_COPY_IN);
    copying_ = true;
  }
  void row(const std::vector<Cell>& cells) override {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line += '\t';
      if (const auto* number = std::get_if<std::int64_t>(&cells[i]))
        line += std::to_string(*number);
      else
        line += escaped(std::get<std::string>(cells[i]));
    }
    line += '\n';
    if (PQputCopyData(connection_, line.data(), static_cast<int>(line.size())) != 1) fail();
  }
  void finish() override {
    end_copy();
    run("commit", PGRES_COMMAND_OK);
    run("analyze", PGRES_COMMAND_OK);
  }

 private:
  static std::string escaped(const std::string& text) {
    std::string safe;
    for (const char c : text) {
      if (c == '\\') safe += '\\';
      safe += c == '\n' || c == '\t' ? ' ' : c;
    }
    return safe;
  }
  [[noreturn]] void fail() { throw std::runtime_error(PQerrorMessage(connection_)); }
  void run(const std::string& sql, ExecStatusType wanted) {
    PGresult* result = PQexec(connection_, sql.c_str());
    const auto status = PQresultStatus(result);
    PQclear(result);
    if (status != wanted) fail();
  }
  void end_copy() {
    if (!copying_) return;
    copying_ = false;
    if (PQputCopyEnd(connection_, nullptr) != 1) fail();
    PGresult* result = PQgetResult(connection_);
    const auto status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK) fail();
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
  }

  PGconn* connection_;
  bool copying_ = false;
};

}  // namespace

std::unique_ptr<Sink> open_sink(const std::string& url) {
  if (url.starts_with(kSqlite)) return std::make_unique<SqliteSink>(url.substr(kSqlite.size()));
  if (!url.starts_with(kPostgresql))
    throw std::invalid_argument("a database's address begins with sqlite: or postgresql:");
  return std::make_unique<PostgresqlSink>(url.substr(kPostgresql.size()));
}

}  // namespace certhall::bench
