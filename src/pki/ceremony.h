#pragma once
// The first hour of an authority: root, issuing authority, OCSP signer.

#include <chrono>
#include <functional>
#include <string>

#include "base/random.h"
#include "pki/certificate.h"

namespace certhall::pki {

/// Told the bytes of a certificate before they are signed.
using Record = std::function<void(std::string_view tbs)>;

/// Build, lint, record and sign in one go, for certificates of the authority itself.
[[nodiscard]] Result<std::string> issue(const TbsRequest& request, const Signer& signer,
                                        const Record& record = {});

struct CeremonyPlan {
  Profiles profiles;
  Name root_name, issuing_name, responder_name;
  Timestamp start;
  std::chrono::days root_validity{20 * 365}, issuing_validity{10 * 365}, responder_validity{365};
  std::uint8_t serial_lead = 1;
  Sm2Parameters sm2_parameters = Sm2Parameters::absent;
  Record record{};  // may be empty
};

/// Certificates, DER.
struct Hierarchy {
  std::string root, issuing, responder;
};

[[nodiscard]] Result<Hierarchy> hold_ceremony(const CeremonyPlan& plan, const Signer& root,
                                              const Signer& issuing,
                                              std::string_view responder_spki, Random& random);
/// A new certificate for the OCSP signer, before the old one ends.
[[nodiscard]] Result<std::string> renew_responder(const CeremonyPlan& plan,
                                                  std::string_view issuing_certificate,
                                                  const Signer& issuing,
                                                  std::string_view responder_spki,
                                                  Timestamp not_before, Random& random);

}  // namespace certhall::pki
