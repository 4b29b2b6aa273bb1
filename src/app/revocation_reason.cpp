#include "app/revocation_reason.h"

namespace certhall::app {

// The stored order is RFC 5280's; the hall's own list of reasons is shorter.
pki::RevocationReason to_pki(domain::RevocationReason reason) {
  switch (reason) {
    case domain::RevocationReason::unspecified:
      return pki::RevocationReason::unspecified;
    case domain::RevocationReason::key_compromise:
      return pki::RevocationReason::key_compromise;
    case domain::RevocationReason::affiliation_changed:
      return pki::RevocationReason::affiliation_changed;
    case domain::RevocationReason::superseded:
      return pki::RevocationReason::superseded;
    case domain::RevocationReason::cessation_of_operation:
      return pki::RevocationReason::cessation_of_operation;
    case domain::RevocationReason::certificate_hold:
      return pki::RevocationReason::certificate_hold;
    case domain::RevocationReason::remove_from_crl:
      return pki::RevocationReason::remove_from_crl;
    case domain::RevocationReason::privilege_withdrawn:
      return pki::RevocationReason::privilege_withdrawn;
  }
  return pki::RevocationReason::unspecified;
}

}  // namespace certhall::app
