#pragma once
// What the parts of a profile mean together.

#include <string>
#include <vector>

#include "pki/profile.h"

namespace certhall::profiles {

struct BrokenRule {
  std::string key;  // of the file, where it can be mended
  std::string message;
};
[[nodiscard]] std::vector<BrokenRule> broken_rules(const pki::Profile& profile);

}  // namespace certhall::profiles
