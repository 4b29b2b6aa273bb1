#pragma once
// Bringing an issued key out again: for its user, onto a new token, or by order of a court. What is
// asked is recorded, officers sign that they approve, the handing over is recorded, and only then
// is there an envelope, under the one public key that the request named.

#include <chrono>

#include "app/ports/key_centre.h"
#include "kmc/centre.h"
#include "kmc/officers.h"

namespace certhall::kmc {

/// From the request on; afterwards it must be asked for anew.
inline constexpr std::chrono::days kRecoveryTime{30};

/// KeyCentre::ask_recovery: needs one officer, who did not ask himself.
[[nodiscard]] Result<KeyRecoveryId> ask_recovery(const Centre& centre,
                                                 const app::KeyRecoveryRequest& request);

struct JudicialOrder {
  std::string subscriber;
  std::vector<KeyId> keys;   // empty: all that the subscriber has
  std::string recipient;     // SubjectPublicKeyInfo, DER, as the order names it
  std::string order_number;  // of the court
  std::string reason;
  std::string requested_by;
};
/// Needs as many officers as the quorum says at this moment.
[[nodiscard]] Result<KeyRecoveryId> ask_judicial(const Centre& centre, const JudicialOrder& order);

/// Other officers in the place of these; as many must approve as for a judicial order.
[[nodiscard]] Result<KeyRecoveryId> ask_officers(const Centre& centre, const OfficerSet& set,
                                                 std::string_view reason,
                                                 std::string_view requested_by);

/// The text that an officer signs: all that was asked, in one line of JSON behind its heading.
[[nodiscard]] std::string statement_of(const Recovery& recovery);
/// `signature`: by the officer's key, over the statement. Twice is no error. `forbidden` where the
/// signature is not his, or he asked for it himself.
[[nodiscard]] Status approve(const Centre& centre, const KeyRecoveryId& id, std::string_view login,
                             std::string_view signature);

/// How many approvals of officers who are still in office there are.
[[nodiscard]] std::int64_t count_approvals(Transaction& tx, const Recovery& recovery);

/// The keys, each in an envelope, however often it is asked for; every time is recorded first.
/// `wrong_state` while approvals are missing, `gone` after kRecoveryTime.
[[nodiscard]] Result<std::vector<app::HandedKey>> collect(const Centre& centre,
                                                          const KeyRecoveryId& id,
                                                          pki::EnvelopeForm form);
/// The officers that ask_officers() named take office.
[[nodiscard]] Status install_officers(const Centre& centre, const KeyRecoveryId& id);

}  // namespace certhall::kmc
