#pragma once
// How a payment moves. Money that may be under way is never written off by a machine: where an
// application is refused before finance has looked, finance still looks, and what has come goes
// back (confirm_for_refund) or has not come (write_off).

#include "domain/payment.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class PaymentEvent {
  submit_voucher,  // again while voucher_uploaded: the newest counts
  reject_voucher,
  confirm,
  confirm_for_refund,  // the money came, but the application was refused meanwhile
  write_off,           // it did not come, and the application was refused
  refund,              // the application was refused after the money was confirmed
  record_refund,       // finance sent it back
  cancel,
};
BOOST_DESCRIBE_ENUM(PaymentEvent, submit_voucher, reject_voucher, confirm, confirm_for_refund,
                    write_off, refund, record_refund, cancel)

enum class PaymentFact {
  amount_equal,     // statement and debt agree to the fen
  reference_given,  // the statement line's number
  reason_given,
  not_acted_before,  // this member of staff has not yet decided anything about the application
  application_open,  // the application is neither refused nor cancelled
  application_refused,
};
BOOST_DESCRIBE_ENUM(PaymentFact, amount_equal, reference_given, reason_given, not_acted_before,
                    application_open, application_refused)

[[nodiscard]] std::string_view text_of(PaymentStatus status);
[[nodiscard]] std::string_view text_of(PaymentEvent event);
[[nodiscard]] Obstacle obstacle_of(PaymentFact fact);

namespace payment_table {
using enum PaymentStatus;
using enum PaymentFact;
using enum Effect;
using On = PaymentEvent;
using PaymentRow = Row<PaymentStatus, PaymentEvent, PaymentFact>;

inline constexpr EnumSet<Party> kApplicant{Party::applicant};
inline constexpr EnumSet<Party> kFinance{Party::finance};
/// Follows from what somebody did to the application.
inline constexpr EnumSet<Party> kConsequence{Party::applicant, Party::reviewer, Party::system};

inline constexpr auto kRows = std::to_array<PaymentRow>({
    {awaiting_transfer, On::submit_voucher, voucher_uploaded, kApplicant, {application_open}},
    {voucher_uploaded, On::submit_voucher, voucher_uploaded, kApplicant, {application_open}},
    {voucher_uploaded,
     On::reject_voucher,
     awaiting_transfer,
     kFinance,
     {application_open, not_acted_before, reason_given}},
    {voucher_uploaded,
     On::confirm,
     confirmed,
     kFinance,
     {application_open, not_acted_before, amount_equal, reference_given},
     {sms_payment_confirmed}},
    {voucher_uploaded,
     On::confirm_for_refund,
     refund_due,
     kFinance,
     {application_refused, not_acted_before, amount_equal, reference_given}},
    {voucher_uploaded,
     On::write_off,
     cancelled,
     kFinance,
     {application_refused, not_acted_before, reason_given}},
    {confirmed, On::refund, refund_due, kConsequence, {application_refused}},
    {refund_due,
     On::record_refund,
     refunded,
     kFinance,
     {not_acted_before, reference_given},
     {sms_refunded}},
    {awaiting_transfer, On::cancel, cancelled, kConsequence},
});
}  // namespace payment_table

inline constexpr Workflow kPaymentWorkflow{
    "payment", "付款", PaymentStatus::awaiting_transfer,
    EnumSet{PaymentStatus::refunded, PaymentStatus::cancelled}, payment_table::kRows};
static_assert(is_sound(kPaymentWorkflow));

[[nodiscard]] Result<Decision<PaymentStatus>> decide(PaymentStatus status, PaymentEvent event,
                                                     const Actor& actor,
                                                     EnumSet<PaymentFact> facts);

}  // namespace certhall::domain
