#pragma once
// A key-encryption key in the hands of several people: any `needed` of them restore it, fewer learn
// nothing (Shamir's scheme over GF(2^8), by libgfshare).

#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace certhall::adapters {

struct KeyShare {
  int needed = 3;   // so many restore the key
  int number = 1;   // 1 to 255, another one for each holder
  std::string set;  // 8 hexadecimal digits: shares of different ceremonies do not mix
  SecretText bytes;
};

/// `needed` from 2 to `count`, `count` up to 16; otherwise std::invalid_argument.
[[nodiscard]] std::vector<KeyShare> split_key(const SecretText& key, int needed, int count,
                                              Random& random);
/// `invalid` with what is missing: too few, the same one twice, of different sets. That the shares
/// are right shows only in what the key opens.
[[nodiscard]] Result<SecretText> join_key(const std::vector<KeyShare>& shares);

/// One line that can be printed, typed and checked:
/// "certhall-share 3 2 0a1b2c3d 0123-4567-… 89ab", the last group a check over all before it.
[[nodiscard]] SecretText share_text(const KeyShare& share);
/// Spaces and line ends around it are forgiven. `invalid` when a character is wrong.
[[nodiscard]] Result<KeyShare> parse_share(std::string_view text);

}  // namespace certhall::adapters
