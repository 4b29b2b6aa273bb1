#include "domain/account_check_workflow.h"
#include "domain/certificate_type.h"
#include "domain/masking.h"
#include "domain/payment_order_workflow.h"
#include "http/views.h"

namespace certhall::http {
namespace {

using domain::PaymentOrderEvent;

const domain::Actor kFinance{
    .kind = domain::ActorKind::staff, .id = "", .roles = {domain::Role::finance}};

std::optional<std::string> optional_text(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return std::string(text);
}

api::FinanceEntry transfer_entry(const app::FinanceItem& item) {
  const auto& payment = item.payment;
  const std::string voucher = "/api/console/applications/" + item.application.id.value +
                              "/materials/transfer_voucher/pages/";
  api::FinanceEntry entry{.id = payment.id,
                          .application_id = item.application.id,
                          .number = item.application.number,
                          .subject_name = domain::subject_name(item.application.details),
                          .status = payment.status,
                          .revision = payment.revision,
                          .amount = payment.amount,
                          .remark_code = payment.remark_code,
                          .voucher_urls = {},
                          .updated_at = payment.updated_at};
  for (std::int64_t page = 1; page <= item.voucher_pages; ++page)
    entry.voucher_urls.push_back(voucher + std::to_string(page) +
                                 "?v=" + std::to_string(payment.revision));
  return entry;
}

bool may(domain::PaymentOrderStatus status, PaymentOrderEvent event) {
  return domain::decide(status, event, kFinance, domain::EnumSet<domain::PaymentOrderFact>::all())
      .has_value();
}

api::FinanceOrderEntry order_entry(const app::FinanceOrder& item) {
  const auto& order = item.order;
  api::FinanceOrderEntry entry{.id = order.id,
                               .application_id = order.application_id,
                               .number = item.application.number,
                               .subject_name = domain::subject_name(item.application.details),
                               .revision = order.revision,
                               .channel = order.channel,
                               .channel_text = std::string(domain::text_of(order.channel)),
                               .order_number = order.number,
                               .transaction_id = order.transaction_id,
                               .status = order.status,
                               .status_text = std::string(domain::text_of(order.status)),
                               .amount = order.amount,
                               .paid_amount = order.paid_amount,
                               .difference = optional_text(domain::text_of(order.difference)),
                               .failure = optional_text(order.failure),
                               .refund_reference = optional_text(order.refund_reference),
                               .updated_at = order.updated_at,
                               .actions = {}};
  if (may(order.status, PaymentOrderEvent::retry_refund))
    entry.actions.push_back(api::OrderAction::retry_refund);
  if (may(order.status, PaymentOrderEvent::refund_by_hand))
    entry.actions.push_back(api::OrderAction::refund_by_hand);
  return entry;
}

api::AccountCheckEntry check_entry(const app::FinanceCheck& item) {
  const auto& check = item.check;
  return {
      .id = check.id,
      .application_id = check.application_id,
      .number = item.application.number,
      .subject_name = domain::subject_name(item.application.details),
      .revision = check.revision,
      .status = check.status,
      .status_text = std::string(domain::text_of(check.status)),
      .account_masked = domain::mask_bank_account(check.account_number),
      .bank_text = check.bank_name + " " + check.branch,
      .amount = check.amount,
      .attempt = check.attempt,
      .failure = optional_text(check.failure),
      .may_resend =
          domain::decide(check.status, domain::AccountCheckEvent::resend, kFinance, {}).has_value(),
      .updated_at = check.updated_at};
}

}  // namespace

api::FinanceList finance_view(const app::FinanceDesk& desk) {
  api::FinanceList list;
  for (const auto& item : desk.transfers) list.payments.push_back(transfer_entry(item));
  for (const auto& item : desk.refunds) list.refunds.push_back(order_entry(item));
  for (const auto& item : desk.differences) list.differences.push_back(order_entry(item));
  for (const auto& each : desk.unmatched)
    list.unmatched.push_back({each.channel, std::string(domain::text_of(each.channel)),
                              each.transaction_id, each.order_number, each.amount,
                              each.received_at});
  for (const auto& item : desk.checks) list.account_checks.push_back(check_entry(item));
  return list;
}

}  // namespace certhall::http
