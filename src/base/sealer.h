#pragma once
// Seals personal data before it reaches the database or the file store, and makes the keyed
// digests by which sealed data is found again.

#include <string>
#include <string_view>

#include "base/random.h"
#include "base/secret.h"

namespace certhall {

/// AES-256-GCM under a data key that is itself sealed under the master key and carried in front of
/// the ciphertext, so that the master key can be changed without touching the data and no nonce
/// is ever used twice under one key. Format: "s1" | nonce 12 | sealed data key 48 | nonce 12 |
/// ciphertext+tag.
class Sealer {
 public:
  /// `master_key`: 32 bytes, from a file outside the database.
  Sealer(SecretText master_key, Random& random);

  /// `context` names the place ("application.details/<id>"): a sealed value moved elsewhere does
  /// not open.
  [[nodiscard]] std::string seal(std::string_view plain, std::string_view context) const;
  /// Throws when the value was changed, moved or sealed under another master key: that is damage,
  /// not input.
  [[nodiscard]] std::string open(std::string_view sealed, std::string_view context) const;
  /// Hex HMAC-SHA256 under a key derived for `purpose` ("mobile"): equal inputs, equal digests.
  [[nodiscard]] std::string digest(std::string_view value, std::string_view purpose) const;

 private:
  SecretText master_key_;
  Random& random_;
};

}  // namespace certhall
