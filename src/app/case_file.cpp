#include "app/case_file.h"

#include <algorithm>

#include "app/act.h"
#include "domain/price.h"
#include "domain/validation.h"

namespace certhall::app {

domain::Dossier load_dossier(Transaction& tx, domain::Application application) {
  domain::Dossier dossier{.application = std::move(application)};
  const ApplicationId& id = dossier.application.id;
  for (auto& relying : tx.catalogue().relying_applications())
    if (relying.code == dossier.application.relying_application)
      dossier.relying_application = std::move(relying);
  dossier.materials = tx.materials().all_current(id);
  dossier.identity = tx.identities().of_application(id);
  dossier.payment = tx.payments().of_application(id);
  for (auto& review : tx.reviews().of_application(id))
    if (review.decision == domain::ReviewDecision::return_for_correction)
      dossier.last_return = std::move(review);
  return dossier;
}

domain::EnumSet<domain::ApplicationFact> stored_facts(const Hall& hall,
                                                      const domain::Dossier& dossier) {
  return domain::facts_of(dossier, hall.divisions, china_date(hall.clock.now()));
}

std::optional<domain::Price> current_price(Transaction& tx, const Hall& hall,
                                           const domain::Application& application) {
  const auto& details = application.details;
  const auto list = domain::price_list_in_force(
      tx.catalogue().price_lists(), application.relying_application, details.certificate_type,
      china_date(hall.clock.now()));
  if (!list || domain::check_years(details.years)) return std::nullopt;
  return domain::price_of(*list, details.years);
}

CaseFile load_case_file(Transaction& tx, const Hall& hall, domain::Application application) {
  CaseFile file{.dossier = load_dossier(tx, std::move(application))};
  const auto& dossier = file.dossier;
  const ApplicationId& id = dossier.application.id;
  file.problems = domain::validate_details(
      dossier.application.details,
      dossier.relying_application ? &*dossier.relying_application : nullptr, hall.divisions,
      china_date(hall.clock.now()));
  file.price = current_price(tx, hall, dossier.application);
  file.facts = stored_facts(hall, dossier);
  file.step = domain::wizard_step(dossier, file.facts);
  file.reviews = tx.reviews().of_application(id);
  file.timeline = tx.timeline().of_application(id);
  file.delivery = tx.deliveries().of_application(id);
  file.certificates = tx.certificates().of_application(id);
  std::erase_if(file.certificates, [](const auto& c) { return c.der.empty(); });
  file.status = domain::status_text(
      domain::customer_facts(dossier, file.step, file.delivery, file.certificates));
  file.actions = domain::applicant_actions(dossier, file.facts, file.certificates);
  return file;
}

std::vector<domain::MaterialRequirement> requirements(domain::CertificateType type) {
  using domain::MaterialKind;
  const bool stamped = type != domain::CertificateType::natural_person;
  std::vector<domain::MaterialRequirement> list{
      {MaterialKind::application_form, "申请表扫描件",
       stamped ? "打印申请表,经办人签字并加盖单位公章后扫描或拍照" : "打印申请表并签字后扫描或拍照",
       stamped}};
  if (stamped)
    list.push_back({MaterialKind::business_licence, "营业执照扫描件",
                    "营业执照原件或复印件,加盖单位公章后扫描或拍照", true});
  list.push_back({MaterialKind::seal_impression, "数字证书印章采集表",
                  stamped ? "打印印章采集表,在方框内清晰盖章后扫描或拍照"
                          : "打印印章采集表,在方框内签名后扫描或拍照",
                  stamped});
  return list;
}

Result<domain::Application> own_application(Transaction& tx, const AccountId& account,
                                            const ApplicationId& id) {
  auto application = tx.applications().find(id);
  if (!application || application->account_id != account)
    return fail(ErrorCode::not_found, "没有找到这张业务单,请从「我的业务单」重新进入");
  return std::move(*application);
}

}  // namespace certhall::app
