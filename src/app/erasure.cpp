#include "app/erasure.h"

#include "app/act.h"

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

Status erase_uploads(const Hall& hall, const ApplicationId& id) {
  const auto uploads = read(hall.store, [&](Transaction& tx) { return tx.materials().all(id); });
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
