#pragma once
// Rows of what administrators change together.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/change.h"

namespace certhall::app {

class ChangeStore {
 public:
  virtual ~ChangeStore() = default;
  virtual void insert(const domain::Change& change) = 0;
  [[nodiscard]] virtual std::optional<domain::Change> find(const ChangeId& id) = 0;
  [[nodiscard]] virtual bool update(domain::Change& change) = 0;
  /// Proposed and approved ones, oldest first.
  [[nodiscard]] virtual std::vector<domain::Change> open() = 0;
  /// Newest first, ids below `before` (empty: from the newest). `subject` and `target` narrow it;
  /// empty: all.
  [[nodiscard]] virtual std::vector<domain::Change> page(std::string_view before,
                                                         std::string_view subject,
                                                         std::string_view target,
                                                         std::int64_t limit) = 0;
  /// Approved ones whose time has come, oldest first.
  [[nodiscard]] virtual std::vector<domain::Change> due(Timestamp now) = 0;
};

/// A version of a text that lives in the database once it was changed.
struct AdministeredText {
  domain::ChangeSubject subject = domain::ChangeSubject::working_calendar;
  std::string target;
  std::int64_t version = 1;
  std::string body;
  ChangeId change_id;
  Timestamp in_force_at{};
};

class AdministeredTextStore {
 public:
  virtual ~AdministeredTextStore() = default;
  /// The highest version of each target.
  [[nodiscard]] virtual std::vector<AdministeredText> in_force(domain::ChangeSubject subject) = 0;
  virtual void insert(const AdministeredText& text) = 0;
};

/// Half of a one-time password, for one of the two administrators to hand over.
struct OneTimeShare {
  StaffId staff_id;
  StaffId holder_id;
  SecretText share;
  Timestamp expires_at{};
};

class OneTimeShareStore {
 public:
  virtual ~OneTimeShareStore() = default;
  virtual void insert(const OneTimeShare& share) = 0;
  [[nodiscard]] virtual std::optional<OneTimeShare> find(const StaffId& staff_id,
                                                         const StaffId& holder_id) = 0;
  virtual void erase(const StaffId& staff_id, const StaffId& holder_id) = 0;
  virtual void erase_of(const StaffId& staff_id) = 0;
  virtual std::int64_t erase_expired(Timestamp now) = 0;
};

}  // namespace certhall::app
