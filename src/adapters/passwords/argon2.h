#pragma once
// argon2id (RFC 9106) by libargon2.

#include <cstdint>

#include "app/ports/passwords.h"
#include "base/random.h"

namespace certhall::adapters {

struct Argon2Cost {
  std::uint32_t memory_kib = 64 * 1024;
  std::uint32_t passes = 3;
  std::uint32_t lanes = 1;
};

/// 32 bytes of key from a passphrase; `salt` 16 bytes.
[[nodiscard]] SecretText key_from(const SecretText& passphrase, std::string_view salt);

class Argon2Hasher final : public app::PasswordHasher {
 public:
  Argon2Hasher(Argon2Cost cost, Random& random) : cost_(cost), random_(random) {}

  std::string hash(const SecretText& password) override;
  bool matches(const SecretText& password, std::string_view hash) override;

 private:
  const Argon2Cost cost_;
  Random& random_;
};

}  // namespace certhall::adapters
