#include "store/inspection.h"

#include <algorithm>

#include "store/connection.h"
#include "store/schema.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr auto kWait = std::chrono::seconds{5};
constexpr Text kApplied("select name from schema_version order by name");
constexpr Text kSqliteVersion("select sqlite_version() as version");
constexpr Text kPostgresqlVersion("select version() as version");
constexpr Text kPostgresqlTime(
    "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now");
constexpr Text kSqliteTables(
    "select name from sqlite_master where type = 'table' and name = 'schema_version'");
constexpr Text kPostgresqlTables(
    "select table_name as name from information_schema.tables"
    " where table_schema = current_schema() and table_name = 'schema_version'");

void compare(Inspection& inspection, Connection& connection) {
  std::vector<std::string> applied;
  const bool sqlite = connection.is_sqlite();
  const std::string_view tables = sqlite ? std::string_view(kSqliteTables) : kPostgresqlTables;
  if (!connection.execute(tables, {}).rows.empty())
    for (const auto& row : connection.execute(kApplied, {}).rows)
      applied.push_back(std::get<std::string>(row.at("name")));
  for (const auto& each : migrations())
    if (std::erase(applied, each.name) == 0) inspection.missing.push_back(each.name);
  inspection.newer = std::move(applied);
}

}  // namespace

Inspection inspect(const std::string& url) {
  Inspection inspection;
  try {
    Connection connection(url, app::Mode::read, kWait);
    connection.begin();
    const bool sqlite = connection.is_sqlite();
    const std::string_view version = sqlite ? std::string_view(kSqliteVersion) : kPostgresqlVersion;
    inspection.server =
        std::get<std::string>(connection.execute(version, {}).rows.at(0).at("version"));
    if (sqlite) inspection.server = "SQLite " + inspection.server;
    if (!sqlite)
      inspection.server_time = {
          std::get<std::int64_t>(connection.execute(kPostgresqlTime, {}).rows.at(0).at("now"))};
    compare(inspection, connection);
    connection.rollback();
  } catch (const std::exception& error) {
    inspection.fault = error.what();
  }
  return inspection;
}

}  // namespace certhall::store
