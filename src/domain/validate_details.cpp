// The whole form; the rules of the single fields are in validation.cpp.

#include <algorithm>

#include "domain/certificate_type.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

class Findings {
 public:
  void add(std::string field, const Complaint& complaint) {
    if (complaint) errors_.push_back({std::move(field), *complaint});
  }
  [[nodiscard]] bool clean(std::string_view field) const {
    return std::ranges::none_of(errors_, [&](const auto& e) { return e.field == field; });
  }
  [[nodiscard]] std::vector<FieldError> take() { return std::move(errors_); }

 private:
  std::vector<FieldError> errors_;
};

Complaint check_certificate_type(CertificateType type, const RelyingApplication& application) {
  if (std::ranges::find(application.certificate_types, type) != application.certificate_types.end())
    return {};
  return "所选应用暂不受理这种证书，请另选证书类型。";
}

void check_organization(Findings& findings, const Organization& organization) {
  findings.add("organization.name", check_organization_name(organization.name));
  if (organization.id_kind != "unified_social_credit_code")
    findings.add("organization.id_kind", "请选择机构证件类型：统一社会信用代码证。");
  findings.add("organization.credit_code", check_credit_code(organization.credit_code));
  findings.add("organization.address", check_address(organization.address));
}

void check_legal_representative(Findings& findings, const LegalRepresentative& person, Date today) {
  findings.add("legal_representative.name", check_person_name(person.name));
  findings.add("legal_representative.id_number", check_id_number(person.id_number, today));
  findings.add("legal_representative.mobile", check_mobile(person.mobile));
}

void check_agent(Findings& findings, const Agent& person, Date today) {
  findings.add("agent.name", check_person_name(person.name));
  findings.add("agent.id_number", check_id_number(person.id_number, today));
  findings.add("agent.mobile", check_mobile(person.mobile));
  findings.add("agent.email", check_email(person.email));
}

void check_holder(Findings& findings, const Holder& person, Date today) {
  findings.add("holder.name", check_person_name(person.name));
  findings.add("holder.id_number", check_id_number(person.id_number, today));
  findings.add("holder.mobile", check_mobile(person.mobile));
}

/// The commonest slip when somebody acts for himself: one name typed differently.
template <class Person>
void check_one_person_one_name(Findings& findings, const Person& other, std::string_view title,
                               const Agent& agent) {
  if (other.id_number != agent.id_number || other.name == agent.name) return;
  if (!findings.clean("agent.name") || !findings.clean("agent.id_number")) return;
  findings.add("agent.name", "与" + std::string(title) + "的身份证号码相同，姓名却不同，请核对。");
}

/// In the order of the page.
void check_persons(Findings& findings, const Details& details, Date today) {
  const auto type = details.certificate_type;
  const Holder holder = details.holder.value_or(Holder{});
  if (has_organization(type)) check_organization(findings, details.organization);
  if (has_legal_representative(type))
    check_legal_representative(findings, details.legal_representative, today);
  if (has_holder(type)) check_holder(findings, holder, today);
  check_agent(findings, details.agent, today);
  if (has_legal_representative(type))
    check_one_person_one_name(findings, details.legal_representative, "法人", details.agent);
  if (has_holder(type)) check_one_person_one_name(findings, holder, "申请人", details.agent);
}

}  // namespace

std::vector<FieldError> validate_details(const Details& details,
                                         const RelyingApplication* relying_application,
                                         const Divisions& divisions, Date today) {
  Findings findings;
  if (relying_application == nullptr) {
    findings.add("relying_application", "请选择证书用于哪个应用。");
  } else {
    findings.add("certificate_type",
                 check_certificate_type(details.certificate_type, *relying_application));
  }
  findings.add("years", check_years(details.years));
  check_persons(findings, details, today);
  findings.add("delivery.division", check_division(details.delivery.division, divisions));
  findings.add("delivery.address", check_address(details.delivery.address));
  findings.add("delivery.postcode", check_postcode(details.delivery.postcode));
  if (details.invoice.wanted) {
    findings.add("invoice.title", check_invoice_title(details.invoice.title));
    findings.add("invoice.tax_number", check_tax_number(details.invoice.tax_number));
  }
  return findings.take();
}

}  // namespace certhall::domain
