#pragma once
// Revoking, suspending and releasing certificates: each change is durable, in the audit chain and
// in the numbered events that status answers follow, before it is acknowledged.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "domain/certificate_workflow.h"
#include "domain/revocation_list.h"

namespace certhall::app {

/// What is to happen to a certificate.
struct StatusOrder {
  domain::CertificateEvent event = domain::CertificateEvent::revoke;  // or suspend, or release
  domain::RevocationReason reason = domain::RevocationReason::unspecified;  // of a revocation
  bool confirmed = false;  // a revocation is for good
  std::string note{};      // for the audit chain and nobody else: whose request, its number
};

/// One certificate within the caller's transaction: state, event, audit row. A compromised key is
/// blocked for ever. After the commit comes await_newest_status().
[[nodiscard]] Status change_status(Transaction& tx, const Hall& hall, const domain::Actor& by,
                                   domain::Certificate certificate, const StatusOrder& order);

/// After the commit and before the acknowledgement: returns when no node answers from what was
/// before.
void await_newest_status(const Hall& hall);

/// The certificate of this serial number and, `with_pair`, the others of its application that are
/// in force. Returns those of its application. `not_found`; what the workflow refuses of the named
/// one is refused, the others are left out then. Repeating a revocation changes nothing.
[[nodiscard]] Result<std::vector<domain::Certificate>> change_certificate(const Hall& hall,
                                                                          const domain::Actor& by,
                                                                          std::string_view serial,
                                                                          bool with_pair,
                                                                          const StatusOrder& order);

/// Every certificate of the key, by the SHA-256 of its SubjectPublicKeyInfo in hex; the key is
/// blocked for ever, also where it has none. Returns how many were revoked.
[[nodiscard]] Result<std::int64_t> revoke_key(const Hall& hall, const domain::Actor& by,
                                              std::string_view public_key_digest,
                                              const StatusOrder& order);
/// Known compromised keys, a digest (64 hex digits) a line. All or none; returns how many.
[[nodiscard]] Result<std::int64_t> block_keys(const Hall& hall, const domain::Actor& by,
                                              std::string_view text);

/// What is wrong with a list, the certificates that are not there among it.
[[nodiscard]] domain::TextProblems check_revocation_text(std::string_view text);
/// Records the list and its lines, to be worked off. The same text again is the list that there is.
domain::RevocationList record_revocation_list(Transaction& tx, const Hall& hall,
                                              std::string_view title, std::string_view text,
                                              const ChangeId& change);
/// Works off what is waiting, a transaction for some lines each; goes on after a crash where it
/// was. Returns how many lines.
[[nodiscard]] Result<std::int64_t> work_off_revocation_lists(const Hall& hall);

[[nodiscard]] std::vector<domain::RevocationList> revocation_lists(const Hall& hall);
struct RevocationReport {
  domain::RevocationList list;
  std::vector<domain::RevocationLine> lines;
};
[[nodiscard]] std::optional<RevocationReport> revocation_report(const Hall& hall,
                                                                const RevocationListId& id,
                                                                std::int64_t after,
                                                                std::int64_t limit);

}  // namespace certhall::app
