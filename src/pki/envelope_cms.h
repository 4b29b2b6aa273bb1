#pragma once
// Encryption keys other than SM2 ones, in CMS EnvelopedData (RFC 5652 6): PKCS#8 under AES-256-CBC,
// that key by key agreement for an EC recipient (RFC 5753), by key transport (OAEP) for an RSA one.
// The recipient is named by his subject key identifier, so that no certificate need exist yet.

#include <string>
#include <string_view>

#include "pki/key.h"

namespace certhall::pki {

[[nodiscard]] std::string seal_key_in_cms(const PrivateKey& key, const PublicKey& recipient);
/// Also where another implementation named the recipient by issuer and serial number, and where it
/// encrypted with another cipher that OpenSSL knows. `malformed`; `unsupported_type` where its key
/// is wrapped in a way that cms_recipients.h does not know.
[[nodiscard]] Result<PrivateKey> open_key_in_cms(std::string_view cms, const PrivateKey& recipient);

}  // namespace certhall::pki
