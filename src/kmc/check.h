#pragma once
// Reads all that the centre keeps again and holds it against its own audit chain.

#include <cstdint>
#include <string>
#include <vector>

#include "kmc/centre.h"

namespace certhall::kmc {

struct CentreReport {
  std::int64_t audit_rows = 0;
  std::int64_t keys = 0;  // in the pool and issued
  std::int64_t issued = 0;
  std::vector<std::string> findings;  // in Chinese, one per damage; empty: all is well
};

/// The audit chain is whole; every private key opens and belongs to its public key; the keys that
/// are out are those whose issue the chain tells of; the officers are those that were appointed;
/// whatever was recovered has the signatures that it needed. Memory: about 100 bytes a key.
[[nodiscard]] CentreReport check(const Centre& centre);

}  // namespace certhall::kmc
