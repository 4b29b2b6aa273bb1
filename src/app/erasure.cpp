#include "app/erasure.h"

#include "app/act.h"
#include "domain/certificate_type.h"
#include "domain/material_rules.h"

namespace certhall::app {
namespace {

void blank(domain::Identity& identity, Timestamp now) {
  identity = {.id = identity.id,
              .application_id = identity.application_id,
              .status = identity.status,
              .revision = identity.revision,
              .updated_at = now};
}

}  // namespace

Status erase_persons(Transaction& tx, const Hall& hall, domain::Application& application) {
  application.details.legal_representative = {};
  application.details.holder.reset();
  application.details.agent = {};
  application.details.delivery = {};
  application.details.invoice = {};
  if (auto identity = tx.identities().of_application(application.id)) {
    blank(*identity, hall.clock.now());
    if (!tx.identities().update(*identity)) return stale();
  }
  tx.account_checks().erase(application.id);
  enqueue(tx, hall, "erase_uploads", {{"application", application.id.value}},
          subject_of(application.id));
  return {};
}

namespace {

/// The newest of its kind, and of a kind that this certificate type asks for.
bool is_needed(const domain::Material& material, const std::vector<domain::Material>& current,
               domain::CertificateType type) {
  const auto* newest = domain::find_material(current, material.kind);
  if (newest == nullptr || newest->id != material.id) return false;
  return domain::asks_for(type, material.kind);
}

}  // namespace

void erase_unneeded(Transaction& tx, const Hall& hall, domain::Application& application) {
  application.details = domain::relevant(std::move(application.details));
  if (application.submitted_at.ms != 0) return;  // what reviewers have seen stays on record
  const auto current = tx.materials().all_current(application.id);
  boost::json::array uploads;
  for (const auto& material : tx.materials().all(application.id))
    if (!is_needed(material, current, application.details.certificate_type))
      uploads.emplace_back(material.id.value);
  if (uploads.empty()) return;
  enqueue(tx, hall, "erase_uploads",
          {{"application", application.id.value}, {"uploads", std::move(uploads)}},
          subject_of(application.id));
}

Status erase_uploads(const Hall& hall, const ApplicationId& id,
                     const std::optional<std::set<std::string>>& only) {
  auto uploads = read(hall.store, [&](Transaction& tx) { return tx.materials().all(id); });
  std::erase_if(uploads, [&](const auto& each) { return only && !only->contains(each.id.value); });
  for (const auto& material : uploads) {
    hall.files.remove(material.original);
    for (const auto& preview : material.previews) hall.files.remove(preview);
  }
  return write(hall.store, [&](Transaction& tx) -> Status {
    for (const auto& material : uploads) {
      tx.objects().erase(material.original);
      for (const auto& preview : material.previews) tx.objects().erase(preview);
      tx.materials().erase(material.id);
    }
    audit(tx, hall.clock.now(), system_actor("erasure"), "application.erase", subject_of(id),
          {{"uploads", static_cast<std::int64_t>(uploads.size())}});
    return {};
  });
}

}  // namespace certhall::app
