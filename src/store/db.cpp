#include "store/db.h"

#include <algorithm>

#include "store/connection.h"

namespace certhall::store {
namespace {

bool names(std::string_view sql, std::string_view argument) {
  const std::string name = ":" + std::string(argument);
  for (std::size_t at = sql.find(name); at != sql.npos; at = sql.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if (end == sql.size()) return true;
    const char next = sql[end];
    if (next != '_' && (next < 'a' || next > 'z') && (next < '0' || next > '9')) return true;
  }
  return false;
}

std::vector<Argument> named_in(std::string_view sql, const Arguments& arguments) {
  std::vector<Argument> used;
  std::ranges::copy_if(arguments.list(), std::back_inserter(used),
                       [&](const Argument& each) { return names(sql, each.name); });
  return used;
}

std::string place_of(std::string_view place, std::string_view column) {
  const std::size_t slash = place.find('/');
  if (slash == place.npos) throw std::logic_error("a sealed column needs its owner first");
  return std::string(place.substr(0, slash)) + "." + std::string(column) +
         std::string(place.substr(slash));
}

}  // namespace

std::string roles_column(domain::Roles roles) {
  std::string text;
  for (const auto role : roles.list())
    text.append(text.empty() ? "" : ",").append(enum_to_text(role));
  return text;
}

std::optional<domain::Roles> roles_from_column(std::string_view text) {
  domain::Roles roles;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto role = enum_from_text<domain::Role>(text.substr(0, end));
    if (!role) return std::nullopt;
    roles.add(*role);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return roles;
}

void Arguments::sealed(std::string_view column, std::string_view x) {
  bytes(column, sealer_->seal(x, place_of(place_, column)));
}

void Arguments::digest(std::string_view column, std::string_view x, std::string_view purpose) {
  plain(column, sealer_->digest(x, purpose));
}

const Value& Row::at(std::string_view column) const {
  const auto found = values_.find(std::string(column));
  if (found == values_.end()) throw_damaged(column);
  return found->second;
}

std::int64_t Row::number(std::string_view column) const {
  const Value& value = at(column);
  if (const auto* text = std::get_if<std::string>(&value)) return std::stoll(*text);
  return std::get<std::int64_t>(value);
}

void Row::bytes(std::string_view column, std::string& x) const {
  auto decoded = from_base64(text(column));
  if (!decoded) throw_damaged(column);
  x = *std::move(decoded);
}

std::string Row::open(std::string_view column) const {
  std::string sealed;
  bytes(column, sealed);
  return sealer_->open(sealed, place_of(place_, column));
}

std::int64_t Db::run(std::string_view sql, const Arguments& arguments) {
  return connection_.execute(sql, named_in(sql, arguments)).affected;
}

std::vector<Row> Db::rows(std::string_view sql, const Arguments& arguments) {
  std::vector<Row> rows;
  for (auto& values : connection_.execute(sql, named_in(sql, arguments)).rows) {
    rows.emplace_back(sealer_, std::move(values));
  }
  return rows;
}

std::vector<std::map<std::string, Value>> Db::plain_rows(std::string_view sql,
                                                         const Arguments& arguments) {
  return connection_.execute(sql, named_in(sql, arguments)).rows;
}

std::int64_t Db::number(std::string_view sql, const Arguments& arguments) {
  const auto answer = connection_.execute(sql, named_in(sql, arguments));
  const Value& value = answer.rows.at(0).begin()->second;
  // SOCI takes an expression of SQLite's, which has no declared type, for a text.
  if (const auto* text = std::get_if<std::string>(&value)) return std::stoll(*text);
  return std::get<std::int64_t>(value);
}

}  // namespace certhall::store
