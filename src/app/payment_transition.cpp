#include "app/payment_transition.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "base/json.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;
using domain::AccountCheck;
using domain::AccountCheckEvent;
using domain::AccountCheckStatus;
using domain::Application;
using domain::Effect;
using domain::Payment;
using domain::PaymentOrder;
using domain::PaymentOrderEvent;
using domain::PaymentOrderStatus;

constexpr auto kOrderLife = 15min;
// Six characters that are easily read out; the number of the application stands before them.
constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRTUVWXY346789";
constexpr std::int64_t kOrdersADay = 30;

using std::chrono::milliseconds;

milliseconds doubled(milliseconds first, std::int64_t times, milliseconds most) {
  return std::min<milliseconds>(first * (std::int64_t{1} << std::min<std::int64_t>(times, 20)),
                                most);
}

/// A cancelled application keeps nobody's number: then there is nobody to tell.
void tell(Transaction& tx, const Hall& hall, const Application& application, std::string_view text,
          Effect effect) {
  const auto& mobile = application.details.agent.mobile;
  if (!mobile.empty())
    send_sms(tx, hall, mobile, text, subject_of(application.id), enum_to_text(effect));
}

void attend(Transaction& tx, const Hall& hall, const PaymentOrder& order) {
  enqueue(tx, hall, "payment_order", {{"order", order.id.value}}, subject_of(order.application_id));
}

Status open_order(Transaction& tx, const Hall& hall, const Payment& payment,
                  const Application& application) {
  const Timestamp now = hall.clock.now();
  if (tx.limits().hit("payment_order/" + payment.id.value, 86'400, now) > kOrdersADay)
    return fail(ErrorCode::too_many, "今天生成的支付订单过多，请明天再试，或改用公对公汇款");
  PaymentOrder order{.id = PaymentOrderId::create(hall.clock, hall.random),
                     .payment_id = payment.id,
                     .application_id = application.id,
                     .channel = payment.method,
                     .number = application.number + "-" + hall.random.text(6, kAlphabet),
                     .amount = payment.amount,
                     .expires_at = now + kOrderLife,
                     .created_at = now,
                     .updated_at = now};
  order.attend_at = next_attendance(order, now);
  tx.payment_orders().insert(order);
  attend(tx, hall, order);
  return {};
}

Status move_orders(Transaction& tx, const Hall& hall, const Payment& payment,
                   domain::EnumSet<PaymentOrderStatus> from, const OrderStep& step) {
  for (auto& order : tx.payment_orders().of_payment(payment.id))
    if (from.has(order.status)) {
      RETURN_IF_ERROR(move_order(tx, hall, order, step));
    }
  return {};
}

/// Orders follow what happened to their payment; whoever did that, the consequence is the system's
/// where he is no party to orders.
domain::Actor follower(const domain::Actor& actor) {
  return actor.kind == domain::ActorKind::staff ? system_actor("payment") : actor;
}

Status perform(Transaction& tx, const Hall& hall, const Payment& payment,
               const Application& application, const domain::Actor& actor, Effect effect) {
  const auto say = [&](const std::string& text) { tell(tx, hall, application, text, effect); };
  const auto voice = voice_of(tx, hall);
  if (effect == Effect::open_order) return open_order(tx, hall, payment, application);
  if (effect == Effect::close_orders)
    return move_orders(tx, hall, payment, {PaymentOrderStatus::opening, PaymentOrderStatus::open},
                       {PaymentOrderEvent::close, follower(actor)});
  if (effect == Effect::refund_order)
    return move_orders(tx, hall, payment, {PaymentOrderStatus::paid},
                       {PaymentOrderEvent::refund, follower(actor)});
  if (effect == Effect::sms_payment_confirmed)
    say(domain::payment_confirmed_sms(voice, sms_subject(tx, application), payment.amount));
  if (effect == Effect::sms_refunded)
    say(domain::refunded_sms(voice, sms_subject(tx, application), payment.amount));
  return {};
}

}  // namespace

Status move_payment(Transaction& tx, const Hall& hall, Payment& payment,
                    const Application& application, const PaymentStep& step) {
  ASSIGN_OR_RETURN(decision,
                   domain::decide(payment.status, step.event, step.actor,
                                  domain::payment_facts_of(application.status).with(step.facts)));
  const Timestamp now = hall.clock.now();
  payment.status = decision.to;
  payment.updated_at = now;
  if (!tx.payments().update(payment)) return stale();
  const std::string act = "payment." + std::string(enum_to_text(step.event));
  if (step.actor.kind == domain::ActorKind::staff)
    tx.reviews().add_act(application.id, StaffId{step.actor.id}, act, now);
  audit(tx, now, step.actor, act, subject_of(application.id),
        {{"to", enum_to_text(decision.to)},
         {"method", enum_to_text(payment.method)},
         {"amount_fen", payment.amount.value}});
  for (const Effect effect : decision.effects.list())
    RETURN_IF_ERROR(perform(tx, hall, payment, application, step.actor, effect));
  return {};
}

Status move_order(Transaction& tx, const Hall& hall, PaymentOrder& order, const OrderStep& step) {
  ASSIGN_OR_RETURN(decision, domain::decide(order.status, step.event, step.actor, step.facts));
  const Timestamp now = hall.clock.now();
  order.status = decision.to;
  order.updated_at = now;
  order.attended = 0;
  if (decision.to == PaymentOrderStatus::refund_due) {
    order.refund_attempt += 1;
    order.failure.clear();
  }
  order.attend_at = next_attendance(order, now);
  if (!tx.payment_orders().update(order)) return stale();
  audit(tx, now, step.actor, "payment_order." + std::string(enum_to_text(step.event)),
        subject_of(order.application_id),
        {{"order", order.number},
         {"to", enum_to_text(decision.to)},
         {"amount_fen", (order.transaction_id.empty() ? order.amount : order.paid_amount).value}});
  if (decision.effects.has(Effect::attend_order)) attend(tx, hall, order);
  return {};
}

Status tell_refunded(Transaction& tx, const Hall& hall, const PaymentOrder& order,
                     const domain::Actor& actor) {
  const auto application = tx.applications().find(order.application_id);
  auto payment = tx.payments().find(order.payment_id);
  if (!application || !payment) throw std::runtime_error("an order without its payment");
  timeline(tx, hall.clock.now(), application->id, "款项已退回", to_yuan(order.paid_amount) + " 元");
  if (order.difference == domain::PaymentDifference::none)
    return move_payment(tx, hall, *payment, *application,
                        {domain::PaymentEvent::finish_refund, actor, {}});
  tell(tx, hall, *application,
       domain::refunded_sms(voice_of(tx, hall), sms_subject(tx, *application), order.paid_amount),
       Effect::sms_refunded);
  return {};
}

namespace {

void perform(Transaction& tx, const Hall& hall, const AccountCheck& check,
             const Application& application, Effect effect) {
  const auto say = [&](const std::string& text) { tell(tx, hall, application, text, effect); };
  const auto voice = voice_of(tx, hall);
  if (effect == Effect::transfer_pin)
    enqueue(tx, hall, "account_check", {{"check", check.id.value}}, subject_of(application.id));
  if (effect == Effect::erase_pin) tx.production().erase_pin(application.id);
  if (effect == Effect::sms_pin_transferred)
    say(domain::pin_transferred_sms(voice, application.number, check.amount));
  if (effect == Effect::sms_pin_not_transferred)
    say(domain::pin_not_transferred_sms(voice, application.number, check.failure));
}

std::string_view title_of(AccountCheckStatus status) {
  switch (status) {
    case AccountCheckStatus::awaiting_production:
    case AccountCheckStatus::sent:
      return "";
    case AccountCheckStatus::due:
      return "向对公账户转账，附言中有PIN码";
    case AccountCheckStatus::succeeded:
      return "小额转账已入账，请向贵司财务人员获取附言中的PIN码";
    case AccountCheckStatus::failed:
      return "向对公账户转账失败";
    case AccountCheckStatus::returned:
      return "向对公账户的转账被退回";
  }
  return "";
}

}  // namespace

Status move_check(Transaction& tx, const Hall& hall, AccountCheck& check,
                  const Application& application, const CheckStep& step) {
  auto facts = step.facts;
  facts.add(domain::AccountCheckFact::application_open,
            application.status != domain::ApplicationStatus::refused &&
                application.status != domain::ApplicationStatus::cancelled);
  ASSIGN_OR_RETURN(decision, domain::decide(check.status, step.event, step.actor, facts));
  const Timestamp now = hall.clock.now();
  if (decision.to == AccountCheckStatus::due) check.attempt += 1;
  const bool bad =
      decision.to == AccountCheckStatus::failed || decision.to == AccountCheckStatus::returned;
  if (!bad) check.failure.clear();
  check.status = decision.to;
  check.updated_at = now;
  check.attended = 0;
  check.attend_at = next_attendance(check, now);
  if (!tx.account_checks().update(check)) return stale();
  if (const auto title = title_of(decision.to); !title.empty())
    timeline(tx, now, application.id, title, check.failure);
  audit(tx, now, step.actor, "account_check." + std::string(enum_to_text(step.event)),
        subject_of(application.id),
        {{"to", enum_to_text(decision.to)}, {"attempt", check.attempt}});
  for (const Effect effect : decision.effects.list()) perform(tx, hall, check, application, effect);
  return {};
}

Timestamp next_attendance(const PaymentOrder& order, Timestamp now) {
  switch (order.status) {
    case PaymentOrderStatus::opening:
      return std::min(now + 30s, std::max(order.expires_at, now));
    case PaymentOrderStatus::open:
      return std::min(now + (order.attended < 12 ? 5s : 20s), std::max(order.expires_at, now));
    case PaymentOrderStatus::closed:
      // Afterwards only for a notice that was lost: 1, 4, 16, 64 minutes later.
      if (order.closed_at_provider && order.attended > 4) return {};
      return now + doubled(1min, 2 * order.attended, 24h);
    case PaymentOrderStatus::refund_due:
      return now + doubled(10s, order.attended, 1h);
    case PaymentOrderStatus::declined:
    case PaymentOrderStatus::paid:
    case PaymentOrderStatus::refund_failed:
    case PaymentOrderStatus::refunded:
      return {};
  }
  return {};
}

Timestamp next_attendance(const AccountCheck& check, Timestamp now) {
  const bool under_way =
      check.status == AccountCheckStatus::due || check.status == AccountCheckStatus::sent;
  return under_way ? now + doubled(3s, check.attended, 1h) : Timestamp{};
}

}  // namespace certhall::app
