#pragma once
// The time-stamp service (RFC 3161): every issuing authority has a signer of its own, "tsa-" and
// its name. A stamp's serial number and digest are on disk before it is signed.

#include <string>
#include <string_view>

#include "app/hall.h"
#include "pki/tsp.h"

namespace certhall::app {

inline constexpr std::size_t kTimeStampRequestLimit = pki::kTimeStampRequestLimit;  // bytes

/// Key and certificate of the signer of each issuing authority: made where there are none, renewed
/// with the same key in their last year.
[[nodiscard]] Status prepare_time_stamping(const Hall& hall);

/// The DER TimeStampResp to a DER TimeStampReq. `issuing`: the authority whose signer is meant;
/// empty: SM2 for an imprint by SM3, else one of another algorithm if there is one. A clock that
/// has gone back further than the accuracy, or a certificate that has ended, stamps nothing
/// (timeNotAvailable). `too_many` for an address that asks like a machine gone wild, `not_found`
/// for a signer that there is not. What is broken in this house is systemFailure, never a throw.
[[nodiscard]] Result<std::string> answer_time_stamp(const Hall& hall, std::string_view request,
                                                    std::string_view issuing,
                                                    std::string_view address);

}  // namespace certhall::app
