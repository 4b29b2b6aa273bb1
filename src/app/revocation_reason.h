#pragma once
// The hall's reasons in the words of CRLs and OCSP answers.

#include "domain/certificate.h"
#include "pki/crl.h"

namespace certhall::app {

[[nodiscard]] pki::RevocationReason to_pki(domain::RevocationReason reason);

}  // namespace certhall::app
