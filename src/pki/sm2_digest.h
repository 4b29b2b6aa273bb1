#pragma once
// What an SM2 signature is made over, for keys in devices that are handed a digest.

#include <string>
#include <string_view>

#include "pki/key.h"

namespace certhall::pki {

/// e = SM3(Z || message), 32 bytes, with the default identity in Z (GB/T 32918.2 5.5, 6.1;
/// GB/T 35276-2017). std::logic_error for other keys.
[[nodiscard]] std::string sm2_digest(const PublicKey& signer, std::string_view message);

}  // namespace certhall::pki
