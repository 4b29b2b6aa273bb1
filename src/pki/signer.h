#pragma once
// Whoever can sign for an authority: a key in memory here, a hardware module elsewhere.

#include <string>
#include <string_view>

#include "pki/key.h"

namespace certhall::pki {

class Signer {
 public:
  virtual ~Signer() = default;
  [[nodiscard]] virtual const PublicKey& public_key() const = 0;
  /// The DER of r and s over `message`; SM2 with the default identity. Throws when it cannot sign.
  [[nodiscard]] virtual std::string sign(std::string_view message) const = 0;

  [[nodiscard]] Algorithm algorithm() const { return public_key().algorithm(); }
  [[nodiscard]] const std::string& spki() const { return public_key().spki(); }  // DER
};

class KeySigner final : public Signer {
 public:
  explicit KeySigner(PrivateKey key) : key_(std::move(key)) {}
  [[nodiscard]] const PublicKey& public_key() const override { return key_.public_key(); }
  [[nodiscard]] std::string sign(std::string_view message) const override {
    return key_.sign(message);
  }

 private:
  PrivateKey key_;
};

/// Signs and checks the signature with the signer's public key before anybody sees it: a faulty
/// module must not get a bad signature out. Throws std::runtime_error then.
[[nodiscard]] std::string sign_checked(const Signer& signer, std::string_view message);

/// The DER of r and s from r || s, each padded to half of the length, as devices give it.
[[nodiscard]] std::string signature_from_halves(std::string_view r_and_s);

/// SEQUENCE { tbs, algorithm, BIT STRING signature }: certificates, CRLs and requests alike.
[[nodiscard]] std::string assemble_signed(std::string_view tbs, std::string_view algorithm_der,
                                          std::string_view signature);

}  // namespace certhall::pki
