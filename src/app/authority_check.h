#pragma once
// Reads everything that the authority ever signed again, and holds it against what was recorded.

#include <cstdint>
#include <string>
#include <vector>

#include "app/hall.h"

namespace certhall::app {

struct AuthorityReport {
  std::int64_t certificates = 0;      // rows that were read
  std::int64_t signatures = 0;        // entries of the keys' ledgers
  std::vector<std::string> findings;  // in Chinese, one per damage; empty: all is well
};

/// Every certificate says byte for byte what was recorded before it was signed, its signature and
/// its profile hold, its row says the same as it does and as the last event of its status, no two
/// share a key, none that is good has a blocked one, no application has two that are alive of one
/// usage, the key of an encryption certificate is kept; and every entry in the ledger of a signing
/// key is explained by a recorded certificate or revocation list. Memory: some 300 bytes a
/// certificate.
[[nodiscard]] AuthorityReport check_authority(const Hall& hall);

}  // namespace certhall::app
