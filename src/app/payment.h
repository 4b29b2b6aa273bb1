#pragma once
// Paying by bank transfer: the applicant's half and finance's half.

#include <string>
#include <vector>

#include "app/case_file.h"
#include "app/hall.h"
#include "app/material.h"

namespace certhall::app {

/// The wizard is complete and the way to pay chosen: account, amount and remark code are known.
[[nodiscard]] Result<CaseFile> choose_payment(const Hall& hall, const AccountId& account,
                                              const ApplicationId& id, std::int64_t revision);
/// The voucher brings the application into review. A better one may follow until the money is
/// confirmed.
[[nodiscard]] Result<CaseFile> upload_voucher(const Hall& hall, const AccountId& account,
                                              const ApplicationId& id, const UploadedFile& file);

struct FinanceItem {
  domain::Payment payment;
  domain::Application application;
  std::int64_t voucher_pages = 0;
};
/// Vouchers to look at, oldest first, then refunds that are due.
[[nodiscard]] std::vector<FinanceItem> finance_desk(const Hall& hall);

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

}  // namespace certhall::app
