#include "app/ocsp.h"

#include <chrono>

#include "app/authority.h"
#include "app/revocation_reason.h"
#include "base/log.h"
#include "pki/ocsp.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kOcspValidity = 10min;

pki::SingleResponse status_of(Transaction& tx, const pki::OcspIssuer& issuer, const pki::CertId& id,
                              Timestamp now) {
  pki::SingleResponse single{.id = id, .this_update = now, .next_update = now + kOcspValidity};
  if (!issuer.issued(id)) return single;
  const auto certificate = tx.certificates().find_by_serial(kIssuing, id.serial);
  if (!certificate) return single;  // never issued is never good
  switch (certificate->status) {
    case domain::CertificateStatus::reserved:
    case domain::CertificateStatus::voided:
      return single;
    case domain::CertificateStatus::issued:
      single.status = pki::CertificateStatus::good;
      return single;
    case domain::CertificateStatus::suspended:  // RFC 6960 2.2: on hold counts as revoked
    case domain::CertificateStatus::revoked:
      single.status = pki::CertificateStatus::revoked;
      single.revoked_at = certificate->revoked_at;
      single.reason = to_pki(certificate->revocation_reason);
      return single;
  }
  return single;
}

const char* word_for(pki::CertificateStatus status) {
  switch (status) {
    case pki::CertificateStatus::good:
      return "good";
    case pki::CertificateStatus::revoked:
      return "revoked";
    case pki::CertificateStatus::unknown:
      return "unknown";
  }
  return "unknown";
}

void count_ocsp(const Hall& hall, const char* answer) {
  hall.metrics.counter("certhall_ocsp_answers_total", "What OCSP said", {{"answer", answer}}).add();
}

}  // namespace

std::string answer_ocsp(const Hall& hall, std::string_view der) {
  const auto request = pki::parse_ocsp_request(der);
  if (!request) {
    count_ocsp(hall, "malformed");
    return pki::ocsp_error(pki::OcspError::malformed_request);
  }
  try {
    const auto issuing = load_authority(hall, kIssuing);
    const auto responder = load_authority(hall, kResponder);
    const pki::OcspIssuer issuer(issuing.certificate);
    const Timestamp now{hall.clock.now().seconds() * 1000};
    pki::OcspAnswer answer{.produced_at = now, .responses = {}, .nonce = request->nonce};
    (void)read(hall.store, [&](Transaction& tx) {
      for (const auto& id : request->certificates) {
        answer.responses.push_back(status_of(tx, issuer, id, now));
        count_ocsp(hall, word_for(answer.responses.back().status));
      }
      return 0;
    });
    return pki::build_ocsp_response(answer, *responder.signer, responder.row.certificate);
  } catch (const std::exception& error) {
    log::error("ocsp.failed", {{"reason", error.what()}});
    count_ocsp(hall, "failed");
    return pki::ocsp_error(pki::OcspError::try_later);
  }
}

}  // namespace certhall::app
