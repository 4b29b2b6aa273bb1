#include "domain/application_facts.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "domain/certificate_type.h"
#include "domain/material_rules.h"
#include "domain/review_checklist.h"
#include "domain/validation.h"

namespace certhall::domain {
namespace {

bool has_payment_in(const Dossier& dossier, std::initializer_list<PaymentStatus> statuses) {
  return dossier.payment && std::ranges::find(statuses, dossier.payment->status) != statuses.end();
}

/// A field may have been right after all; what was uploaded or proven has to come again.
bool is_mended(const Dossier& dossier, const std::string& item, Timestamp returned_at) {
  if (item == "identity")
    return dossier.identity && dossier.identity->status == IdentityStatus::verified &&
           dossier.identity->verified_at > returned_at;
  const auto kind = enum_from_text<MaterialKind>(item);
  if (!kind) return true;
  const Material* material = find_material(dossier.materials, *kind);
  return material != nullptr && material->uploaded_at > returned_at;
}

}  // namespace

std::string form_digest(const Application& application) {
  const boost::json::array printed{application.number, application.relying_application,
                                   to_json(relevant(application.details))};
  return to_hex(sha256(boost::json::serialize(printed)));
}

std::string person_digest(const Details& details) {
  const boost::json::array person{details.agent.name, details.agent.id_number,
                                  details.agent.mobile};
  return to_hex(sha256(boost::json::serialize(person)));
}

bool form_is_current(const Application& application) {
  return application.form_version > 0 && application.form_digest == form_digest(application);
}

bool materials_are_accepted(const Application& application,
                            const std::vector<Material>& materials) {
  const auto is_there = [&](const MaterialRequirement& required) {
    const Material* material = find_material(materials, required.kind);
    if (material == nullptr || !material->accepted()) return false;
    return required.kind != MaterialKind::application_form ||
           material->form_version == application.form_version;
  };
  return std::ranges::all_of(required_materials(application.details.certificate_type), is_there);
}

bool identity_is_verified(const Application& application, const std::optional<Identity>& identity) {
  return identity && identity->status == IdentityStatus::verified &&
         identity->details_digest == person_digest(application.details);
}

bool keeps_price(const Application& before, const Application& after) {
  return before.relying_application == after.relying_application &&
         before.details.certificate_type == after.details.certificate_type &&
         before.details.years == after.details.years;
}

std::vector<std::string> not_mended(const Dossier& dossier) {
  std::vector<std::string> titles;
  if (!dossier.last_return) return titles;
  const auto type = dossier.application.details.certificate_type;
  for (const auto& [item, reason] : dossier.last_return->items)
    if (!is_mended(dossier, item, dossier.last_return->at))
      titles.push_back(item_title(type, item).value_or(item));
  return titles;
}

EnumSet<ApplicationFact> facts_of(const Dossier& dossier, const Divisions& divisions, Date today) {
  using enum ApplicationFact;
  const auto& application = dossier.application;
  const auto* relying = dossier.relying_application ? &*dossier.relying_application : nullptr;
  EnumSet<ApplicationFact> facts;
  facts.add(details_valid,
            validate_details(application.details, relying, divisions, today).empty());
  facts.add(form_current, form_is_current(application));
  facts.add(materials_accepted, materials_are_accepted(application, dossier.materials));
  facts.add(identity_verified, identity_is_verified(application, dossier.identity));
  facts.add(voucher_present,
            has_payment_in(dossier, {PaymentStatus::voucher_uploaded, PaymentStatus::confirmed}));
  facts.add(paid, has_payment_in(dossier, {PaymentStatus::confirmed}));
  facts.add(returned_items_mended, not_mended(dossier).empty());
  return facts;
}

EnumSet<PaymentFact> payment_facts_of(ApplicationStatus status) {
  EnumSet<PaymentFact> facts;
  const bool ended = status == ApplicationStatus::refused || status == ApplicationStatus::cancelled;
  facts.add(PaymentFact::application_ended, ended);
  facts.add(PaymentFact::application_open, !ended);
  return facts;
}

WizardStep wizard_step(const Dossier& dossier, EnumSet<ApplicationFact> facts) {
  switch (dossier.application.status) {
    case ApplicationStatus::draft:
    case ApplicationStatus::awaiting_payment:
    case ApplicationStatus::returned:
      break;
    case ApplicationStatus::in_review:
    case ApplicationStatus::approved:
    case ApplicationStatus::produced:
    case ApplicationStatus::shipped:
    case ApplicationStatus::completed:
    case ApplicationStatus::cancelled:
    case ApplicationStatus::refused:
      return WizardStep::finished;
  }
  if (!dossier.relying_application) return WizardStep::choose_application;
  if (!facts.has(ApplicationFact::details_valid)) return WizardStep::details;
  if (!facts.has(ApplicationFact::form_current)) return WizardStep::form;
  if (!facts.has(ApplicationFact::materials_accepted)) return WizardStep::materials;
  if (!facts.has(ApplicationFact::identity_verified)) return WizardStep::identity;
  return WizardStep::payment;
}

}  // namespace certhall::domain
