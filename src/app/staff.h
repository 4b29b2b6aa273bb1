#pragma once
// The CA's own people: accounts, login by password and TOTP, first enrolment.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "base/secret.h"
#include "domain/staff.h"

namespace certhall::app {

struct NewStaff {
  std::string login, name;
  domain::Roles roles{};
};
/// Makes the account and returns its one-time password, which is stored nowhere. `duplicate` when
/// the login is taken, `invalid` when login, name or the roles together do not fit.
[[nodiscard]] Result<SecretText> add_staff(const Hall& hall, const NewStaff& staff,
                                           const domain::Actor& by);
/// From the command line, and only until the hall has two administrators who can decide together:
/// from then on accounts are proposed by one and approved by another, also in an emergency.
[[nodiscard]] Result<SecretText> add_staff_by_command(const Hall& hall, const NewStaff& staff);
/// Read off a screen once, then changed.
[[nodiscard]] SecretText new_one_time_password(Random& random);
/// Those that are enabled.
[[nodiscard]] std::int64_t count_administrators(Transaction& tx);
/// One account per role at first start; nothing when there are accounts already.
struct FirstAccount {
  domain::Staff staff;
  SecretText one_time_password;
};
[[nodiscard]] Result<std::vector<FirstAccount>> seed_staff(const Hall& hall);

struct StaffLogin {
  domain::Staff staff;
  std::string token;
};
/// The same refusal for an unknown login, a wrong password, a wrong code and an account that is
/// disabled or locked, which it is for 15 minutes after five failures in a row. `too_many` after a
/// hundred tries of one address in an hour.
[[nodiscard]] Result<StaffLogin> staff_login(const Hall& hall, std::string_view login,
                                             const SecretText& password,
                                             const std::optional<std::string>& totp,
                                             std::string_view address);
[[nodiscard]] std::optional<domain::Staff> find_staff(const Hall& hall, const StaffId& id);

/// A fresh TOTP secret (20 bytes), kept with the account but not in force until enrol_staff().
struct TotpOffer {
  std::string secret_base32, uri, qr_svg;
};
[[nodiscard]] Result<TotpOffer> begin_totp(const Hall& hall, const StaffId& id);
/// First login: own password, authenticator proven. Ends all other sessions of the account and
/// gives the token of a new one.
[[nodiscard]] Result<StaffLogin> enrol_staff(const Hall& hall, const StaffId& id,
                                             const SecretText& new_password, std::string_view totp);

}  // namespace certhall::app
