#pragma once
// What is true of an application, from what is stored of it: the facts for the workflow tables, the
// wizard's step, and the digests that tell whether form and identity check are still of these
// details.

#include <optional>
#include <string>
#include <vector>

#include "domain/account_check.h"
#include "domain/application.h"
#include "domain/application_workflow.h"
#include "domain/catalogue.h"
#include "domain/divisions.h"
#include "domain/identity.h"
#include "domain/material.h"
#include "domain/payment.h"
#include "domain/payment_order.h"
#include "domain/payment_workflow.h"
#include "domain/review.h"

namespace certhall::domain {

/// All that is known of one application. `materials`: the current one of each kind.
struct Dossier {
  Application application;
  std::optional<RelyingApplication> relying_application;  // none: not chosen, or no longer offered
  std::vector<Material> materials;
  std::optional<Identity> identity;
  std::optional<Payment> payment;     // the newest that was not cancelled
  std::optional<Review> last_return;  // the newest review that returned it
  std::optional<PaymentOrder> order;  // the newest at WeChat or Alipay
  std::optional<AccountCheck> account_check;
};

/// Hex SHA-256 of everything that is printed on the form: kept with the form at printing.
[[nodiscard]] std::string form_digest(const Application& application);
/// Hex SHA-256 of name, number and mobile of the person who has to prove himself (the agent): kept
/// with the identity check.
[[nodiscard]] std::string person_digest(const Details& details);

[[nodiscard]] bool form_is_current(const Application& application);
/// Every required material is there and accepted, and the form's scan is of the printed version.
[[nodiscard]] bool materials_are_accepted(const Application& application,
                                          const std::vector<Material>& materials);
[[nodiscard]] bool identity_is_verified(const Application& application,
                                        const std::optional<Identity>& identity);
/// Same relying application, certificate type and years: what was paid is still right.
[[nodiscard]] bool keeps_price(const Application& before, const Application& after);
/// Titles of what was returned by name and has not been uploaded or proven again since.
[[nodiscard]] std::vector<std::string> not_mended(const Dossier& dossier);

/// The facts "from what is stored"; the use case adds those of its command.
[[nodiscard]] EnumSet<ApplicationFact> facts_of(const Dossier& dossier, const Divisions& divisions,
                                                Date today);
/// application_open and application_ended; the use case adds those of its command.
[[nodiscard]] EnumSet<PaymentFact> payment_facts_of(ApplicationStatus status);

/// Where the wizard opens: the first step that is not done. `finished` from the moment on that the
/// application is with the reviewers.
[[nodiscard]] WizardStep wizard_step(const Dossier& dossier, EnumSet<ApplicationFact> facts);

}  // namespace certhall::domain
