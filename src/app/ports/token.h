#pragma once
// What a token does, in the order of SKF (GM/T 0016): initialise, make the signing key, take the
// certificates and the enveloped encryption key, verify the PIN, sign, decrypt. Private keys never
// come out.

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace certhall::app {

struct TokenContents {
  std::string signing_certificate;     // DER
  std::string encryption_certificate;  // DER
};

class Token {
 public:
  virtual ~Token() = default;
  [[nodiscard]] virtual std::string serial() const = 0;
  /// Erases what is there, sets both PINs, makes an SM2 signing key and gives its PKCS#10 request.
  [[nodiscard]] virtual Result<std::string> initialise(const SecretText& pin,
                                                       const SecretText& so_pin) = 0;
  /// `invalid`: wrong PIN, with the tries left; `forbidden`: locked.
  [[nodiscard]] virtual Status login(const SecretText& pin) = 0;
  /// After login. Refuses certificates that are not for this token's keys.
  [[nodiscard]] virtual Status import(const TokenContents& contents,
                                      std::string_view enveloped_key) = 0;
  [[nodiscard]] virtual Result<TokenContents> read() = 0;
  /// After login.
  [[nodiscard]] virtual Result<std::string> sign(std::string_view message) = 0;
  /// After login: opens what was encrypted to the encryption certificate.
  [[nodiscard]] virtual Result<SecretText> decrypt(std::string_view cipher) = 0;
};

}  // namespace certhall::app
