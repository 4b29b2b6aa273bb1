#pragma once
// CMS EnvelopedData (RFC 5652 6) opened with a key that stays in a PKCS#11 token: OpenSSL reads the
// message and asks the token for the one private operation, RSA decryption or ECDH.

#include <string_view>

#include "adapters/token/pkcs11_module.h"
#include "base/secret.h"

namespace certhall::adapters {

struct TokenKey {
  const Pkcs11Module& module;
  CK_SESSION_HANDLE session;
  CK_OBJECT_HANDLE handle;  // of the private key
  std::string spki;         // of its public key
};

/// `malformed` where the message is not for this key or is damaged.
[[nodiscard]] Result<SecretText> open_envelope(std::string_view message, const TokenKey& key);

}  // namespace certhall::adapters
