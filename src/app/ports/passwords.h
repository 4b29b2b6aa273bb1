#pragma once
// Password hashing (argon2id), slow on purpose.

#include <string>
#include <string_view>

#include "base/secret.h"

namespace certhall::app {

class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  [[nodiscard]] virtual std::string hash(const SecretText& password) = 0;
  [[nodiscard]] virtual bool matches(const SecretText& password, std::string_view hash) = 0;
};

}  // namespace certhall::app
