#pragma once
// A token (介质, UKey) and its way from the station to the holder.

#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class TokenStatus {
  initialised,  // PIN set, signing key made, certificates asked for
  written,      // certificates and keys on it, verified by the station
  in_use,       // signed for by the holder
  retired,      // lost, damaged, replaced, or abandoned at the station
};
BOOST_DESCRIBE_ENUM(TokenStatus, initialised, written, in_use, retired)

struct Token {
  TokenId id;
  ApplicationId application_id;
  std::string serial;  // of the device, unique
  TokenStatus status = TokenStatus::initialised;
  std::int64_t revision = 1;
  Timestamp created_at;
  Timestamp updated_at;
};

}  // namespace certhall::domain
