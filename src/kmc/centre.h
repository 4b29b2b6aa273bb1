#pragma once
// What every use case of the key centre works with.

#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "domain/staff.h"
#include "kmc/ports/store.h"
#include "pki/algorithm.h"

namespace certhall::kmc {

/// Fewer keys of this algorithm in the pool, and it is filled up to twice as many. 0: none are made
/// ahead.
struct PoolMark {
  pki::Algorithm algorithm = pki::Algorithm::sm2_sm3;
  std::int64_t low = 0;
};

struct Centre {
  Store& store;
  const Clock& clock;
  Random& random;
  std::vector<PoolMark> pool;
};

/// `detail` must hold no personal data.
void audit(Transaction& tx, Timestamp now, const domain::Actor& actor, std::string_view act,
           std::string_view subject, boost::json::object detail = {});

}  // namespace certhall::kmc
