#include "domain/certificate_type.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(CertificateType type) {
  switch (type) {
    case CertificateType::organization:
      return "机构证书";
    case CertificateType::organization_person:
      return "机构个人证书";
    case CertificateType::natural_person:
      return "自然人证书";
  }
  throw std::logic_error("a certificate type outside its enum");
}

std::string_view agent_title(CertificateType type) {
  return type == CertificateType::natural_person ? "申请人" : "经办人";
}

Details relevant(Details details) {
  const auto type = details.certificate_type;
  if (!has_organization(type)) details.organization = {};
  if (!has_legal_representative(type)) details.legal_representative = {};
  if (!has_holder(type)) details.holder.reset();
  return details;
}

std::string subject_name(const Details& details) {
  switch (details.certificate_type) {
    case CertificateType::organization:
      return details.organization.name;
    case CertificateType::organization_person: {
      const std::string person = details.holder ? details.holder->name : "";
      const std::string& organization = details.organization.name;
      if (person.empty() || organization.empty()) return person + organization;
      return person + "（" + organization + "）";
    }
    case CertificateType::natural_person:
      return details.agent.name;
  }
  throw std::logic_error("a certificate type outside its enum");
}

PinRecipient pin_recipient(const Details& details) {
  if (has_holder(details.certificate_type) && details.holder)
    return {.name = details.holder->name, .mobile = details.holder->mobile};
  return {.name = details.agent.name, .mobile = details.agent.mobile};
}

std::string_view pin_recipient_title(CertificateType type) {
  return type == CertificateType::organization ? "经办人" : "申请人";
}

}  // namespace certhall::domain
