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
  refund,              // the application was refused, or cancelled after money had come late
  record_refund,
  cancel,
  choose_online,    // WeChat or Alipay; again: another order, also of the other of the two
  choose_transfer,  // back to the bank
  confirm_online,   // the provider says that it has the money
  finish_refund,    // the provider says that it has paid back
};
BOOST_DESCRIBE_ENUM(PaymentEvent, submit_voucher, reject_voucher, confirm, confirm_for_refund,
                    write_off, refund, record_refund, cancel, choose_online, choose_transfer,
                    confirm_online, finish_refund)

enum class PaymentFact {
  amount_equal,     // statement (or provider) and debt agree to the fen
  reference_given,  // the statement line's number
  reason_given,
  not_acted_before,  // this member of staff has not yet decided anything about the application
  application_open,  // the application is neither refused nor cancelled
  application_ended,
  account_given,  // where the PIN goes in a transfer's remark, the account is known
};
BOOST_DESCRIBE_ENUM(PaymentFact, amount_equal, reference_given, reason_given, not_acted_before,
                    application_open, application_ended, account_given)

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
inline constexpr EnumSet<Party> kSystem{Party::system};
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
     {application_ended, not_acted_before, amount_equal, reference_given}},
    {voucher_uploaded,
     On::write_off,
     cancelled,
     kFinance,
     {application_ended, not_acted_before, reason_given}},
    {confirmed, On::refund, refund_due, kConsequence, {application_ended}, {refund_order}},
    {refund_due,
     On::record_refund,
     refunded,
     kFinance,
     {not_acted_before, reference_given},
     {sms_refunded}},
    {awaiting_transfer, On::cancel, cancelled, kConsequence},
    {awaiting_transfer,
     On::choose_online,
     awaiting_online,
     kApplicant,
     {application_open, account_given},
     {open_order}},
    {awaiting_online,
     On::choose_online,
     awaiting_online,
     kApplicant,
     {application_open, account_given},
     {close_orders, open_order}},
    {awaiting_online,
     On::choose_transfer,
     awaiting_transfer,
     kApplicant,
     {application_open},
     {close_orders}},
    {awaiting_online,
     On::confirm_online,
     confirmed,
     kSystem,
     {application_open, amount_equal},
     {close_orders, sms_payment_confirmed}},
    // An order that was closed and then paid all the same; no voucher waits for finance.
    {awaiting_transfer,
     On::confirm_online,
     confirmed,
     kSystem,
     {application_open, amount_equal},
     {close_orders, sms_payment_confirmed}},
    {refund_due, On::finish_refund, refunded, {Party::system, Party::finance}, {}, {sms_refunded}},
    {awaiting_online, On::cancel, cancelled, kConsequence, {}, {close_orders}},
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
