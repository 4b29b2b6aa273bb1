#include "app/transition.h"

#include <stdexcept>

#include "app/act.h"
#include "app/calendar.h"
#include "app/case_file.h"
#include "app/erasure.h"
#include "app/invoice.h"
#include "app/notice.h"
#include "app/payment_transition.h"
#include "app/token.h"
#include "base/json.h"
#include "domain/certificate_type.h"
#include "domain/payment_workflow.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::Effect;

// Eight characters that nobody mistakes for others when typing a transfer's 附言.
constexpr std::string_view kRemarkAlphabet = "ABCDEFGHJKLMNPQRTUVWXY346789";

Status open_payment(Transaction& tx, const Hall& hall, const Application& application) {
  const auto price = current_price(tx, hall, application);
  if (!price) return fail(ErrorCode::wrong_state, "所选应用目前没有价目，请联系客服");
  const Timestamp now = hall.clock.now();
  if (auto payment = tx.payments().of_application(application.id)) {
    // Money that came late, while the draft was being changed, has paid what was owed then.
    if (payment->status == domain::PaymentStatus::confirmed) return {};
    payment->amount = price->total;
    payment->price = *price;
    payment->updated_at = now;
    if (!tx.payments().update(*payment)) return stale();
    return {};
  }
  tx.payments().insert({.id = PaymentId::create(hall.clock, hall.random),
                        .application_id = application.id,
                        .amount = price->total,
                        .remark_code = hall.random.text(8, kRemarkAlphabet),
                        .created_at = now,
                        .updated_at = now,
                        .price = *price});
  return {};
}

Status settle_payment(Transaction& tx, const Hall& hall, const Application& application,
                      const domain::Actor& actor) {
  auto payment = tx.payments().of_application(application.id);
  if (!payment) return {};
  const auto move = [&](domain::PaymentEvent event) {
    return move_payment(tx, hall, *payment, application, {event, actor, {}});
  };
  switch (payment->status) {
    case domain::PaymentStatus::confirmed:
      return move(domain::PaymentEvent::refund);
    case domain::PaymentStatus::awaiting_transfer:
    case domain::PaymentStatus::awaiting_online:
      return move(domain::PaymentEvent::cancel);
    case domain::PaymentStatus::voucher_uploaded:  // finance still looks whether money came
    case domain::PaymentStatus::refund_due:
    case domain::PaymentStatus::refunded:
    case domain::PaymentStatus::cancelled:
      return {};
  }
  return {};
}

Status activate_token(Transaction& tx, const Hall& hall, const Application& application,
                      const domain::Actor& actor) {
  // One that was reported lost or damaged on its way stays so.
  const auto token = tx.tokens().of_application(application.id);
  if (!token || token->status != domain::TokenStatus::written) return {};
  return move_token(tx, hall, actor, *token, domain::TokenEvent::put_in_use);
}

void send_pin(Transaction& tx, const Hall& hall, const Application& application) {
  const auto pin = tx.production().find_pin(application.id);
  const auto token = tx.tokens().of_application(application.id);
  if (!pin || !token) throw std::runtime_error("a produced token without PIN or token row");
  send_sms(tx, hall, domain::pin_recipient(application.details).mobile,
           domain::pin_sms(voice_of(tx, hall), application.number, token->serial, pin->reveal()),
           subject_of(application.id), "pin");
  tx.production().erase_pin(application.id);
}

/// In the remark of a transfer to the organization's own account, or by text message.
Status deliver_pin(Transaction& tx, const Hall& hall, const Application& application,
                   const domain::Actor& actor) {
  const auto payment = tx.payments().of_application(application.id);
  if (!payment) throw std::runtime_error("a produced token that nobody paid for");
  const auto route = domain::pin_route(payment->method, application.details.certificate_type);
  if (route == domain::PinRoute::text_message) {
    send_pin(tx, hall, application);
    return {};
  }
  auto check = tx.account_checks().of_application(application.id);
  if (!check) throw std::runtime_error("paid online by an organization without its account");
  return move_check(tx, hall, *check, application, {domain::AccountCheckEvent::produce, actor, {}});
}

void open_delivery(Transaction& tx, const Hall& hall, const Application& application) {
  if (tx.deliveries().of_application(application.id)) return;
  const Timestamp now = hall.clock.now();
  tx.deliveries().insert({.id = DeliveryId::create(hall.clock, hall.random),
                          .application_id = application.id,
                          .created_at = now,
                          .updated_at = now});
}

Fen paid_amount(Transaction& tx, const Application& application) {
  const auto payment = tx.payments().of_application(application.id);
  if (!payment) return {};
  const bool paid = payment->status == domain::PaymentStatus::confirmed ||
                    payment->status == domain::PaymentStatus::refund_due;
  return paid ? payment->amount : Fen{};
}

/// The text message of this effect; empty for the other effects.
std::string message_of(Transaction& tx, const Hall& hall, const Application& application,
                       Effect effect, std::string_view detail) {
  const auto voice = voice_of(tx, hall);
  const auto subject = sms_subject(tx, application);
  if (effect == Effect::sms_approved) return domain::approved_sms(voice, subject);
  if (effect == Effect::sms_returned) return domain::returned_sms(voice, subject, detail);
  if (effect == Effect::sms_refused)
    return domain::refused_sms(voice, subject, detail, paid_amount(tx, application));
  if (effect == Effect::sms_withdrawn)
    return domain::withdrawn_sms(voice, subject, detail, paid_amount(tx, application));
  if (effect == Effect::sms_sent_back) return domain::sent_back_sms(voice, subject);
  if (effect == Effect::sms_expired)
    return domain::expired_sms(voice, subject, paid_amount(tx, application));
  if (effect == Effect::sms_voucher_rejected)
    return domain::voucher_rejected_sms(voice, subject, detail);
  if (effect == Effect::sms_completed) return domain::completed_sms(voice, subject);
  if (effect == Effect::sms_shipped) {
    const auto delivery = tx.deliveries().of_application(application.id);
    return domain::shipped_sms(voice, subject, "顺丰速运", delivery ? delivery->waybill : "");
  }
  return "";
}

/// Of `sms_approved`: approved.
std::string_view notice_code(Effect effect) {
  return enum_to_text(effect).substr(std::string_view("sms_").size());
}

Status perform(Transaction& tx, const Hall& hall, Application& application, const Step& step,
               Effect effect) {
  const std::string message = message_of(tx, hall, application, effect, step.detail);
  if (!message.empty()) {
    send_sms(tx, hall, application.details.agent.mobile, message, subject_of(application.id),
             notice_code(effect));
    return {};
  }
  if (effect == Effect::start_clock) {
    application.submitted_at = hall.clock.now();
    application.due_at = working_calendar(tx, hall).due_at(application.submitted_at);
    send_sms(tx, hall, application.details.agent.mobile,
             domain::submitted_sms(voice_of(tx, hall), sms_subject(tx, application),
                                   to_china_text(application.due_at)),
             subject_of(application.id), "submitted");
  }
  if (effect == Effect::stop_clock) application.due_at = {};
  if (effect == Effect::open_payment) return open_payment(tx, hall, application);
  if (effect == Effect::cancel_payment || effect == Effect::refund_if_paid)
    return settle_payment(tx, hall, application, step.actor);
  if (effect == Effect::open_delivery) open_delivery(tx, hall, application);
  if (effect == Effect::activate_token) return activate_token(tx, hall, application, step.actor);
  if (effect == Effect::erase_unneeded) erase_unneeded(tx, hall, application);
  if (effect == Effect::erase_persons) return erase_persons(tx, hall, application);
  if (effect == Effect::plan_expiry) plan_expiry(tx, hall, application);
  if (effect == Effect::plan_erasure) plan_erasure(tx, hall, application);
  if (effect == Effect::open_invoice) return open_invoice(tx, hall, application);
  if (effect == Effect::recall_invoice)
    return recall_invoice(tx, hall, application, step.actor, step.detail);
  if (effect == Effect::deliver_pin) return deliver_pin(tx, hall, application, step.actor);
  return {};
}

}  // namespace

Status apply(Transaction& tx, const Hall& hall, Application& application, const Step& step) {
  const auto dossier = load_dossier(tx, application);
  const auto facts = stored_facts(hall, dossier).with(step.facts);
  ASSIGN_OR_RETURN(decision, domain::decide(application.status, step.event, step.actor, facts));
  const auto from = application.status;
  const Timestamp now = hall.clock.now();
  application.status = decision.to;
  application.updated_at = now;
  for (const Effect effect : decision.effects.list())
    RETURN_IF_ERROR(perform(tx, hall, application, step, effect));
  if (!tx.applications().update(application)) return stale();
  if (!step.title.empty()) timeline(tx, now, application.id, step.title, step.detail);
  audit(tx, now, step.actor, "application." + std::string(enum_to_text(step.event)),
        subject_of(application.id),
        {{"from", enum_to_text(from)}, {"to", enum_to_text(decision.to)}});
  return {};
}

}  // namespace certhall::app
