#pragma once
// Rows in bulk: past the repositories, because a million applications must not take an hour.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace certhall::bench {

using Cell = std::variant<std::int64_t, std::string>;

class Sink {
 public:
  virtual ~Sink() = default;
  /// What follows goes into these columns of this table, until the next call.
  virtual void table(const std::string& name, const std::vector<std::string>& columns) = 0;
  virtual void row(const std::vector<Cell>& cells) = 0;
  /// Durable when it returns, and the planner knows how much there is.
  virtual void finish() = 0;
};

/// As StoreOptions::url says. The tables must be there.
[[nodiscard]] std::unique_ptr<Sink> open_sink(const std::string& url);

}  // namespace certhall::bench
