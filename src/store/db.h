#pragma once
// What every repository works with: statements with named arguments, rows with named columns, and
// one Mapping per noun that says which member is which column, for both directions.

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sealer.h"
#include "base/secret.h"
#include "store/value.h"

namespace certhall::store {

class Connection;

/// `template <class T, class Columns> static void columns(T& object, Columns& columns)`: called
/// with a const object and Arguments, or with a mutable one and a Row.
template <class T>
struct Mapping;

struct Argument {
  std::string name;
  Value value;
  template <class T>
  Argument(std::string_view n, const T& x) : name(n), value(to_value(x)) {}
};

/// The values of a statement's `:names`. One that the statement does not name is left out.
class Arguments {
 public:
  Arguments() = default;
  Arguments(std::initializer_list<Argument> list) : list_(list) {}
  explicit Arguments(const Sealer& sealer) : sealer_(&sealer) {}

  /// What is sealed after this is bound to this row of this table.
  void owner(std::string_view table, std::string_view id) {
    place_.assign(table).append("/").append(id);
  }
  template <class T>
  void plain(std::string_view column, const T& x) {
    list_.emplace_back(column, x);
  }
  template <class T>
  void json(std::string_view column, const T& x) {
    plain(column, to_json_text(x));
  }
  void bytes(std::string_view column, std::string_view x) { plain(column, to_base64(x)); }
  void sealed(std::string_view column, std::string_view x);
  void sealed(std::string_view column, const SecretText& x) { sealed(column, x.reveal()); }
  template <class T>
  void sealed_json(std::string_view column, const T& x) {
    sealed(column, to_json_text(x));
  }
  /// For what only the database wants, such as look-up digests.
  void digest(std::string_view column, std::string_view x, std::string_view purpose);

  [[nodiscard]] const std::vector<Argument>& list() const { return list_; }

 private:
  const Sealer* sealer_ = nullptr;
  std::string place_;
  std::vector<Argument> list_;
};

class Row {
 public:
  Row(const Sealer& sealer, std::map<std::string, Value> values)
      : sealer_(&sealer), values_(std::move(values)) {}

  void owner(std::string_view table, std::string_view id) {
    place_.assign(table).append("/").append(id);
  }
  template <class T>
  void plain(std::string_view column, T& x) const {
    from_value(column, at(column), x);
  }
  template <class T>
  void json(std::string_view column, T& x) const {
    read_json(column, text(column), x);
  }
  /// Of a count or the like: SOCI takes an expression of SQLite's, without a declared type, for a
  /// text.
  [[nodiscard]] std::int64_t number(std::string_view column) const;
  void bytes(std::string_view column, std::string& x) const;
  void sealed(std::string_view column, std::string& x) const { x = open(column); }
  void sealed(std::string_view column, SecretText& x) const { x = SecretText(open(column)); }
  template <class T>
  void sealed_json(std::string_view column, T& x) const {
    read_json(column, open(column), x);
  }
  void digest(std::string_view, std::string_view, std::string_view) const {}

 private:
  [[nodiscard]] const Value& at(std::string_view column) const;
  [[nodiscard]] const std::string& text(std::string_view column) const {
    return std::get<std::string>(at(column));
  }
  [[nodiscard]] std::string open(std::string_view column) const;
  template <class T>
  static void read_json(std::string_view column, std::string_view text, T& x) {
    auto read = from_json_text<T>(text, {.bytes = 64U << 20});
    if (!read) throw_damaged(column);
    x = *std::move(read);
  }

  const Sealer* sealer_;
  std::string place_;
  std::map<std::string, Value> values_;
};

class Db {
 public:
  Db(Connection& connection, const Sealer& sealer) : connection_(connection), sealer_(sealer) {}

  [[nodiscard]] const Sealer& sealer() const { return sealer_; }
  [[nodiscard]] std::string digest(std::string_view value, std::string_view purpose) const {
    return sealer_.digest(value, purpose);
  }
  template <class T>
  [[nodiscard]] Arguments bind(const T& object) const {
    Arguments arguments(sealer_);
    Mapping<T>::columns(object, arguments);
    return arguments;
  }

  /// How many rows it touched. Throws app::Conflict where a unique rule says no.
  std::int64_t run(std::string_view sql, const Arguments& arguments);
  std::vector<Row> rows(std::string_view sql, const Arguments& arguments);
  /// For sums and counts, which are no column of a table.
  std::vector<std::map<std::string, Value>> plain_rows(std::string_view sql,
                                                       const Arguments& arguments);
  /// The single value of the first row.
  std::int64_t number(std::string_view sql, const Arguments& arguments);

  template <class T>
  std::vector<T> all(std::string_view sql, const Arguments& arguments) {
    std::vector<T> objects;
    for (Row& row : rows(sql, arguments)) Mapping<T>::columns(objects.emplace_back(), row);
    return objects;
  }
  template <class T>
  std::optional<T> first(std::string_view sql, const Arguments& arguments) {
    auto objects = all<T>(sql, arguments);
    if (objects.empty()) return std::nullopt;
    return std::move(objects.front());
  }
  /// `sql` raises the revision of the row that has this id and revision.
  template <class T>
  bool update(std::string_view sql, T& object) {
    if (run(sql, bind(std::as_const(object))) == 0) return false;
    ++object.revision;
    return true;
  }

 private:
  Connection& connection_;
  const Sealer& sealer_;
};

}  // namespace certhall::store
