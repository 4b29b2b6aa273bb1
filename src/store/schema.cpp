#include "store/schema.h"

#include <set>
#include <sstream>

namespace certhall::store {
namespace {

constexpr std::string_view kCreate =
    "create table if not exists schema_version (name text primary key)";
constexpr std::string_view kApplied = "select name from schema_version order by name";
constexpr std::string_view kRemember = "insert into schema_version (name) values (:name)";

std::set<std::string> applied(Connection& connection) {
  std::set<std::string> names;
  for (const auto& row : connection.execute(kApplied, {}).rows) {
    names.insert(std::get<std::string>(row.at("name")));
  }
  return names;
}

void refuse_newer(std::set<std::string> names, const std::vector<Migration>& known) {
  for (const Migration& each : known) names.erase(each.name);
  if (names.empty()) return;
  throw std::runtime_error("the database was made by a newer certhall (it knows " + *names.begin() +
                           "): start that one, or restore an older backup");
}

}  // namespace

std::vector<std::string> statements_of(std::string_view text) {
  std::vector<std::string> statements(1);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    line.erase(std::min(line.find("--"), line.size()));
    const std::size_t end = line.find(';');
    statements.back() += line.substr(0, end) + "\n";
    if (end != line.npos) statements.emplace_back();
  }
  std::erase_if(statements,
                [](const std::string& each) { return each.find_first_not_of(" \n") == each.npos; });
  return statements;
}

void migrate(Connection& connection, const std::vector<Migration>& migrations) {
  connection.begin();
  try {
    connection.execute(kCreate, {});
    const std::set<std::string> done = applied(connection);
    refuse_newer(done, migrations);
    for (const Migration& each : migrations) {
      if (done.contains(each.name)) continue;
      for (const auto& statement : statements_of(each.text)) connection.execute(statement, {});
      connection.execute(kRemember, {{"name", each.name}});
    }
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

}  // namespace certhall::store
