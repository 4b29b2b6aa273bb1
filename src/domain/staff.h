#pragma once
// The CA's own people, what they may do, and who acts at all.

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"

namespace certhall::domain {

enum class Role { reviewer, finance, producer, administrator, auditor };
BOOST_DESCRIBE_ENUM(Role, reviewer, finance, producer, administrator, auditor)

enum class ActorKind { applicant, staff, system };
BOOST_DESCRIBE_ENUM(ActorKind, applicant, staff, system)

/// Who does something. `id` is an account's, a staff member's, or the name of a job.
struct Actor {
  ActorKind kind = ActorKind::system;
  std::string id;
  Role role = Role::reviewer;  // counts for staff only
  friend bool operator==(const Actor&, const Actor&) = default;
};

struct Staff {
  StaffId id;
  std::string login;
  std::string name;
  Role role = Role::reviewer;
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
