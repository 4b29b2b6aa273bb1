#include "domain/certificate_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(CertificateStatus status) {
  switch (status) {
    case CertificateStatus::reserved:
      return "签发中";
    case CertificateStatus::issued:
      return "有效";
    case CertificateStatus::revoked:
      return "已吊销";
    case CertificateStatus::voided:
      return "已作废";
  }
  throw std::logic_error("a certificate's status outside its enum");
}

std::string_view text_of(CertificateEvent event) {
  switch (event) {
    case CertificateEvent::issue:
      return "签发";
    case CertificateEvent::void_:
      return "作废";
    case CertificateEvent::revoke:
      return "吊销";
  }
  throw std::logic_error("a certificate's event outside its enum");
}

Obstacle obstacle_of(CertificateFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case CertificateFact::signed_as_recorded:
      return {wrong_state, "签名与登记的证书内容不符"};
    case CertificateFact::never_signed:
      return {wrong_state, "证书可能已经签名，不能作废，只能吊销"};
    case CertificateFact::confirmed:
      return {invalid, "吊销后证书不能恢复，请确认后再提交"};
  }
  throw std::logic_error("a certificate's fact outside its enum");
}

Result<Decision<CertificateStatus>> decide(CertificateStatus status, CertificateEvent event,
                                           const Actor& actor, EnumSet<CertificateFact> facts) {
  return decide_by(kCertificateWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
