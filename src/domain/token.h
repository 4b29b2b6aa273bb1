#pragma once
// A token (介质, UKey) and its way from the station to the holder, back, and to its end.

#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class TokenStatus {
  initialised,  // at the station: PINs set, signing key made, certificates asked for
  written,      // certificates and keys on it, verified by the station
  in_use,       // signed for by the holder
  locked,       // its PIN was entered wrongly too often; an unlock brings it back
  lost,         // out of the holder's hands: its certificates are revoked
  damaged,      // cannot be used any more; its encryption key may still be needed
  spare,        // given up at the station before it left: may be initialised again
  retired,      // handed in, replaced, or destroyed
};
BOOST_DESCRIBE_ENUM(TokenStatus, initialised, written, in_use, locked, lost, damaged, spare,
                    retired)

/// One row per device, for ever: a spare one that is initialised again keeps its row.
struct Token {
  TokenId id;
  ApplicationId application_id;  // the last one for which it was initialised
  std::string serial;            // of the device, unique
  TokenStatus status = TokenStatus::initialised;
  std::int64_t revision = 1;
  Timestamp created_at;
  Timestamp updated_at;
};

using UnlockId = Id<struct UnlockTag>;

/// Leave to use a device's administrator PIN (SO PIN) once: given by one, used by another.
struct UnlockSession {
  UnlockId id;
  TokenId token_id;
  StaffId authorised_by;
  Timestamp authorised_at;
  Timestamp expires_at;
  std::string released_to;  // member of staff; empty: not yet
  Timestamp released_at{};
};

}  // namespace certhall::domain
