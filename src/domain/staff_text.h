#pragma once
// A staff account as administrators write it. Passwords and authenticators are in no text: who is
// new, or has lost them, gets a one-time password and enrols again.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "domain/staff.h"
#include "domain/text_lines.h"

namespace certhall::domain {

struct StaffText {
  std::string login;
  std::string name;
  std::vector<Role> roles;
  bool enabled = true;
  bool reset = false;  // a new one-time password; the authenticator is bound anew
  friend bool operator==(const StaffText&, const StaffText&) = default;
};
BOOST_DESCRIBE_STRUCT(StaffText, (), (login, name, roles, enabled, reset))

[[nodiscard]] StaffText staff_text(const Staff& staff);
[[nodiscard]] Roles roles_of(const StaffText& text);
/// Nothing where `problems` has something. `login`: whose text it is.
[[nodiscard]] std::optional<StaffText> read_staff_text(std::string_view text,
                                                       std::string_view login,
                                                       TextProblems& problems);

}  // namespace certhall::domain
