#include "domain/certificate_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(CertificateStatus status) {
  switch (status) {
    case CertificateStatus::reserved:
      return "签发中";
    case CertificateStatus::issued:
      return "有效";
    case CertificateStatus::suspended:
      return "已挂起";
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
    case CertificateEvent::suspend:
      return "挂起";
    case CertificateEvent::release:
      return "解除挂起";
    case CertificateEvent::revoke:
      return "吊销";
  }
  throw std::logic_error("a certificate's event outside its enum");
}

std::string_view text_of(RevocationReason reason) {
  switch (reason) {
    case RevocationReason::unspecified:
      return "未说明";
    case RevocationReason::key_compromise:
      return "密钥泄露或介质丢失";
    case RevocationReason::affiliation_changed:
      return "主体信息变更";
    case RevocationReason::superseded:
      return "证书已更换";
    case RevocationReason::cessation_of_operation:
      return "停止使用";
    case RevocationReason::certificate_hold:
      return "挂起";
    case RevocationReason::remove_from_crl:
      return "解除挂起";
    case RevocationReason::privilege_withdrawn:
      return "资格取消";
  }
  throw std::logic_error("a reason outside its enum");
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
    case CertificateFact::final_reason:
      return {invalid, "该原因只用于挂起或解除挂起，吊销请选择其他原因"};
    case CertificateFact::not_expired:
      return {wrong_state, "证书已过有效期，不必再挂起或解除挂起"};
  }
  throw std::logic_error("a certificate's fact outside its enum");
}

Result<Decision<CertificateStatus>> decide(CertificateStatus status, CertificateEvent event,
                                           const Actor& actor, EnumSet<CertificateFact> facts) {
  return decide_by(kCertificateWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
