#pragma once
// SM2 signatures by Botan, which makes them two and a half times as fast as OpenSSL 3.0
// (docs/decisions/sm2-by-botan.md). Encodings, ciphers and verification stay OpenSSL's. The
// digest is SM3 over the default identity 1234567812345678 and the message (GB/T 32918.2 5.5, 6.1).

#include <memory>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace certhall::pki {

/// Signs with one key. Safe to use from several threads.
class Sm2Signer {
 public:
  /// `scalar`: 32 bytes, big endian, in 1 … n-2.
  explicit Sm2Signer(const SecretText& scalar);
  ~Sm2Signer();
  /// The public key: 04 || X || Y.
  [[nodiscard]] std::string point() const;
  /// DER of r and s.
  [[nodiscard]] std::string sign(std::string_view message) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace certhall::pki
