#pragma once
// The prepared statements of one connection, kept from one use to the next: reading and planning
// its text costs more than running most of ours. Inside store only.

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <soci/soci.h>

#include "store/connection.h"

namespace certhall::store {

/// One text, and the names and types of its arguments.
class Statement {
 public:
  enum class Use { once, often };
  Statement(soci::session& session, std::string_view sql, const std::vector<Argument>& arguments,
            Use use);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  [[nodiscard]] bool takes(const std::vector<Argument>& arguments) const;
  /// `arguments` as it takes them. After an exception it is of no use any more.
  Answer run(const std::vector<Argument>& arguments);

 private:
  std::vector<std::string> names_;
  std::deque<Value> values_;  // SOCI knows where each lies
  soci::row row_;
  bool gives_rows_;
  soci::statement statement_;
};

class Statements {
 public:
  /// At most so many are kept. The program has fewer texts that it uses all the time; when those
  /// that depend on what somebody searched for have filled it up, all begin anew.
  static constexpr std::size_t kMost = 256;

  explicit Statements(soci::session& session) : session_(session) {}

  /// What does not read or write rows changes tables: it is not kept, and nor is what was prepared
  /// for the tables as they were.
  Answer execute(std::string_view sql, const std::vector<Argument>& arguments);
  /// Frees those that failed: not before the transaction in which they did has ended, since
  /// PostgreSQL takes no more statements in it.
  void begin() { failed_.clear(); }
  /// All of them; before the session is closed.
  void forget();
  [[nodiscard]] std::size_t size() const { return kept_.size(); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Kept = std::unordered_map<std::string, std::unique_ptr<Statement>, Hash, std::equal_to<>>;

  Statement& prepared(std::string_view sql, const std::vector<Argument>& arguments);

  soci::session& session_;
  Kept kept_;
  std::vector<std::unique_ptr<Statement>> failed_;
};

}  // namespace certhall::store
