#include "app/payment_order.h"

#include <chrono>
#include <functional>
#include <stdexcept>

#include "app/act.h"
#include "app/payment_transition.h"
#include "app/transition.h"
#include "base/log.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;
using domain::Application;
using domain::ApplicationStatus;
using domain::Payment;
using domain::PaymentDifference;
using domain::PaymentMethod;
using domain::PaymentOrder;
using domain::PaymentOrderEvent;
using domain::PaymentOrderFact;
using domain::PaymentOrderStatus;
using domain::PaymentStatus;

constexpr auto kLease = 60s;
constexpr std::int64_t kBatch = 50;

domain::Actor provider_actor(PaymentMethod channel) { return system_actor(enum_to_text(channel)); }

Status keep_unmatched(Transaction& tx, const Hall& hall, PaymentMethod channel,
                      std::string_view number, const Trade& trade) {
  const Timestamp now = hall.clock.now();
  if (tx.unmatched_payments().add({.channel = channel,
                                   .transaction_id = trade.transaction_id,
                                   .order_number = std::string(number),
                                   .amount = trade.amount,
                                   .received_at = now,
                                   .resolution = ""}))
    audit(tx, now, provider_actor(channel), "payment_order.unmatched", "payment",
          {{"order", number}, {"amount_fen", trade.amount.value}});
  return {};
}

bool awaits_money(const Payment& payment) {
  return payment.status == PaymentStatus::awaiting_online ||
         payment.status == PaymentStatus::awaiting_transfer;
}

PaymentDifference difference_of(const PaymentOrder& order, const Payment& payment,
                                const Application& application) {
  const bool ended = application.status == ApplicationStatus::refused ||
                     application.status == ApplicationStatus::cancelled;
  if (ended) return PaymentDifference::application_ended;
  if (!awaits_money(payment)) return PaymentDifference::already_paid;
  const bool equal = order.paid_amount == order.amount && order.paid_amount == payment.amount;
  return equal ? PaymentDifference::none : PaymentDifference::other_amount;
}

Status count(Transaction& tx, const Hall& hall, PaymentOrder& order, Payment& payment,
             Application& application) {
  const auto actor = provider_actor(order.channel);
  RETURN_IF_ERROR(move_order(tx, hall, order,
                             {PaymentOrderEvent::count,
                              actor,
                              {PaymentOrderFact::amount_equal, PaymentOrderFact::payment_awaits}}));
  payment.method = order.channel;
  payment.confirmed_at = hall.clock.now();
  RETURN_IF_ERROR(move_payment(
      tx, hall, payment, application,
      {domain::PaymentEvent::confirm_online, actor, {domain::PaymentFact::amount_equal}}));
  timeline(tx, hall.clock.now(), application.id,
           std::string(domain::text_of(order.channel)) + "成功", to_yuan(payment.amount) + " 元");
  if (application.status != ApplicationStatus::awaiting_payment) return {};
  return apply(tx, hall, application,
               {.event = domain::ApplicationEvent::confirm_payment,
                .actor = actor,
                .title = "款项已到账，提交审核"});
}

Status give_back(Transaction& tx, const Hall& hall, PaymentOrder& order,
                 const Application& application) {
  RETURN_IF_ERROR(move_order(tx, hall, order,
                             {PaymentOrderEvent::give_back, provider_actor(order.channel), {}}));
  timeline(tx, hall.clock.now(), application.id,
           "收到一笔不能计入的" + std::string(domain::text_of(order.channel)) + "款项，将原路退回",
           to_yuan(order.paid_amount) + " 元：" + std::string(domain::text_of(order.difference)));
  return {};
}

Status take_trade(Transaction& tx, const Hall& hall, PaymentMethod channel, std::string_view number,
                  const Trade& trade) {
  auto order = tx.payment_orders().find_by_number(number);
  if (!order || order->channel != channel) return keep_unmatched(tx, hall, channel, number, trade);
  if (order->transaction_id == trade.transaction_id) return {};  // heard before
  if (!order->transaction_id.empty()) return keep_unmatched(tx, hall, channel, number, trade);
  auto payment = tx.payments().find(order->payment_id);
  auto application = tx.applications().find(order->application_id);
  if (!payment || !application) throw std::runtime_error("an order without its payment");
  order->transaction_id = trade.transaction_id;
  order->paid_amount = trade.amount;
  order->paid_at = trade.paid_at;
  order->difference = difference_of(*order, *payment, *application);
  if (order->difference == PaymentDifference::none)
    return count(tx, hall, *order, *payment, *application);
  return give_back(tx, hall, *order, *application);
}

/// The money that a provider says it has, whoever of notice and poll brings the news first.
Status take_money(const Hall& hall, PaymentMethod channel, std::string_view number,
                  const Trade& trade) {
  if (trade.transaction_id.empty()) return fail(ErrorCode::malformed, "支付机构的通知没有交易号");
  try {
    return act(hall, [&](Transaction& tx) { return take_trade(tx, hall, channel, number, trade); });
  } catch (const Conflict&) {
    // Another order has this transaction: the provider says two things. Finance asks.
    return act(hall,
               [&](Transaction& tx) { return keep_unmatched(tx, hall, channel, number, trade); });
  }
}

/// What was asked outside may have been overtaken inside: only an order that is still in this state
/// goes on.
Status settle(const Hall& hall, const PaymentOrderId& id, PaymentOrderStatus status,
              const std::function<Status(Transaction&, PaymentOrder&)>& work) {
  return act(hall, [&](Transaction& tx) -> Status {
    auto order = tx.payment_orders().find(id);
    if (!order || order->status != status) return {};
    return work(tx, *order);
  });
}

Status look_again_later(const Hall& hall, const PaymentOrder& seen) {
  return settle(hall, seen.id, seen.status, [&](Transaction& tx, PaymentOrder& order) -> Status {
    order.attended += 1;
    order.attend_at = next_attendance(order, hall.clock.now());
    if (!tx.payment_orders().update(order)) return stale();
    return {};
  });
}

Status close_order(const Hall& hall, const PaymentOrder& seen) {
  return settle(hall, seen.id, seen.status, [&](Transaction& tx, PaymentOrder& order) {
    return move_order(tx, hall, order,
                      {PaymentOrderEvent::close, system_actor("payment_order"), {}});
  });
}

std::string description_of(const Hall& hall, const PaymentOrder& order) {
  return hall.settings.ca_name + "数字证书 " + order.number.substr(0, order.number.rfind('-'));
}

Status open(const Hall& hall, PaymentProvider& provider, const PaymentOrder& seen) {
  if (hall.clock.now() >= seen.expires_at) return close_order(hall, seen);
  const auto code = provider.open({.number = seen.number,
                                   .amount = seen.amount,
                                   .description = description_of(hall, seen),
                                   .expires_at = seen.expires_at});
  if (!code && code.error().code != ErrorCode::invalid) return fail(code.error());
  return settle(hall, seen.id, seen.status, [&](Transaction& tx, PaymentOrder& order) {
    if (code) {
      order.code = code->code;
      order.link = code->link;
    } else {
      order.failure = code.error().message;
    }
    return move_order(tx, hall, order,
                      {code ? PaymentOrderEvent::present : PaymentOrderEvent::decline,
                       provider_actor(order.channel),
                       {}});
  });
}

Status ask(const Hall& hall, PaymentProvider& provider, const PaymentOrder& seen) {
  ASSIGN_OR_RETURN(trade, provider.query(seen.number));
  if (trade.status == TradeStatus::paid) return take_money(hall, seen.channel, seen.number, trade);
  if (seen.status == PaymentOrderStatus::open && hall.clock.now() >= seen.expires_at)
    return close_order(hall, seen);
  return look_again_later(hall, seen);
}

Status close(const Hall& hall, PaymentProvider& provider, const PaymentOrder& seen) {
  if (seen.closed_at_provider) return ask(hall, provider, seen);
  const auto closed = provider.close(seen.number);
  if (!closed && closed.error().code == ErrorCode::wrong_state) return ask(hall, provider, seen);
  RETURN_IF_ERROR(closed);
  return settle(hall, seen.id, seen.status, [&](Transaction& tx, PaymentOrder& order) -> Status {
    order.closed_at_provider = true;
    order.attend_at = next_attendance(order, hall.clock.now());
    if (!tx.payment_orders().update(order)) return stale();
    return {};
  });
}

}  // namespace

PaymentProvider& PaymentProviders::of(PaymentMethod channel) const {
  if (channel == PaymentMethod::bank_transfer)
    throw std::logic_error("a bank transfer has no provider");
  return channel == PaymentMethod::wechat ? wechat : alipay;
}

namespace {

Status finish_refund(Transaction& tx, const Hall& hall, PaymentOrder& order) {
  const auto actor = provider_actor(order.channel);
  RETURN_IF_ERROR(move_order(tx, hall, order, {PaymentOrderEvent::finish_refund, actor, {}}));
  return tell_refunded(tx, hall, order, actor);
}

Status take_refund(Transaction& tx, const Hall& hall, PaymentOrder& order,
                   const RefundAnswer& answer) {
  const bool going = order.status == PaymentOrderStatus::refund_due ||
                     order.status == PaymentOrderStatus::refund_failed;
  if (!going) return {};
  if (answer.status == RefundStatus::succeeded) return finish_refund(tx, hall, order);
  if (answer.status == RefundStatus::failed && order.status == PaymentOrderStatus::refund_due) {
    order.failure = answer.reason;
    return move_order(tx, hall, order,
                      {PaymentOrderEvent::fail_refund, provider_actor(order.channel), {}});
  }
  return {};
}

/// The provider is asked first what became of it; where it never heard of it, it is told (again).
Result<RefundAnswer> refund_answer(PaymentProvider& provider, const PaymentOrder& order) {
  if (order.attended > 0) {
    ASSIGN_OR_RETURN(known, provider.query_refund(order.number, domain::refund_number(order)));
    if (known.status != RefundStatus::unknown) return known;
  }
  auto answer = provider.refund({.order_number = order.number,
                                 .transaction_id = order.transaction_id,
                                 .refund_number = domain::refund_number(order),
                                 .amount = order.paid_amount,
                                 .total = order.paid_amount,
                                 .reason = order.difference == PaymentDifference::none
                                               ? "业务单不予办理"
                                               : std::string(domain::text_of(order.difference))});
  if (!answer && answer.error().code == ErrorCode::invalid)
    return RefundAnswer{RefundStatus::failed, answer.error().message};
  return answer;
}

Status pay_back(const Hall& hall, PaymentProvider& provider, const PaymentOrder& seen) {
  ASSIGN_OR_RETURN(answer, refund_answer(provider, seen));
  if (answer.status == RefundStatus::processing || answer.status == RefundStatus::unknown)
    return look_again_later(hall, seen);
  return settle(hall, seen.id, seen.status, [&](Transaction& tx, PaymentOrder& order) -> Status {
    if (order.refund_attempt != seen.refund_attempt) return {};
    return take_refund(tx, hall, order, answer);
  });
}

}  // namespace

Status take_notice(const Hall& hall, PaymentMethod channel, const Notice& notice) {
  switch (notice.kind) {
    case NoticeKind::other:
      return {};
    case NoticeKind::payment:
      if (notice.trade.status != TradeStatus::paid) return {};
      return take_money(hall, channel, notice.order_number, notice.trade);
    case NoticeKind::refund:
      return act(hall, [&](Transaction& tx) -> Status {
        auto order = tx.payment_orders().find_by_number(notice.order_number);
        const bool ours = order && order->channel == channel &&
                          domain::refund_number(*order) == notice.refund_number;
        return ours ? take_refund(tx, hall, *order, notice.refund) : Status{};
      });
  }
  throw std::logic_error("a notice of no kind");
}

Status attend_order(const Hall& hall, const PaymentProviders& providers, const PaymentOrderId& id) {
  const auto order =
      read(hall.store, [&](Transaction& tx) { return tx.payment_orders().find(id); });
  if (!order) return {};
  PaymentProvider& provider = providers.of(order->channel);
  switch (order->status) {
    case PaymentOrderStatus::opening:
      return open(hall, provider, *order);
    case PaymentOrderStatus::open:
      return ask(hall, provider, *order);
    case PaymentOrderStatus::closed:
      return close(hall, provider, *order);
    case PaymentOrderStatus::refund_due:
      return pay_back(hall, provider, *order);
    case PaymentOrderStatus::declined:
    case PaymentOrderStatus::paid:
    case PaymentOrderStatus::refund_failed:
    case PaymentOrderStatus::refunded:
      return {};
  }
  throw std::logic_error("an order's status outside its enum");
}

Status attend_due_orders(const Hall& hall, const PaymentProviders& providers) {
  std::vector<PaymentOrderId> due;
  const Timestamp now = hall.clock.now();
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    due = tx.payment_orders().take_due(now, now + kLease, kBatch);
    return {};
  }));
  for (const auto& id : due)
    if (const auto done = attend_order(hall, providers, id); !done)
      log::warning("payment_order.failed", {{"order", id.value},
                                            {"code", enum_to_text(done.error().code)},
                                            {"detail", done.error().detail}});
  return {};
}

}  // namespace certhall::app
