#include "app/case_file.h"

#include <algorithm>

#include "app/act.h"
#include "domain/price.h"
#include "domain/validation.h"
#include "print/qr_svg.h"

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
  if (dossier.payment)
    if (auto orders = tx.payment_orders().of_payment(dossier.payment->id); !orders.empty())
      dossier.order = std::move(orders.front());
  dossier.account_check = tx.account_checks().of_application(id);
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
  const auto list =
      domain::price_list_in_force(tx.catalogue().price_lists(), application.relying_application,
                                  details.certificate_type, china_date(hall.clock.now()));
  if (!list || domain::check_years(details.years)) return std::nullopt;
  return domain::price_of(*list, details.years);
}

std::optional<domain::Price> owed_price(Transaction& tx, const Hall& hall,
                                        const domain::Application& application) {
  // A draft that was edited after its payment was opened is priced anew.
  const bool fixed = application.status != domain::ApplicationStatus::draft;
  if (const auto payment = tx.payments().of_application(application.id);
      fixed && payment && payment->price.total == payment->amount)
    return payment->price;
  return current_price(tx, hall, application);
}

CaseFile load_case_file(Transaction& tx, const Hall& hall, domain::Application application) {
  CaseFile file{.dossier = load_dossier(tx, std::move(application))};
  const auto& dossier = file.dossier;
  const ApplicationId& id = dossier.application.id;
  file.problems = domain::validate_details(
      dossier.application.details,
      dossier.relying_application ? &*dossier.relying_application : nullptr, hall.divisions,
      china_date(hall.clock.now()));
  file.price = owed_price(tx, hall, dossier.application);
  file.facts = stored_facts(hall, dossier);
  file.step = domain::wizard_step(dossier, file.facts);
  file.reviews = tx.reviews().of_application(id);
  file.timeline = tx.timeline().of_application(id);
  file.delivery = tx.deliveries().of_application(id);
  file.invoice = tx.invoices().of_application(id);
  file.certificates = tx.certificates().of_application(id);
  std::erase_if(file.certificates, [](const auto& c) { return c.der.empty(); });
  file.status = domain::status_text(
      domain::customer_facts(dossier, file.step, file.delivery, file.certificates));
  if (dossier.order && dossier.order->status == domain::PaymentOrderStatus::open)
    file.order_qr = print::qr_svg(dossier.order->code);
  file.actions = domain::applicant_actions(dossier, file.facts, file.certificates);
  return file;
}

Result<domain::Application> own_application(Transaction& tx, const AccountId& account,
                                            const ApplicationId& id) {
  auto application = tx.applications().find(id);
  if (!application || application->account_id != account)
    return fail(ErrorCode::not_found, "没有找到这张业务单，请从「我的业务单」重新进入");
  return std::move(*application);
}

}  // namespace certhall::app
