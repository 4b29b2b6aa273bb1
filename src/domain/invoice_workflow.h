#pragma once
// How an invoice moves. The issuer is asked by its order number as often as it takes; what it says
// comes back as an event. Money that goes back takes the invoice with it, wherever that stands.

#include "domain/invoice.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class InvoiceEvent {
  submit,   // the issuer has taken the order
  issue,    // and made the invoice
  refuse,   // or says why it will not
  correct,  // the buyer's title and tax number
  retry,    // the same again, after something was put right at the issuer's
  recall,   // the money goes back
  submit_red,
  issue_red,
  refuse_red,
};
BOOST_DESCRIBE_ENUM(InvoiceEvent, submit, issue, refuse, correct, retry, recall, submit_red,
                    issue_red, refuse_red)

enum class InvoiceFact {
  paper_kept,  // number and PDF are here
  reason_given,
  buyer_valid,
};
BOOST_DESCRIBE_ENUM(InvoiceFact, paper_kept, reason_given, buyer_valid)

[[nodiscard]] std::string_view text_of(InvoiceStatus status);
[[nodiscard]] std::string_view text_of(InvoiceEvent event);
[[nodiscard]] Obstacle obstacle_of(InvoiceFact fact);

namespace invoice_table {
using enum InvoiceStatus;
using enum InvoiceFact;
using enum Effect;
using On = InvoiceEvent;
using InvoiceRow = Row<InvoiceStatus, InvoiceEvent, InvoiceFact>;

inline constexpr EnumSet<Party> kApplicant{Party::applicant};
inline constexpr EnumSet<Party> kFinance{Party::finance};
inline constexpr EnumSet<Party> kSystem{Party::system};
/// Follows from what somebody did to the application.
inline constexpr EnumSet<Party> kConsequence{Party::applicant, Party::reviewer, Party::system};

inline constexpr auto kRows = std::to_array<InvoiceRow>({
    {due, On::submit, issuing, kSystem},
    {due, On::refuse, failed, kSystem, {reason_given}},
    {due, On::correct, due, kApplicant, {buyer_valid}},
    {due, On::recall, cancelled, kConsequence},
    {issuing, On::issue, issued, kSystem, {paper_kept}, {announce_invoice}},
    {issuing, On::refuse, failed, kSystem, {reason_given}},
    {issuing, On::recall, recalled, kConsequence},
    {failed, On::correct, due, kApplicant, {buyer_valid}},
    {failed, On::retry, due, kFinance},
    {failed, On::recall, cancelled, kConsequence},
    {recalled, On::issue, red_due, kSystem, {paper_kept}},
    {recalled, On::refuse, cancelled, kSystem, {reason_given}},
    {issued, On::recall, red_due, kConsequence},
    {red_due, On::submit_red, red_issuing, kSystem},
    {red_due, On::refuse_red, red_failed, kSystem, {reason_given}},
    {red_issuing, On::issue_red, red_issued, kSystem, {paper_kept}, {announce_red_letter}},
    {red_issuing, On::refuse_red, red_failed, kSystem, {reason_given}},
    {red_failed, On::retry, red_due, kFinance},
});
}  // namespace invoice_table

inline constexpr Workflow kInvoiceWorkflow{
    "invoice", "发票", InvoiceStatus::due,
    EnumSet{InvoiceStatus::red_issued, InvoiceStatus::cancelled}, invoice_table::kRows};
static_assert(is_sound(kInvoiceWorkflow));

[[nodiscard]] Result<Decision<InvoiceStatus>> decide(InvoiceStatus status, InvoiceEvent event,
                                                     const Actor& actor,
                                                     EnumSet<InvoiceFact> facts);

}  // namespace certhall::domain
