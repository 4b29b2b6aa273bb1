#pragma once
// Versions of certificate profiles.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace certhall::app {

struct ProfileVersion {
  std::string code;  // "organization_signing", "issuing"
  std::int64_t version = 1;
  std::string body;       // TOML
  std::string change_id;  // empty: came with the program
  Timestamp in_force_at{};
};

class ProfileStore {
 public:
  virtual ~ProfileStore() = default;
  /// The newest version of each profile, by code.
  [[nodiscard]] virtual std::vector<ProfileVersion> in_force() = 0;
  [[nodiscard]] virtual std::optional<ProfileVersion> in_force(std::string_view code) = 0;
  /// The version that was in force then; of a time before the first, the first.
  [[nodiscard]] virtual std::optional<ProfileVersion> at(std::string_view code, Timestamp time) = 0;
  /// Conflict when this version is there.
  virtual void insert(const ProfileVersion& version) = 0;
};

}  // namespace certhall::app
