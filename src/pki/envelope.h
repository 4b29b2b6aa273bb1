#pragma once
// The envelopes in which an encryption key travels to its owner. An SM2 key in the forms of the
// Chinese standards: the private key under a fresh SM4 key (ECB, 32 bytes, no padding), that one
// under the owner's signing public key. Any other key in CMS (envelope_cms.h).

#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/random.h"
#include "pki/key.h"

namespace certhall::pki {

/// `natural`: SM2EnvelopedKey of GB/T 35276-2017 7.4 (GM/T 0009) for an SM2 key, CMS EnvelopedData
/// (RFC 5652) for any other. The others are for SM2 keys only: `skf` is ENVELOPEDKEYBLOB of GM/T
/// 0016, which is also EnvelopedECCKey of GM/T 0018-2023; `sdf` is EnvelopedKeyBlob of GM/T
/// 0018-2012. Both are packed structures with 32-bit little-endian numbers.
enum class EnvelopeForm { natural, skf, sdf };
BOOST_DESCRIBE_ENUM(EnvelopeForm, natural, skf, sdf)

/// `invalid`, with the remedy, where the recipient's key cannot carry a key of this kind: SM2 keys
/// travel under SM2 keys, others under others.
[[nodiscard]] Status check_carrier(Algorithm recipient, Algorithm key);

/// `invalid` as check_carrier() says, or where the form is not for this kind of key.
[[nodiscard]] Result<std::string> seal_key(const PrivateKey& key, const PublicKey& recipient,
                                           EnvelopeForm form, Random& random);
/// What seal_key() made, or another implementation. `malformed` or `invalid` where the recipient's
/// key does not open it, or where what is in it is not the private key of the public key beside it.
[[nodiscard]] Result<PrivateKey> open_key(std::string_view envelope, const PrivateKey& recipient,
                                          EnvelopeForm form);

/// SM2EnvelopedKey. Both must be SM2 keys, otherwise std::logic_error.
[[nodiscard]] std::string seal_encryption_key(const PrivateKey& encryption_key,
                                              const PublicKey& recipient, Random& random);
/// Checks that the key inside belongs to the public key in the envelope.
[[nodiscard]] Result<PrivateKey> open_encryption_key(std::string_view envelope,
                                                     const PrivateKey& signing_key);

}  // namespace certhall::pki
