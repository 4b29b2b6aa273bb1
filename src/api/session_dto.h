#pragma once
// Login of applicants by SMS code.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/time.h"

namespace certhall::api {

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct LoginCodeRequest {
  std::string mobile;
};
BOOST_DESCRIBE_STRUCT(LoginCodeRequest, (), (mobile))

/// The same for every number, known or not.
struct LoginCodeSent {
  std::int64_t valid_seconds = 300;
  std::int64_t resend_after_seconds = 60;
};
BOOST_DESCRIBE_STRUCT(LoginCodeSent, (), (valid_seconds, resend_after_seconds))

struct LoginRequest {
  std::string mobile;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(LoginRequest, (), (mobile, code))

struct SessionView {
  bool signed_in = false;
  std::optional<std::string> mobile_masked;  // 138****0001
  std::optional<Timestamp> expires_at;
  bool sandbox = false;  // pages say so on a ribbon
  std::string hotline;
  std::string hall_name;  // 深圳CA网上营业厅
};
BOOST_DESCRIBE_STRUCT(SessionView, (),
                      (signed_in, mobile_masked, expires_at, sandbox, hotline, hall_name))

}  // namespace certhall::api
