#pragma once
// Rows of the portal: what it announces, and which links of other portals were used.

#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/announcement.h"

namespace certhall::app {

class AnnouncementStore {
 public:
  virtual ~AnnouncementStore() = default;
  /// Those that show on `today`: pinned ones first, then the newest.
  [[nodiscard]] virtual std::vector<domain::Announcement> in_force(Date today) = 0;
  /// All, in the same order.
  [[nodiscard]] virtual std::vector<domain::Announcement> list() = 0;
  [[nodiscard]] virtual std::optional<domain::Announcement> find(std::string_view code) = 0;
  /// Conflict where the code is taken.
  virtual void insert(const domain::Announcement& announcement) = 0;
  [[nodiscard]] virtual bool update(domain::Announcement& announcement) = 0;
  /// Adds those whose code is new; what administrators made of the others stays.
  virtual void seed(const std::vector<domain::Announcement>& announcements) = 0;
};

class HandoverStore {
 public:
  virtual ~HandoverStore() = default;
  /// False where the reader has seen this link of `issuer` before. Remembered until it has expired.
  [[nodiscard]] virtual bool use(std::string_view issuer, std::string_view audience,
                                 std::string_view nonce, Timestamp expires_at) = 0;
  virtual std::int64_t erase_expired(Timestamp now) = 0;
};

}  // namespace certhall::app
