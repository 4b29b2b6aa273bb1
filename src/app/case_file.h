#pragma once
// Everything that is known of one application, loaded in one go: what decisions need and what the
// pages show.

#include <optional>
#include <string>
#include <vector>

#include "app/hall.h"
#include "domain/application_facts.h"
#include "domain/catalogue.h"
#include "domain/invoice.h"
#include "domain/status_text.h"

namespace certhall::app {

struct CaseFile {
  domain::Dossier dossier;
  std::vector<FieldError> problems;  // of the details as they stand
  std::optional<domain::Price> price;
  domain::EnumSet<domain::ApplicationFact> facts;  // those that follow from what is stored
  domain::WizardStep step = domain::WizardStep::choose_application;
  domain::StatusText status;
  std::vector<domain::Review> reviews;  // oldest first
  std::vector<TimelineRow> timeline;    // oldest first
  std::optional<domain::Delivery> delivery;
  std::optional<domain::Invoice> invoice;
  std::vector<domain::Certificate> certificates;  // those that were issued
  domain::EnumSet<domain::ApplicantAction> actions;
  std::string order_qr;  // SVG of the open order's code; empty: there is none

  [[nodiscard]] const domain::Application& application() const { return dossier.application; }
};

[[nodiscard]] CaseFile load_case_file(Transaction& tx, const Hall& hall,
                                      domain::Application application);
/// Only what decides; much cheaper.
[[nodiscard]] domain::Dossier load_dossier(Transaction& tx, domain::Application application);
[[nodiscard]] domain::EnumSet<domain::ApplicationFact> stored_facts(const Hall& hall,
                                                                    const domain::Dossier& dossier);
/// By the list in force today; nothing while application or type are not chosen.
[[nodiscard]] std::optional<domain::Price> current_price(Transaction& tx, const Hall& hall,
                                                         const domain::Application& application);

/// What the payment was opened with: a price list that comes later does not touch it. Without a
/// payment, the current price.
[[nodiscard]] std::optional<domain::Price> owed_price(Transaction& tx, const Hall& hall,
                                                      const domain::Application& application);

/// The account's own application, otherwise `not_found`.
[[nodiscard]] Result<domain::Application> own_application(Transaction& tx, const AccountId& account,
                                                          const ApplicationId& id);

}  // namespace certhall::app
