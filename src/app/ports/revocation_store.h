#pragma once
// Rows of lists by which certificates are revoked together.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/revocation_list.h"

namespace certhall::app {

class RevocationStore {
 public:
  virtual ~RevocationStore() = default;
  /// Conflict when a list with the same digest is there.
  virtual void insert(const domain::RevocationList& list) = 0;
  virtual void insert(const domain::RevocationLine& line) = 0;
  [[nodiscard]] virtual std::optional<domain::RevocationList> find(const RevocationListId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::RevocationList> find_by_digest(
      std::string_view digest) = 0;
  /// Newest first.
  [[nodiscard]] virtual std::vector<domain::RevocationList> lists(std::int64_t limit) = 0;
  /// Those that still have lines to work off, oldest first.
  [[nodiscard]] virtual std::vector<domain::RevocationList> unfinished(std::int64_t limit) = 0;
  [[nodiscard]] virtual std::vector<domain::RevocationLine> lines(const RevocationListId& id,
                                                                  std::int64_t after,
                                                                  std::int64_t limit) = 0;
  [[nodiscard]] virtual std::vector<domain::RevocationLine> waiting(const RevocationListId& id,
                                                                    std::int64_t limit) = 0;
  /// Outcome and count of a line; how far its list is.
  virtual void update(const domain::RevocationLine& line) = 0;
  virtual void update(const domain::RevocationList& list) = 0;
};

}  // namespace certhall::app
