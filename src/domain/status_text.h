#pragma once
// What a customer is told about where his application stands, and what he can do.

#include <optional>
#include <string>
#include <vector>

#include "domain/application.h"
#include "domain/application_facts.h"
#include "domain/certificate.h"
#include "domain/delivery.h"
#include "domain/payment.h"

namespace certhall::domain {

struct CustomerFacts {
  ApplicationStatus status = ApplicationStatus::draft;
  WizardStep step = WizardStep::choose_application;
  std::optional<PaymentStatus> payment;
  bool voucher_rejected = false;  // Payment::rejection is not empty
  std::optional<DeliveryStatus> delivery;
  bool certificates_revoked = false;
  Timestamp due_at{};  // 0: no clock runs
  CertificateType certificate_type =
      CertificateType::organization;  // who is told, who gets the PIN
  PaymentMethod method = PaymentMethod::bank_transfer;
  PinRoute pin_route = PinRoute::text_message;
  std::optional<AccountCheckStatus> account_check;
};

struct StatusText {
  std::string status;     // 待审核
  std::string next_step;  // one sentence: what happens next and who does it
  friend bool operator==(const StatusText&, const StatusText&) = default;
};

[[nodiscard]] StatusText status_text(const CustomerFacts& facts);
/// The same of a dossier, with its certificates and delivery where there are any.
[[nodiscard]] CustomerFacts customer_facts(const Dossier& dossier, WizardStep step,
                                           const std::optional<Delivery>& delivery,
                                           const std::vector<Certificate>& certificates);

/// The names are the API's.
enum class ApplicantAction {
  edit,
  print_form,
  upload,
  verify_identity,
  choose_payment,
  upload_voucher,
  resubmit,
  cancel,
  report_loss,
  change_certificate,  // its type and years: what the price depends on
  correct_account,
};
BOOST_DESCRIBE_ENUM(ApplicantAction, edit, print_form, upload, verify_identity, choose_payment,
                    upload_voucher, resubmit, cancel, report_loss, change_certificate,
                    correct_account)

/// An action is listed when the workflow table would let this applicant do it now. After `edit` in
/// awaiting_payment the application is a draft again.
[[nodiscard]] EnumSet<ApplicantAction> applicant_actions(
    const Dossier& dossier, EnumSet<ApplicationFact> facts,
    const std::vector<Certificate>& certificates);

}  // namespace certhall::domain
