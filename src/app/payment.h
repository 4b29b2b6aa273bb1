#pragma once
// Paying: the applicant's half and finance's half. What providers and jobs do is in
// payment_order.h.

#include <string>
#include <vector>

#include "app/account_check.h"
#include "app/case_file.h"
#include "app/hall.h"
#include "app/material.h"

namespace certhall::app {

struct PaymentChoice {
  domain::PaymentMethod method = domain::PaymentMethod::bank_transfer;
  std::optional<OrganizationAccount> account;  // of an organization that pays online
};
/// The wizard is complete and the way to pay chosen; chosen again, another way, or another order.
[[nodiscard]] Result<CaseFile> choose_payment(const Hall& hall, const AccountId& account,
                                              const ApplicationId& id, std::int64_t revision,
                                              const PaymentChoice& choice);
/// The voucher brings the application into review. A better one may follow until the money is
/// confirmed.
[[nodiscard]] Result<CaseFile> upload_voucher(const Hall& hall, const AccountId& account,
                                              const ApplicationId& id, const UploadedFile& file);

struct FinanceItem {
  domain::Payment payment;
  domain::Application application;
  std::int64_t voucher_pages = 0;
};
struct FinanceOrder {
  domain::PaymentOrder order;
  domain::Application application;
};
struct FinanceCheck {
  domain::AccountCheck check;
  domain::Application application;
};
struct FinanceDesk {
  std::vector<FinanceItem> transfers;     // vouchers, oldest first, then refunds by bank
  std::vector<FinanceOrder> refunds;      // online: under way and failed
  std::vector<FinanceOrder> differences;  // money that was not counted, newest first
  std::vector<UnmatchedPayment> unmatched;
  std::vector<FinanceCheck> checks;  // transfers of PINs: under way, failed, returned
};
[[nodiscard]] FinanceDesk finance_desk(const Hall& hall);

struct StatementLine {
  Fen amount;
  std::string payer_name, bank_reference;
};
/// The money is there. `invalid` where the amount differs by a fen, `duplicate` where the statement
/// line was counted before. Where the application was refused meanwhile, it becomes a refund.
[[nodiscard]] Status confirm_payment(const Hall& hall, const domain::Actor& finance,
                                     const PaymentId& id, std::int64_t revision,
                                     const StatementLine& line);
/// No such money: the applicant is asked for a better voucher (or, where the application was
/// refused, the matter is closed).
[[nodiscard]] Status reject_voucher(const Hall& hall, const domain::Actor& finance,
                                    const PaymentId& id, std::int64_t revision,
                                    std::string_view reason);
[[nodiscard]] Status record_refund(const Hall& hall, const domain::Actor& finance,
                                   const PaymentId& id, std::int64_t revision,
                                   std::string_view bank_reference);
/// A refund that WeChat or Alipay refused: once more, or paid back by hand.
[[nodiscard]] Status retry_refund(const Hall& hall, const domain::Actor& finance,
                                  const PaymentOrderId& id, std::int64_t revision);
[[nodiscard]] Status refund_by_hand(const Hall& hall, const domain::Actor& finance,
                                    const PaymentOrderId& id, std::int64_t revision,
                                    std::string_view reference);
/// What finance found out about money for an order that is not ours.
[[nodiscard]] Status resolve_unmatched(const Hall& hall, const domain::Actor& finance,
                                       domain::PaymentMethod channel,
                                       std::string_view transaction_id,
                                       std::string_view resolution);

}  // namespace certhall::app
