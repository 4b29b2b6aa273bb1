#pragma once
// What the hall asks of the key centre, and the handing over of the keys that it kept itself before
// there was one.

#include <string>
#include <string_view>

#include "app/hall.h"

namespace certhall::app {

/// The request for the encryption key of a token: the same application, token and signing key make
/// the same request however often, so that a repeated one gets the same key.
[[nodiscard]] KeyRequest key_request(const ApplicationId& id, std::string_view token_serial,
                                     const std::string& signing_spki, pki::Algorithm algorithm);

/// At start. Each key is durably in the centre before it is wiped here, so that it may be cut off
/// anywhere. Returns how many; a key whose signing certificate is missing throws.
[[nodiscard]] Result<std::int64_t> hand_earlier_keys_over(const Hall& hall);

}  // namespace certhall::app
