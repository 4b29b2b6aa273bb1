#pragma once
// What a token does, in the order of SKF (GM/T 0016): initialise, make the signing key, take the
// certificates and the enveloped encryption key, verify the PIN, sign, decrypt. Private keys never
// come out.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

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
  /// Erases what is there, sets both PINs, makes a signing key and gives its PKCS#10 request.
  /// `so_pin` is the device's already where an earlier run set it. `forbidden`: the maker's PIN is
  /// wrong or locked; `too_large`: no room on the device.
  [[nodiscard]] virtual Result<std::string> initialise(const SecretText& pin,
                                                       const SecretText& so_pin) = 0;
  /// `invalid`: wrong PIN, with the tries left; `forbidden`: locked.
  [[nodiscard]] virtual Status login(const SecretText& pin) = 0;
  /// After login. Refuses certificates that are not for this token's keys.
  [[nodiscard]] virtual Status import(const TokenContents& contents,
                                      std::string_view enveloped_key) = 0;
  /// `wrong_state`: nothing or not everything is on it.
  [[nodiscard]] virtual Result<TokenContents> read() = 0;
  /// After login.
  [[nodiscard]] virtual Result<std::string> sign(std::string_view message) = 0;
  /// After login: opens what was encrypted to the encryption certificate.
  [[nodiscard]] virtual Result<SecretText> decrypt(std::string_view cipher) = 0;
  /// A new user PIN, also where the old one is locked. `invalid`: wrong administrator PIN;
  /// `forbidden`: that one is locked as well.
  [[nodiscard]] virtual Status unlock(const SecretText& so_pin, const SecretText& new_pin) = 0;
};

struct TokenDevice {
  std::string serial;  // as the hall knows it
  std::string name;    // for people: maker, model, slot
};

/// What is plugged in.
class TokenDevices {
 public:
  virtual ~TokenDevices() = default;
  [[nodiscard]] virtual Result<std::vector<TokenDevice>> list() = 0;
  /// `not_found`: no such device is plugged in.
  [[nodiscard]] virtual Result<std::unique_ptr<Token>> open(std::string_view serial) = 0;
};

}  // namespace certhall::app
