#pragma once
// Issuing the SM2 pair for one application: recorded, linted, signed, stored, in this order, so
// that nothing is ever signed that is not on record, and nothing is ever issued twice.

#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "base/secret.h"
#include "domain/application.h"
#include "domain/certificate.h"

namespace certhall::app {

struct IssuedPair {
  std::string signing_certificate;     // DER
  std::string encryption_certificate;  // DER
  std::string enveloped_key;           // SM2EnvelopedKey for the token's signing key
  std::vector<std::string> chain;      // issuing authority, root
};

struct IssueRequest {
  std::string token_serial;
  std::string csr;  // DER
  SecretText pin;
};

/// For the station that holds the claim. The same token and key get the same certificates however
/// often it asks; another token or key while a pair is out is `duplicate`. `invalid` names csr,
/// token_serial or pin.
[[nodiscard]] Result<IssuedPair> issue_pair(const Hall& hall, const domain::Actor& producer,
                                            const ApplicationId& id, const IssueRequest& request);

/// At start: what was recorded and perhaps not signed is signed now, with the same bytes. Returns
/// how many.
[[nodiscard]] Result<std::int64_t> finish_reserved(const Hall& hall);

/// The token failed or broke at the station: its certificates are revoked as superseded (those
/// never signed are voided), the token is spare, the application can be produced again.
[[nodiscard]] Status abandon_token(const Hall& hall, const domain::Actor& producer,
                                   const ApplicationId& id, std::string_view token_serial);

/// 挂失: revokes all certificates of the application that are in force. Repeating it changes
/// nothing. `wrong_state` when there is none.
[[nodiscard]] Result<std::vector<domain::Certificate>> report_loss(const Hall& hall,
                                                                   const AccountId& account,
                                                                   const ApplicationId& id,
                                                                   domain::RevocationReason reason);

[[nodiscard]] std::optional<domain::Certificate> find_certificate(const Hall& hall,
                                                                  std::string_view serial);

/// The subject as anybody may see it: persons masked, nothing by which they could be told apart.
[[nodiscard]] std::string public_subject(const domain::Certificate& certificate);

}  // namespace certhall::app
