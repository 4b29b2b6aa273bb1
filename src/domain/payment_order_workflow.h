#pragma once
// How an order moves. Whatever the provider says that it has received is either counted or given
// back, also where the order was closed or declined before.

#include "domain/payment_order.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class PaymentOrderEvent {
  present,  // the provider gave code and link
  decline,
  close,
  count,
  give_back,  // money that does not count: another amount, paid already, or nothing to pay for
  refund,     // counted, but the application was refused
  finish_refund,
  fail_refund,
  retry_refund,
  refund_by_hand,
};
BOOST_DESCRIBE_ENUM(PaymentOrderEvent, present, decline, close, count, give_back, refund,
                    finish_refund, fail_refund, retry_refund, refund_by_hand)

enum class PaymentOrderFact {
  amount_equal,    // what came, what the order asks for and what is owed agree to the fen
  payment_awaits,  // nothing else has paid, and the application still wants it
  reference_given,
  not_acted_before,
};
BOOST_DESCRIBE_ENUM(PaymentOrderFact, amount_equal, payment_awaits, reference_given,
                    not_acted_before)

[[nodiscard]] std::string_view text_of(PaymentOrderStatus status);
[[nodiscard]] std::string_view text_of(PaymentOrderEvent event);
[[nodiscard]] Obstacle obstacle_of(PaymentOrderFact fact);

namespace payment_order_table {
using enum PaymentOrderStatus;
using enum PaymentOrderFact;
using enum Effect;
using On = PaymentOrderEvent;
using OrderRow = Row<PaymentOrderStatus, PaymentOrderEvent, PaymentOrderFact>;

inline constexpr EnumSet<Party> kSystem{Party::system};
inline constexpr EnumSet<Party> kFinance{Party::finance};
/// Follows from what somebody did to the application, or from the clock.
inline constexpr EnumSet<Party> kConsequence{Party::applicant, Party::reviewer, Party::system};
inline constexpr EnumSet<PaymentOrderFact> kRight{amount_equal, payment_awaits};

inline constexpr auto kRows = std::to_array<OrderRow>({
    {opening, On::present, open, kSystem},
    {opening, On::decline, declined, kSystem},
    {opening, On::close, closed, kConsequence, {}, {attend_order}},
    {open, On::close, closed, kConsequence, {}, {attend_order}},
    {opening, On::count, paid, kSystem, kRight},
    {open, On::count, paid, kSystem, kRight},
    {declined, On::count, paid, kSystem, kRight},
    {closed, On::count, paid, kSystem, kRight},
    {opening, On::give_back, refund_due, kSystem, {}, {attend_order}},
    {open, On::give_back, refund_due, kSystem, {}, {attend_order}},
    {declined, On::give_back, refund_due, kSystem, {}, {attend_order}},
    {closed, On::give_back, refund_due, kSystem, {}, {attend_order}},
    {paid, On::refund, refund_due, kConsequence, {}, {attend_order}},
    {refund_due, On::finish_refund, refunded, kSystem},
    {refund_due, On::fail_refund, refund_failed, kSystem},
    {refund_failed, On::finish_refund, refunded, kSystem},
    {refund_failed, On::retry_refund, refund_due, kFinance, {}, {attend_order}},
    {refund_failed, On::refund_by_hand, refunded, kFinance, {not_acted_before, reference_given}},
});
}  // namespace payment_order_table

inline constexpr Workflow kPaymentOrderWorkflow{
    "payment_order", "支付订单", PaymentOrderStatus::opening, EnumSet{PaymentOrderStatus::refunded},
    payment_order_table::kRows};
static_assert(is_sound(kPaymentOrderWorkflow));

[[nodiscard]] Result<Decision<PaymentOrderStatus>> decide(PaymentOrderStatus status,
                                                          PaymentOrderEvent event,
                                                          const Actor& actor,
                                                          EnumSet<PaymentOrderFact> facts);

}  // namespace certhall::domain
