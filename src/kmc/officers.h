#pragma once
// Who decides on recoveries: officers, each with a signing key of his own, and how many of them a
// judicial order needs (m of n).

#include "base/result.h"
#include "kmc/centre.h"

namespace certhall::kmc {

struct NewOfficer {
  std::string login;  // 2 to 32 letters, digits, '-', '_' or '.'
  std::string name;
  std::string public_key;  // SubjectPublicKeyInfo, DER
};
struct OfficerSet {
  std::vector<NewOfficer> officers;
  std::int64_t quorum = 0;  // 2 to as many as there are
};

/// The first set. `wrong_state` where there is one: from then on they themselves approve another
/// (ask_officers() of recovery.h).
[[nodiscard]] Status found_officers(const Centre& centre, const OfficerSet& set);
/// `invalid` names what is wrong: logins and keys are each different, and the quorum fits.
[[nodiscard]] Result<std::vector<KeyOfficer>> make_officers(const Centre& centre,
                                                            const OfficerSet& set);
/// Puts them in force inside a transaction, with the audit row that check() holds them against.
void appoint(Transaction& tx, Timestamp now, const domain::Actor& actor,
             const std::vector<KeyOfficer>& officers, std::int64_t quorum,
             std::string_view recovery = "");
/// Changes with any login, key or the quorum; SHA-256, hex.
[[nodiscard]] std::string digest_of(const std::vector<KeyOfficer>& officers, std::int64_t quorum);

}  // namespace certhall::kmc
