#pragma once
// What the three kinds of certificates have in common and what not: whose data the form asks for,
// who does the business, whose name the certificate carries, who gets the PIN.
//
//                      organization   organization_person    natural_person
//   form               单位 法人 经办人   单位 申请人 经办人       申请人
//   does the business  agent          agent                  the person; his data are `agent`
//   certificate's name organization   holder                 the person
//   PIN                agent          holder                 the person

#include <string>
#include <string_view>

#include "domain/application.h"

namespace certhall::domain {

[[nodiscard]] std::string_view text_of(CertificateType type);  // 机构证书

[[nodiscard]] constexpr bool has_organization(CertificateType type) {
  return type != CertificateType::natural_person;
}
[[nodiscard]] constexpr bool has_legal_representative(CertificateType type) {
  return type == CertificateType::organization;
}
[[nodiscard]] constexpr bool has_holder(CertificateType type) {
  return type == CertificateType::organization_person;
}

/// What the person in `details.agent` is called: 经办人; a natural person 申请人.
[[nodiscard]] std::string_view agent_title(CertificateType type);

/// The details without whatever another certificate type asks for. A draft keeps that, so that a
/// change of mind costs no typing; forms, digests and everything after the draft know only this.
[[nodiscard]] Details relevant(Details details);

/// Whose certificate it is, as lists show it: 湖南示例建设有限公司, 张示例（湖南示例建设有限公司）,
/// 张示例. Empty while unknown.
[[nodiscard]] std::string subject_name(const Details& details);

/// Whom the PIN is for; a certificate of a person opens with a PIN that only this person knows.
struct PinRecipient {
  std::string name;
  std::string mobile;
  friend bool operator==(const PinRecipient&, const PinRecipient&) = default;
};
[[nodiscard]] PinRecipient pin_recipient(const Details& details);
/// How texts call him: 经办人 or 申请人.
[[nodiscard]] std::string_view pin_recipient_title(CertificateType type);

}  // namespace certhall::domain
