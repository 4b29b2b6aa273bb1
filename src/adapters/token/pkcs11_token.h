#pragma once
// Tokens behind a PKCS#11 module (OASIS PKCS #11 2.40). The signing pair is made on the device. The
// encryption key comes in CMS EnvelopedData under the signing key: the device does the private
// operation, RSA decryption or ECDH, and the key goes in wrapped under a fresh AES key. Between the
// two it is for a moment in the station's memory, since modules do not open CMS messages.
// SM2 tokens come with an SKF library: the SM2 mechanisms of PKCS#11 are each maker's own.

#include <filesystem>
#include <memory>

#include "app/ports/token.h"
#include "base/random.h"
#include "pki/algorithm.h"

namespace certhall::adapters {

struct Pkcs11Options {
  std::filesystem::path module;
  pki::Algorithm algorithm = pki::Algorithm::p256_sha256;  // or RSA, of 3072 bits
  SecretText maker_so_pin{"12345678"};                     // of new devices
};

/// `not_found`, `unsupported_type`, `upstream`: the module cannot be used.
[[nodiscard]] Result<std::unique_ptr<app::TokenDevices>> open_pkcs11_devices(Pkcs11Options options,
                                                                             Random& random);

}  // namespace certhall::adapters
