#pragma once
// Staff login: password and TOTP; the first login changes the password and enrols the TOTP.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/time.h"
#include "domain/staff.h"

namespace certhall::api {

struct StaffLoginRequest {
  std::string login;
  std::string password;
  std::optional<std::string> totp;  // absent only before it is enrolled
};
BOOST_DESCRIBE_STRUCT(StaffLoginRequest, (), (login, password, totp))

struct StaffSessionView {
  bool signed_in = false;
  std::optional<std::string> login;
  std::optional<std::string> name;
  std::vector<domain::Role> roles;
  bool must_enrol = false;  // nothing else is allowed before enrolment
  bool sandbox = false;
};
BOOST_DESCRIBE_STRUCT(StaffSessionView, (), (signed_in, login, name, roles, must_enrol, sandbox))

/// The secret for the authenticator app, made anew at each call until enrolment is done.
struct TotpEnrolment {
  std::string secret;  // base32, to type
  std::string uri;     // otpauth://…
  std::string qr_svg;
};
BOOST_DESCRIBE_STRUCT(TotpEnrolment, (), (secret, uri, qr_svg))

struct StaffEnrolRequest {
  std::string new_password;  // 12 characters or more
  std::string totp;          // proves that the app has the secret
};
BOOST_DESCRIBE_STRUCT(StaffEnrolRequest, (), (new_password, totp))

}  // namespace certhall::api
