#include "adapters/passwords/argon2.h"

#include <stdexcept>

#include <argon2.h>

namespace certhall::adapters {

SecretText key_from(const SecretText& passphrase, std::string_view salt) {
  constexpr Argon2Cost kCost;
  std::string key(32, '\0');
  const auto plain = passphrase.reveal();
  const int done =
      argon2id_hash_raw(kCost.passes, kCost.memory_kib, kCost.lanes, plain.data(), plain.size(),
                        salt.data(), salt.size(), key.data(), key.size());
  if (done != ARGON2_OK) throw std::runtime_error(argon2_error_message(done));
  return SecretText(std::move(key));
}

std::string Argon2Hasher::hash(const SecretText& password) {
  constexpr std::size_t kSalt = 16, kHash = 32;
  const std::string salt = random_.bytes(kSalt);
  const auto plain = password.reveal();
  std::string encoded(
      argon2_encodedlen(cost_.passes, cost_.memory_kib, cost_.lanes, kSalt, kHash, Argon2_id),
      '\0');
  const int done =
      argon2id_hash_encoded(cost_.passes, cost_.memory_kib, cost_.lanes, plain.data(), plain.size(),
                            salt.data(), kSalt, kHash, encoded.data(), encoded.size());
  if (done != ARGON2_OK) throw std::runtime_error(argon2_error_message(done));
  encoded.resize(encoded.find('\0'));
  return encoded;
}

bool Argon2Hasher::matches(const SecretText& password, std::string_view hash) {
  const auto plain = password.reveal();
  return argon2id_verify(std::string(hash).c_str(), plain.data(), plain.size()) == ARGON2_OK;
}

}  // namespace certhall::adapters
