#include "store/statements.h"

#include <algorithm>
#include <array>
#include <utility>

namespace certhall::store {
namespace {

bool reads_or_writes_rows(std::string_view sql) {
  constexpr std::array<std::string_view, 5> kVerbs = {"select", "insert", "update", "delete",
                                                      "with"};
  sql.remove_prefix(std::min(sql.find_first_not_of(" \n"), sql.size()));
  return std::ranges::any_of(kVerbs, [&](std::string_view verb) { return sql.starts_with(verb); });
}

std::map<std::string, Value> take(const soci::row& row) {
  std::map<std::string, Value> values;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const soci::column_properties& column = row.get_properties(i);
    Value& value = values[column.get_name()];
    switch (column.get_data_type()) {
      case soci::dt_string:
        value = row.get<std::string>(i);
        break;
      case soci::dt_long_long:
        value = static_cast<std::int64_t>(row.get<long long>(i));
        break;
      case soci::dt_integer:
        value = std::int64_t{row.get<int>(i)};
        break;
      case soci::dt_date:
      case soci::dt_double:
      case soci::dt_unsigned_long_long:
      case soci::dt_blob:
      case soci::dt_xml:
        throw std::logic_error("a column is neither whole number nor text: " + column.get_name());
    }
  }
  return values;
}

}  // namespace

Statement::Statement(soci::session& session, std::string_view sql,
                     const std::vector<Argument>& arguments, Use use)
    : gives_rows_(sql.starts_with("select") || sql.find("returning") != sql.npos),
      statement_(session) {
  for (const Argument& each : arguments) {
    names_.push_back(each.name);
    const Value& value = values_.emplace_back(each.value);
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      statement_.exchange(soci::use(*number, each.name));
    } else {
      statement_.exchange(soci::use(std::get<std::string>(value), each.name));
    }
  }
  if (gives_rows_) statement_.exchange(soci::into(row_));
  statement_.alloc();
  statement_.prepare(std::string(sql), use == Use::often ? soci::details::st_repeatable_query
                                                         : soci::details::st_one_time_query);
  statement_.define_and_bind();
}

bool Statement::takes(const std::vector<Argument>& arguments) const {
  if (arguments.size() != names_.size()) return false;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const Argument& each = arguments[i];
    if (each.name != names_[i] || each.value.index() != values_[i].index()) return false;
  }
  return true;
}

Answer Statement::run(const std::vector<Argument>& arguments) {
  // The types are the same, so that the values stay where SOCI knows them.
  for (std::size_t i = 0; i < arguments.size(); ++i) values_[i] = arguments[i].value;
  Answer answer;
  bool more = statement_.execute(true);
  if (!gives_rows_) answer.affected = statement_.get_affected_rows();
  // To the end: a statement that is not would hold its transaction open.
  for (; gives_rows_ && more; more = statement_.fetch()) answer.rows.push_back(take(row_));
  return answer;
}

Statement& Statements::prepared(std::string_view sql, const std::vector<Argument>& arguments) {
  const auto found = kept_.find(sql);
  if (found != kept_.end() && found->second->takes(arguments)) return *found->second;
  auto fresh = std::make_unique<Statement>(session_, sql, arguments, Statement::Use::often);
  if (found != kept_.end()) return *(found->second = std::move(fresh));
  if (kept_.size() >= kMost) kept_.clear();
  return *kept_.emplace(sql, std::move(fresh)).first->second;
}

Answer Statements::execute(std::string_view sql, const std::vector<Argument>& arguments) {
  if (!reads_or_writes_rows(sql)) {
    forget();
    return Statement(session_, sql, arguments, Statement::Use::once).run(arguments);
  }
  Statement& statement = prepared(sql, arguments);
  try {
    return statement.run(arguments);
  } catch (...) {
    const auto found = kept_.find(sql);
    failed_.push_back(std::move(found->second));
    kept_.erase(found);
    throw;
  }
}

void Statements::forget() {
  kept_.clear();
  failed_.clear();
}

}  // namespace certhall::store
