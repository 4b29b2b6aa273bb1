#pragma once
// The pool, and what goes out of it.

#include "app/ports/key_centre.h"
#include "kmc/centre.h"

namespace certhall::kmc {

/// KeyCentre::issue. The key is durably the request's before its envelope is made, so that a crash
/// in between costs nothing: the request, repeated, gets it. A pool that is empty is no failure,
/// the key is made then.
[[nodiscard]] Result<app::HandedKey> issue_key(const Centre& centre,
                                               const app::KeyRequest& request);
[[nodiscard]] std::vector<app::KeyRecord> history(const Centre& centre,
                                                  std::string_view subscriber);
/// KeyCentre::adopt.
[[nodiscard]] Status adopt_key(const Centre& centre, const app::EarlierKeyHandover& earlier);

/// One round of at most 64 keys, or one RSA key, for each algorithm that is below its mark. Returns
/// how many.
[[nodiscard]] std::int64_t fill_pool(const Centre& centre);

/// After a restore: no key that is in the pool now ever goes out, since some may have done so after
/// the backup. Returns how many there were.
[[nodiscard]] std::int64_t withdraw_pool(const Centre& centre);

/// The key in an envelope for `recipient`; `invalid` where this recipient's key cannot carry it.
[[nodiscard]] Result<app::HandedKey> hand_over(const Centre& centre, const StoredKey& key,
                                               std::string_view recipient, pki::EnvelopeForm form);

}  // namespace certhall::kmc
