#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "base/files.h"
#include "store/connection.h"
#include "store/native.h"
#include "store/snapshot_engines.h"
#include "store/text.h"

namespace certhall::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".copy";
constexpr std::size_t kChunk = 1U << 20;

constexpr Text kColumns(
    "select table_name, string_agg(column_name, ',' order by ordinal_position)"
    " from information_schema.columns"
    " where table_schema = current_schema() and table_name <> 'schema_version'"
    " group by table_name order by table_name");
constexpr Text kTables(
    "select table_name as name from information_schema.tables"
    " where table_schema = current_schema() limit 1");

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// PostgreSQL's further lines may quote a row.
[[noreturn]] void throw_fault(PGconn* database) {
  const std::string message = PQerrorMessage(database);
  throw std::runtime_error("database: " + message.substr(0, message.find('\n')));
}

Result ask(PGconn* database, const std::string& sql, ExecStatusType wanted) {
  Result result(PQexec(database, sql.c_str()));
  if (PQresultStatus(result.get()) != wanted) throw_fault(database);
  return result;
}

void finish(PGconn* database) {
  bool good = true;
  while (const Result result{PQgetResult(database)})
    good = good && PQresultStatus(result.get()) == PGRES_COMMAND_OK;
  if (!good) throw_fault(database);
}

/// Names come from our own migrations or were checked: letters, digits, underscores, commas.
std::string copy_text(const std::string& table, const std::string& columns, const char* where) {
  return "copy " + table + " (" + columns + ") " + where;
}

void copy_table(PGconn* database, const std::string& table, const std::string& columns,
                const fs::path& path) {
  std::ofstream out(path, std::ios::binary);
  out << columns << '\n';
  ask(database, copy_text(table, columns, "to stdout"), PGRES_COPY_OUT);
  for (char* row = nullptr;;) {
    const int size = PQgetCopyData(database, &row, 0);
    if (size == -1) break;
    if (size < 0) throw_fault(database);
    out.write(row, size);
    PQfreemem(row);
  }
  finish(database);
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

bool is_name(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == ',';
  });
}

void fill_table(PGconn* database, const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string columns;
  std::getline(in, columns);
  const std::string table = path.stem().string();
  if (!in || !is_name(table) || !is_name(columns))
    throw std::runtime_error("not a table's copy: " + path.string());
  ask(database, copy_text(table, columns, "from stdin"), PGRES_COPY_IN);
  std::vector<char> chunk(kChunk);
  while (in.read(chunk.data(), kChunk), in.gcount() > 0)
    if (PQputCopyData(database, chunk.data(), static_cast<int>(in.gcount())) != 1)
      throw_fault(database);
  if (PQputCopyEnd(database, nullptr) != 1) throw_fault(database);
  finish(database);
}

}  // namespace

void copy_postgresql(soci::session& session, const fs::path& folder) {
  PGconn* database = postgresql_of(session);
  const std::string question(std::string_view{kColumns});
  const Result tables = ask(database, question, PGRES_TUPLES_OK);
  for (int row = 0; row < PQntuples(tables.get()); ++row) {
    const std::string table = PQgetvalue(tables.get(), row, 0);
    copy_table(database, table, PQgetvalue(tables.get(), row, 1),
               folder / (table + std::string(kEnding)));
  }
}

void require_empty_postgresql(Connection& connection) {
  const auto rows = connection.execute(kTables, {}).rows;
  if (rows.empty()) return;
  throw std::runtime_error("the database is not empty (it has a table " +
                           std::get<std::string>(rows.front().at("name")) +
                           "): restore into one that was just created");
}

void fill_postgresql(soci::session& session, const fs::path& folder) {
  PGconn* database = postgresql_of(session);
  for (const auto& each : fs::directory_iterator(folder))
    if (each.path().extension() == kEnding) fill_table(database, each.path());
}

}  // namespace certhall::store
