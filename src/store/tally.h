#pragma once
// The tallies that a change of a row moves, in the change's own transaction.

#include "domain/application.h"
#include "domain/certificate.h"
#include "domain/review.h"
#include "store/db.h"

namespace certhall::store {

/// What of an application is counted. `received_at` 0: never submitted.
struct CountedApplication {
  domain::ApplicationStatus status;
  domain::CertificateType certificate_type;
  std::string relying_application;
  Timestamp received_at;
  friend bool operator==(const CountedApplication&, const CountedApplication&) = default;
};

/// `before` nullptr: it is new, or was not counted yet.
void tally_application(Db& db, const CountedApplication* before, const CountedApplication& after);
void tally_review(Db& db, const domain::Review& review);
void tally_certificate(Db& db, const domain::Certificate& before, const domain::Certificate& after);

}  // namespace certhall::store
