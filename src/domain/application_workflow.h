#pragma once
// How an application moves. The use cases gather the facts (application_facts.h has those that
// follow from what is stored), ask decide(), and save what it says.

#include "domain/application.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class ApplicationEvent {
  edit,            // anything that is filled in: details, form, materials, identity
  choose_payment,  // the wizard is complete
  submit_voucher,  // also a better one, until the money is confirmed
  reject_voucher,  // finance: no such money, or not this amount
  approve,
  return_for_correction,
  resubmit,
  refuse,  // for good
  complete_production,
  ship,
  send_back,  // the courier brings the parcel back
  sign_for,
  cancel,
  withdraw,         // approved, but not to be made after all: refused, and the money goes back
  confirm_payment,  // WeChat or Alipay has the money
  expire,           // left lying, unpaid or returned, longer than the catalogue allows
};
BOOST_DESCRIBE_ENUM(ApplicationEvent, edit, choose_payment, submit_voucher, reject_voucher, approve,
                    return_for_correction, resubmit, refuse, complete_production, ship, send_back,
                    sign_for, cancel, withdraw, confirm_payment, expire)

enum class ApplicationFact {
  // From what is stored: facts_of() in application_facts.h.
  details_valid,
  form_current,           // printed, and nothing changed since
  materials_accepted,     // all required ones, the form's scan being of the current version
  identity_verified,      // of the person in the form as he stands there now
  voucher_present,        // with finance, or the money is already confirmed
  paid,                   // confirmed by finance, WeChat or Alipay
  returned_items_mended,  // what was returned by name has been uploaded or done again since
  // From the command.
  price_unchanged,   // keeps_price(), or a draft that nothing has been paid for
  not_acted_before,  // this member of staff has not yet decided anything about it
  checklist_complete,
  reason_given,
  token_verified,  // the station wrote both certificates and read them back
  waybill_known,
  time_is_up,         // RelyingApplication::cancel_after_days have passed
  not_in_production,  // no station has it, and no certificate of it is alive
};
BOOST_DESCRIBE_ENUM(ApplicationFact, details_valid, form_current, materials_accepted,
                    identity_verified, voucher_present, paid, returned_items_mended,
                    price_unchanged, not_acted_before, checklist_complete, reason_given,
                    token_verified, waybill_known, time_is_up, not_in_production)

[[nodiscard]] std::string_view text_of(ApplicationStatus status);
[[nodiscard]] std::string_view text_of(ApplicationEvent event);
[[nodiscard]] Obstacle obstacle_of(ApplicationFact fact);

namespace application_table {
using enum ApplicationStatus;
using enum ApplicationFact;
using enum Effect;
using On = ApplicationEvent;
using ApplicationRow = Row<ApplicationStatus, ApplicationEvent, ApplicationFact>;

inline constexpr EnumSet<Party> kApplicant{Party::applicant};
inline constexpr EnumSet<Party> kReviewer{Party::reviewer};
inline constexpr EnumSet<Party> kFinance{Party::finance};
inline constexpr EnumSet<Party> kProducer{Party::producer};
inline constexpr EnumSet<Party> kSystem{Party::system};
inline constexpr EnumSet<Party> kProducerOrSystem{Party::producer, Party::system};
inline constexpr EnumSet<ApplicationFact> kComplete{details_valid, form_current, materials_accepted,
                                                    identity_verified};

// The voucher goes its own way while the reviewers look at the rest: finance may confirm or reject
// it whether the application is in review or back with the applicant. Money that WeChat or Alipay
// has is there at once; where it comes late, for an order that was closed, the application may be a
// draft again: it stays one, and choosing how to pay then finds it paid.
inline constexpr auto kRows = std::to_array<ApplicationRow>({
    {draft, On::edit, draft, kApplicant, {price_unchanged}},
    {awaiting_payment, On::edit, draft, kApplicant},
    {returned, On::edit, returned, kApplicant, {price_unchanged}},
    {draft,
     On::choose_payment,
     awaiting_payment,
     kApplicant,
     kComplete,
     {open_payment, erase_unneeded}},
    {awaiting_payment, On::choose_payment, awaiting_payment, kApplicant, kComplete},
    {awaiting_payment, On::submit_voucher, in_review, kApplicant, kComplete, {start_clock}},
    {awaiting_payment, On::confirm_payment, in_review, kSystem, {paid}, {start_clock}},
    {in_review, On::submit_voucher, in_review, kApplicant},
    {returned, On::submit_voucher, returned, kApplicant},
    {in_review,
     On::reject_voucher,
     awaiting_payment,
     kFinance,
     {not_acted_before, reason_given},
     {sms_voucher_rejected, stop_clock}},
    {returned,
     On::reject_voucher,
     returned,
     kFinance,
     {not_acted_before, reason_given},
     {sms_voucher_rejected}},
    {in_review,
     On::approve,
     approved,
     kReviewer,
     kComplete.with({paid, not_acted_before, checklist_complete}),
     {sms_approved, stop_clock, open_invoice}},
    {in_review,
     On::return_for_correction,
     returned,
     kReviewer,
     {not_acted_before, reason_given},
     {sms_returned, stop_clock}},
    {returned,
     On::resubmit,
     in_review,
     kApplicant,
     kComplete.with({voucher_present, returned_items_mended}),
     {start_clock}},
    {in_review,
     On::refuse,
     refused,
     kReviewer,
     {not_acted_before, reason_given},
     {sms_refused, refund_if_paid, stop_clock, plan_erasure}},
    {approved,
     On::withdraw,
     refused,
     kReviewer,
     {not_acted_before, reason_given, not_in_production},
     {sms_withdrawn, refund_if_paid, recall_invoice, plan_erasure}},
    {approved,
     On::complete_production,
     produced,
     kProducer,
     {token_verified},
     {deliver_pin, open_delivery, plan_expiry}},
    {produced, On::ship, shipped, kProducerOrSystem, {waybill_known}, {sms_shipped}},
    {shipped, On::send_back, produced, kProducerOrSystem, {}, {sms_sent_back}},
    {shipped, On::sign_for, completed, kSystem, {}, {sms_completed, activate_token}},
    {draft, On::cancel, cancelled, kApplicant, {}, {cancel_payment, erase_persons}},
    {awaiting_payment, On::cancel, cancelled, kApplicant, {}, {cancel_payment, erase_persons}},
    // The person is erased when no money is open any more, so that he can be told of a refund.
    {draft, On::expire, cancelled, kSystem, {time_is_up}, {cancel_payment, plan_erasure}},
    {awaiting_payment,
     On::expire,
     cancelled,
     kSystem,
     {time_is_up},
     {cancel_payment, sms_expired, plan_erasure}},
    {returned,
     On::expire,
     cancelled,
     kSystem,
     {time_is_up},
     {refund_if_paid, sms_expired, plan_erasure}},
});
}  // namespace application_table

inline constexpr Workflow kApplicationWorkflow{
    "application", "业务单", ApplicationStatus::draft,
    EnumSet{ApplicationStatus::completed, ApplicationStatus::cancelled, ApplicationStatus::refused},
    application_table::kRows};
static_assert(is_sound(kApplicationWorkflow));

[[nodiscard]] Result<Decision<ApplicationStatus>> decide(ApplicationStatus status,
                                                         ApplicationEvent event, const Actor& actor,
                                                         EnumSet<ApplicationFact> facts);

}  // namespace certhall::domain
