#pragma once
// Two larger messages in which an SM2 encryption key travels: signedAndEnvelopedData of GB/T
// 35275-2017 (GM/T 0010) and CSRResponse of GM/T 0092-2020.

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "pki/key.h"
#include "pki/signer.h"

namespace certhall::pki {

/// How CMS names a certificate: issuerAndSerialNumber (RFC 5652 10.2.4).
struct CertificateReference {
  std::string issuer_der;  // Name
  std::string serial;      // hex
};

/// Signed by `signer`, whose certificate comes with it, then SM4-CBC under a fresh key, that one
/// under the recipient's SM2 key. What is signed and sealed is the key's PKCS#8. All keys must be
/// SM2 keys, otherwise std::logic_error.
[[nodiscard]] std::string seal_key_signed(const PrivateKey& key, const PublicKey& recipient,
                                          const CertificateReference& recipient_certificate,
                                          const Signer& signer, std::string_view signer_certificate,
                                          Random& random);
/// `malformed` where the recipient's key does not open it, `invalid` where `signer_spki` did not
/// sign it. Reads the key as PKCS#8, as ECPrivateKey (RFC 5915) and as its bare 32 octets, SM4
/// named with and without its mode.
[[nodiscard]] Result<PrivateKey> open_key_signed(std::string_view message,
                                                 const PrivateKey& recipient,
                                                 std::string_view signer_spki);

/// What a device gets for its request: certificates, DER, and the encryption key in
/// SM2EnvelopedKey.
struct KeyResponse {
  std::vector<std::string> signing_certificates;     // its own first
  std::string enveloped_key;                         // empty: none
  std::vector<std::string> encryption_certificates;  // empty: none
};
/// Throws std::logic_error for a key without its certificate.
[[nodiscard]] std::string write_key_response(const KeyResponse& response);
/// Also where the envelope is tagged IMPLICIT; `malformed` for a key without its certificate.
[[nodiscard]] Result<KeyResponse> read_key_response(std::string_view der);

}  // namespace certhall::pki
