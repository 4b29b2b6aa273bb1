#pragma once
// Keys. SM2 signs and verifies with the default identity 1234567812345678 always (GB/T 35276-2017):
// without it only OpenSSL accepts what OpenSSL 3.0 signs.

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "pki/algorithm.h"

namespace certhall::pki {

class PublicKey {
 public:
  /// Refuses curves other than SM2 and P-256, compressed points and points not on the curve; RSA
  /// other than of 3072 or 4096 bits, or with an exponent that is even or below 65537.
  [[nodiscard]] static Result<PublicKey> from_spki(std::string_view der);

  [[nodiscard]] Algorithm algorithm() const;
  [[nodiscard]] const std::string& spki() const;  // DER
  /// What the BIT STRING holds, which OCSP's key hashes are over: the point, or RSA's two numbers.
  [[nodiscard]] const std::string& subject_public_key() const;
  /// 04 || X || Y, 65 bytes. Curves only (throws std::logic_error otherwise).
  [[nodiscard]] std::string point() const;
  [[nodiscard]] int bits() const;  // of the modulus (RSA) or the field: 3072, 4096, 256
  /// Leftmost 160 bits of SHA-256 over subject_public_key() (RFC 7093, method 1): the subject key
  /// identifier.
  [[nodiscard]] std::string key_id() const;
  /// `signature` is the DER of r and s; for RSA the number, as long as the modulus.
  [[nodiscard]] bool verify(std::string_view message, std::string_view signature) const;
  /// SM2 keys only (throws std::logic_error otherwise). Gives SM2Cipher as DER (GM/T 0009).
  [[nodiscard]] std::string encrypt(std::string_view plain) const;

  struct Impl;
  explicit PublicKey(std::shared_ptr<const Impl> impl);

 private:
  std::shared_ptr<const Impl> impl_;
};

/// Moves, is never copied; the key is wiped when it dies. Safe to sign with from several
/// threads.
class PrivateKey {
 public:
  /// `rsa_bits`: 3072 or 4096, for RSA alone; such a key takes seconds, the others milliseconds.
  [[nodiscard]] static PrivateKey generate(Algorithm algorithm, int rsa_bits = 3072);
  [[nodiscard]] static Result<PrivateKey> from_pkcs8(const SecretText& der);
  /// `scalar`: 32 bytes, big endian, the number d of the key pair. Curves only.
  [[nodiscard]] static Result<PrivateKey> from_scalar(Algorithm algorithm,
                                                      const SecretText& scalar);
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  /// Unencrypted PrivateKeyInfo: only for sealing it at once.
  [[nodiscard]] SecretText to_pkcs8() const;
  [[nodiscard]] SecretText scalar() const;  // 32 bytes; curves only
  [[nodiscard]] const PublicKey& public_key() const;
  [[nodiscard]] Algorithm algorithm() const { return public_key().algorithm(); }
  [[nodiscard]] std::string sign(std::string_view message) const;
  /// Opens what PublicKey::encrypt made. SM2 keys only.
  [[nodiscard]] Result<SecretText> decrypt(std::string_view cipher) const;

 private:
  struct Impl;
  explicit PrivateKey(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace certhall::pki
