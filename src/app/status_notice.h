#pragma once
// Text messages to whom a certificate concerns when its status changes: the agent, the person whom
// it names and the account's number, so that whoever did not ask for it learns of it.

#include "app/hall.h"
#include "domain/certificate_workflow.h"

namespace certhall::app {

/// Its holder reported it lost, or ended it.
void tell_of_loss(Transaction& tx, const Hall& hall, const domain::Application& application);

/// The authority suspended, released or revoked it.
void tell_of_status(Transaction& tx, const Hall& hall, const ApplicationId& id,
                    domain::CertificateEvent event);

}  // namespace certhall::app
