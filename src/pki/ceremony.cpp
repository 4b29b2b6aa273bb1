#include "pki/ceremony.h"

#include "pki/serial.h"

namespace certhall::pki {

Result<std::string> issue(const TbsRequest& request, const Signer& signer, const Record& record) {
  ASSIGN_OR_RETURN(linted, lint(build_tbs(request), request.profile, request.issuer));
  if (record) record(linted.bytes());
  return sign(std::move(linted), signer);
}

Result<Hierarchy> hold_ceremony(const CeremonyPlan& plan, const Signer& root, const Signer& issuing,
                                std::string_view responder_spki, Random& random) {
  ASSIGN_OR_RETURN(root_key, PublicKey::from_spki(root.spki()));
  const Timestamp root_end = plan.start + plan.root_validity;
  const Issuer self{.name = encode_name(plan.root_name),
                    .key_id = root_key.key_id(),
                    .spki = root.spki(),
                    .not_after = root_end,
                    .sm2_parameters = plan.sm2_parameters};
  ASSIGN_OR_RETURN(root_certificate, issue({.profile = plan.profiles.root_ca,
                                            .issuer = self,
                                            .subject = plan.root_name,
                                            .subject_spki = root.spki(),
                                            .serial = new_serial(plan.serial_lead, random),
                                            .not_before = plan.start,
                                            .not_after = root_end,
                                            .identity = {}},
                                           root, plan.record));
  ASSIGN_OR_RETURN(issuing_certificate, issue({.profile = plan.profiles.issuing_ca,
                                               .issuer = self,
                                               .subject = plan.issuing_name,
                                               .subject_spki = issuing.spki(),
                                               .serial = new_serial(plan.serial_lead, random),
                                               .not_before = plan.start,
                                               .not_after = plan.start + plan.issuing_validity,
                                               .identity = {}},
                                              root, plan.record));
  ASSIGN_OR_RETURN(responder, renew_responder(plan, issuing_certificate, issuing, responder_spki,
                                              plan.start, random));
  return Hierarchy{std::move(root_certificate), std::move(issuing_certificate),
                   std::move(responder)};
}

Result<std::string> renew_responder(const CeremonyPlan& plan, std::string_view issuing_certificate,
                                    const Signer& issuing, std::string_view responder_spki,
                                    Timestamp not_before, Random& random) {
  ASSIGN_OR_RETURN(authority, parse_certificate(issuing_certificate));
  return issue({.profile = plan.profiles.ocsp_signer,
                .issuer = issuer_of(authority, plan.sm2_parameters),
                .subject = plan.responder_name,
                .subject_spki = std::string(responder_spki),
                .serial = new_serial(plan.serial_lead, random),
                .not_before = not_before,
                .not_after = not_before + plan.responder_validity,
                .identity = {}},
               issuing, plan.record);
}

}  // namespace certhall::pki
