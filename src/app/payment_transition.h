#pragma once
// The one way in which a payment, its orders and the corporate account check change their states:
// decide, perform the effects, save, audit.

#include "app/hall.h"
#include "domain/account_check_workflow.h"
#include "domain/application_facts.h"
#include "domain/payment_order_workflow.h"
#include "domain/payment_workflow.h"

namespace certhall::app {

struct PaymentStep {
  domain::PaymentEvent event;
  domain::Actor actor;
  domain::EnumSet<domain::PaymentFact> facts{};  // those of the command
};
/// `payment` is then as stored. Whoever of the staff does it has then acted on the application.
[[nodiscard]] Status move_payment(Transaction& tx, const Hall& hall, domain::Payment& payment,
                                  const domain::Application& application, const PaymentStep& step);

struct OrderStep {
  domain::PaymentOrderEvent event;
  domain::Actor actor;
  domain::EnumSet<domain::PaymentOrderFact> facts{};
};
[[nodiscard]] Status move_order(Transaction& tx, const Hall& hall, domain::PaymentOrder& order,
                                const OrderStep& step);

/// After an order was paid back: its payment follows; money that never counted is only told of.
[[nodiscard]] Status tell_refunded(Transaction& tx, const Hall& hall,
                                   const domain::PaymentOrder& order, const domain::Actor& actor);

struct CheckStep {
  domain::AccountCheckEvent event;
  domain::Actor actor;
  domain::EnumSet<domain::AccountCheckFact> facts{};
};
[[nodiscard]] Status move_check(Transaction& tx, const Hall& hall, domain::AccountCheck& check,
                                const domain::Application& application, const CheckStep& step);

/// When a job should look after it again; 0: never. An order that is offered is asked about often
/// enough that a lost notice costs seconds, and is closed on time.
[[nodiscard]] Timestamp next_attendance(const domain::PaymentOrder& order, Timestamp now);
[[nodiscard]] Timestamp next_attendance(const domain::AccountCheck& check, Timestamp now);

}  // namespace certhall::app
