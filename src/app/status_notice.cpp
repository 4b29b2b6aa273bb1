#include "app/status_notice.h"

#include <set>

#include "app/act.h"
#include "domain/certificate_type.h"
#include "domain/sms_text.h"

namespace certhall::app {
namespace {

void tell(Transaction& tx, const Hall& hall, const domain::Application& application,
          std::string_view text, std::string_view purpose) {
  const auto& details = application.details;
  std::set<std::string> mobiles{details.agent.mobile, domain::pin_recipient(details).mobile};
  if (const auto account = tx.accounts().find(application.account_id))
    mobiles.insert(account->mobile);
  mobiles.erase("");  // of persons who were erased
  for (const auto& mobile : mobiles)
    send_sms(tx, hall, mobile, text, subject_of(application.id), purpose);
}

}  // namespace

void tell_of_loss(Transaction& tx, const Hall& hall, const domain::Application& application) {
  tell(tx, hall, application,
       domain::loss_reported_sms(voice_of(tx, hall), sms_subject(tx, application),
                                 domain::subject_name(application.details)),
       "loss_reported");
}

void tell_of_status(Transaction& tx, const Hall& hall, const ApplicationId& id,
                    domain::CertificateEvent event) {
  const auto application = tx.applications().find(id);
  if (!application) return;
  tell(tx, hall, *application,
       domain::certificate_sms(voice_of(tx, hall), sms_subject(tx, *application), event,
                               domain::subject_name(application->details)),
       "certificate_status");
}

}  // namespace certhall::app
