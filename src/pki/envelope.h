#pragma once
// The envelope in which an encryption key travels to its owner: SM2EnvelopedKey of GB/T 35276-2017
// 7.4 (GM/T 0009). The private key under a fresh SM4 key (ECB, 32 bytes, no padding), that one
// under the owner's signing public key.

#include <string>
#include <string_view>

#include "base/random.h"
#include "pki/key.h"

namespace certhall::pki {

/// Both must be SM2 keys, otherwise std::logic_error.
[[nodiscard]] std::string seal_encryption_key(const PrivateKey& encryption_key,
                                              const PublicKey& recipient, Random& random);
/// Checks that the key inside belongs to the public key in the envelope.
[[nodiscard]] Result<PrivateKey> open_encryption_key(std::string_view envelope,
                                                     const PrivateKey& signing_key);

}  // namespace certhall::pki
