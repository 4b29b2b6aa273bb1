#pragma once
// An applicant's account: a mobile number that was proven by an SMS code.

#include <string>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

struct Account {
  AccountId id;
  std::string mobile;
  Timestamp created_at;
};

}  // namespace certhall::domain
