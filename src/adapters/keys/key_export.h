#pragma once
// Keys that leave the hall: each sealed under a key-encryption key that only its shares restore.

#include <map>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace certhall::adapters {

/// PKCS#8 by the name of the key.
using CarriedKeys = std::map<std::string, SecretText>;

/// A JSON text that may lie anywhere; `key` is 32 bytes.
[[nodiscard]] std::string seal_keys(const CarriedKeys& keys, const SecretText& key,
                                    std::string_view set, Random& random);
/// `invalid` when this is no such text, or `key` is another one: too few or wrong shares.
[[nodiscard]] Result<CarriedKeys> open_keys(std::string_view text, const SecretText& key,
                                            Random& random);
/// The set of shares that open it (KeyShare::set). `invalid` when this is no such text.
[[nodiscard]] Result<std::string> set_of_export(std::string_view text);

}  // namespace certhall::adapters
