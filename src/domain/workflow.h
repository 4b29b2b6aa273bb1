#pragma once
// What every workflow is made of: a table that the compiler checks, and one function that looks an
// event up in it. Nothing else in the program changes a state.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.h"
#include "domain/enum_set.h"
#include "domain/staff.h"

namespace certhall::domain {

/// Actor kinds and staff roles on one level, as the tables' column "by".
enum class Party { applicant, system, reviewer, finance, producer, administrator, auditor };
BOOST_DESCRIBE_ENUM(Party, applicant, system, reviewer, finance, producer, administrator, auditor)
/// A member of staff is all that his roles say.
[[nodiscard]] EnumSet<Party> parties_of(const Actor& actor);

/// What follows from a change of state. Saved in the same transaction as the state; SMS go through
/// the outbox. Effects of one row are performed in the order of this list.
enum class Effect {
  // The promised working day begins (WorkingCalendar::due_at), and the applicant is told when it
  // ends.
  start_clock,
  stop_clock,
  open_payment,    // makes the payment, or brings the open one's amount up to date
  cancel_payment,  // PaymentEvent::cancel, where there is a payment
  refund_if_paid,  // PaymentEvent::refund where confirmed, cancel where no voucher is in
  open_delivery,   // a delivery that waits for its waybill
  activate_token,  // TokenEvent::put_in_use
  publish_crl,     // a new CRL now, not at the next hour
  erase_persons,   // names, numbers, addresses and uploads go; number, state and timeline stay
  erase_unneeded,  // what only another certificate type asks for; uploads replaced before review
  sms_approved,
  sms_returned,
  sms_refused,
  sms_voucher_rejected,
  sms_payment_confirmed,
  sms_refunded,
  deliver_pin,  // by text message, or in the remark of a transfer: PinRoute says which
  sms_shipped,
  sms_completed,
  open_invoice,         // where the applicant wants one
  recall_invoice,       // InvoiceEvent::recall, where there is one
  announce_invoice,     // by SMS, and by e-mail with the PDF
  announce_red_letter,  // the same
  sms_withdrawn,
  close_orders,  // those that nobody has paid yet
  open_order,    // a new order at WeChat or Alipay
  refund_order,  // what was paid online goes back the way it came
  attend_order,  // a job tells the provider
  transfer_pin,  // a job makes the transfer whose remark carries the PIN
  erase_pin,     // it has arrived: the sealed PIN goes
  sms_pin_transferred,
  sms_pin_not_transferred,
  sms_sent_back,
  sms_expired,
  plan_expiry,   // reminders before the certificates expire; evidence is kept five years longer
  plan_erasure,  // when what was ended is to be forgotten: not while money is open
};
BOOST_DESCRIBE_ENUM(Effect, start_clock, stop_clock, open_payment, cancel_payment, refund_if_paid,
                    open_delivery, activate_token, publish_crl, erase_persons, erase_unneeded,
                    sms_approved, sms_returned, sms_refused, sms_voucher_rejected,
                    sms_payment_confirmed, sms_refunded, deliver_pin, sms_shipped, sms_completed,
                    open_invoice, recall_invoice, announce_invoice, announce_red_letter,
                    sms_withdrawn, close_orders, open_order, refund_order, attend_order,
                    transfer_pin, erase_pin, sms_pin_transferred, sms_pin_not_transferred,
                    sms_sent_back, sms_expired, plan_expiry, plan_erasure)

/// One line of a table: in state `from`, `on` this event, done `by` one of these, given all that it
/// `needs`, the state is `to` and the `effects` follow.
template <class S, class Ev, class F>
struct Row {
  S from;
  Ev on;
  S to;
  EnumSet<Party> by;
  EnumSet<F> needs{};
  EnumSet<Effect> effects{};
};

template <class S, class Ev, class F, std::size_t N>
struct Workflow {
  std::string_view name;     // "application": file of cases, heading of docs/workflows.md
  std::string_view subject;  // 业务单: begins the sentences that refuse
  S initial;
  EnumSet<S> final_states;
  std::array<Row<S, Ev, F>, N> rows;
};
template <class S, class Ev, class F, std::size_t N>
Workflow(std::string_view, std::string_view, S, EnumSet<S>, std::array<Row<S, Ev, F>, N>)
    -> Workflow<S, Ev, F, N>;

template <class S>
struct Decision {
  S to;
  EnumSet<Effect> effects;
  friend bool operator==(const Decision&, const Decision&) = default;
};

/// Why a missing fact refuses: wrong_state where something must happen first, invalid where the
/// command itself lacks something, forbidden where this person may not.
struct Obstacle {
  ErrorCode code;
  std::string_view text;  // Chinese, what to do; no full stop
};

// --- what static_assert asks of a table
// -----------------------------------------------------------

template <class W>
constexpr bool answers_each_question_once(const W& workflow) {
  for (std::size_t i = 0; i < workflow.rows.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (workflow.rows[i].from == workflow.rows[j].from &&
          workflow.rows[i].on == workflow.rows[j].on)
        return false;
  return true;
}

template <class W>
constexpr bool reaches_every_state(const W& workflow) {
  using States = EnumSet<decltype(workflow.initial)>;
  States reached{workflow.initial};
  for (States before; before != reached;) {
    before = reached;
    for (const auto& row : workflow.rows) reached.add(row.to, reached.has(row.from));
  }
  return reached == States::all();
}

/// Every state but the final ones leads to another; the final ones lead nowhere.
template <class W>
constexpr bool ends_only_in_final_states(const W& workflow) {
  using States = EnumSet<decltype(workflow.initial)>;
  States left;
  States started;
  for (const auto& row : workflow.rows) {
    started.add(row.from);
    left.add(row.from, row.from != row.to);
  }
  return started.without(workflow.final_states) == started &&
         left.with(workflow.final_states) == States::all();
}

template <class W>
constexpr bool somebody_may_do_each(const W& workflow) {
  for (const auto& row : workflow.rows)
    if (row.by.empty()) return false;
  return true;
}

template <class W>
constexpr bool is_sound(const W& workflow) {
  return answers_each_question_once(workflow) && reaches_every_state(workflow) &&
         ends_only_in_final_states(workflow) && somebody_may_do_each(workflow);
}

// --- deciding
// -------------------------------------------------------------------------------------

namespace workflow_detail {
std::string no_such_step(std::string_view subject, std::string_view state, std::string_view event,
                         const std::vector<std::string_view>& possible);
std::string not_yours(std::string_view event);
std::string not_yet(std::string_view event, const std::vector<std::string_view>& obstacles);
}  // namespace workflow_detail

/// The row that answers, or nothing.
template <class S, class Ev, class F, std::size_t N>
constexpr const Row<S, Ev, F>* find_row(const Workflow<S, Ev, F, N>& workflow, S from, Ev on) {
  for (const auto& row : workflow.rows)
    if (row.from == from && row.on == on) return &row;
  return nullptr;
}

/// `forbidden`: this party never does that, or not from here. `wrong_state`: nobody can from here;
/// the message names the state and what this party can do instead. Otherwise the first missing
/// fact's code and all missing facts' texts.
template <class S, class Ev, class F, std::size_t N>
[[nodiscard]] Result<Decision<S>> decide_by(const Workflow<S, Ev, F, N>& workflow, S state,
                                            Ev event, const Actor& actor, EnumSet<F> facts) {
  const EnumSet<Party> parties = parties_of(actor);
  bool ever_his = false;
  std::vector<std::string_view> possible;
  for (const auto& row : workflow.rows) {
    if (!row.by.shares(parties)) continue;
    ever_his = ever_his || row.on == event;
    if (row.from == state) possible.push_back(text_of(row.on));
  }
  if (!ever_his) return fail(ErrorCode::forbidden, workflow_detail::not_yours(text_of(event)));
  const auto* row = find_row(workflow, state, event);
  if (row == nullptr) {
    return fail(
        ErrorCode::wrong_state,
        workflow_detail::no_such_step(workflow.subject, text_of(state), text_of(event), possible));
  }
  if (!row->by.shares(parties)) {
    return fail(ErrorCode::forbidden, workflow_detail::not_yours(text_of(event)));
  }
  const auto missing = row->needs.without(facts).list();
  if (missing.empty()) return Decision<S>{row->to, row->effects};
  std::vector<std::string_view> obstacles;
  for (const F fact : missing) obstacles.push_back(obstacle_of(fact).text);
  return fail(obstacle_of(missing.front()).code,
              workflow_detail::not_yet(text_of(event), obstacles));
}

}  // namespace certhall::domain
