#pragma once
// The CA's own people, what they may do, and who acts at all.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/enum_set.h"

namespace certhall::domain {

enum class Role { reviewer, finance, producer, administrator, auditor };
BOOST_DESCRIBE_ENUM(Role, reviewer, finance, producer, administrator, auditor)

/// What an account may do. Nobody audits what he administers himself.
using Roles = EnumSet<Role>;
[[nodiscard]] std::string_view text_of(Role role);  // 审核员
/// 「审核员、财务」
[[nodiscard]] std::string roles_text(Roles roles);
/// Why one account must not hold these; nothing where it may. Reviewer and finance go together:
/// that nobody acts as both on one application is asked of each act.
[[nodiscard]] std::optional<std::string> check_roles(Roles roles);
/// 2 to 32 lower-case letters, digits, _ and -.
[[nodiscard]] std::optional<std::string> check_login(std::string_view login);
[[nodiscard]] std::optional<std::string> check_staff_name(std::string_view name);

enum class ActorKind { applicant, staff, system };
BOOST_DESCRIBE_ENUM(ActorKind, applicant, staff, system)

/// Who does something. `id` is an account's, a staff member's, or the name of a job.
struct Actor {
  ActorKind kind = ActorKind::system;
  std::string id;
  Roles roles{};  // of staff; nobody else has any
  friend bool operator==(const Actor&, const Actor&) = default;
};

struct Staff {
  StaffId id;
  std::string login;
  std::string name;
  Roles roles{};
  std::string password_hash;        // argon2id
  SecretText totp_secret;           // raw bytes; empty: not enrolled yet
  std::int64_t totp_last_step = 0;  // a code is good once
  bool must_change_password = true;
  bool enabled = true;
  std::int64_t failed_logins = 0;
  Timestamp locked_until{};
  std::int64_t revision = 1;
};

}  // namespace certhall::domain
