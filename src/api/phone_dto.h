#pragma once
// The phone's identity pages. The link opens once and makes a session of its own for ten minutes;
// no login. Photos are sent as raw bodies (image/jpeg, image/png).

#include <optional>
#include <string>

#include <boost/describe.hpp>

#include "base/time.h"
#include "domain/identity.h"

namespace certhall::api {

struct PhoneOpenRequest {
  std::string token;  // from the link
};
BOOST_DESCRIBE_STRUCT(PhoneOpenRequest, (), (token))

struct PhoneIdentityView {
  domain::IdentityStatus status = domain::IdentityStatus::opened;
  std::string person_masked;  // 李* : whose card is wanted
  std::string person_title;   // 经办人 or 申请人
  std::string mobile_masked;
  std::string application_number;
  bool front_taken = false;
  bool back_taken = false;
  std::optional<std::string> read_name;  // by the machine, to be checked by eye
  std::optional<std::string> read_number;
  bool reading_available = true;  // false: type name and number by hand
  std::optional<std::string> failure;
  Timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(PhoneIdentityView, (),
                      (status, person_masked, person_title, mobile_masked, application_number,
                       front_taken, back_taken, read_name, read_number, reading_available, failure,
                       expires_at))

struct PhoneConfirmRequest {
  std::string name;
  std::string number;
};
BOOST_DESCRIBE_STRUCT(PhoneConfirmRequest, (), (name, number))

}  // namespace certhall::api
