#pragma once
// A certificate profile as people write it: a TOML file, checked line by line. The files that come
// with the program are in data/profiles; what each key means is said in data/profiles/README.md.

#include <optional>
#include <string_view>

#include "domain/text_lines.h"
#include "pki/profile.h"

namespace certhall::profiles {

/// The profile, without addresses (they are the issuer's), or nothing and what is wrong with it.
[[nodiscard]] std::optional<pki::Profile> read_profile(std::string_view toml,
                                                       domain::TextProblems& problems);

}  // namespace certhall::profiles
