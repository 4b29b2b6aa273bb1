#include "adapters/sandbox/bank.h"

#include <stdexcept>

namespace certhall::adapters {
namespace {

using app::SandboxPayoutRow;
using app::SandboxPayoutStatus;
using app::Transaction;
using app::TransferAnswer;
using app::TransferStatus;

TransferAnswer answer_of(const SandboxPayoutRow& row) {
  switch (row.status) {
    case SandboxPayoutStatus::processing:
      return {TransferStatus::processing, ""};
    case SandboxPayoutStatus::credited:
      return {TransferStatus::credited, ""};
    case SandboxPayoutStatus::refused:
      return {TransferStatus::refused, row.reason};
    case SandboxPayoutStatus::returned:
      return {TransferStatus::returned, row.reason};
  }
  throw std::logic_error("a transfer's status outside its enum");
}

}  // namespace

Result<TransferAnswer> SandboxBank::transfer(const app::TransferRequest& request) {
  return app::write(store_, [&](Transaction& tx) -> Result<TransferAnswer> {
    if (const auto known = tx.sandbox().find_payout(request.key)) return answer_of(*known);
    SandboxPayoutRow row{.transfer_key = request.key,
                         .account_name = request.account_name,
                         .account_number = request.account_number,
                         .bank_name = request.bank_name + " " + request.branch,
                         .amount = request.amount,
                         .remark = std::string(request.remark.reveal()),
                         .status = SandboxPayoutStatus::processing,
                         .reason = "",
                         .at = clock_.now()};
    if (request.account_number.ends_with("0000")) {
      row.status = SandboxPayoutStatus::refused;
      row.reason = "账号不存在";
      row.remark.clear();  // it never got there
    }
    tx.sandbox().put_payout(row);
    return answer_of(row);
  });
}

Result<TransferAnswer> SandboxBank::query(std::string_view key) {
  return app::write(store_, [&](Transaction& tx) -> Result<TransferAnswer> {
    auto row = tx.sandbox().find_payout(key);
    if (!row) return TransferAnswer{};
    if (row->status == SandboxPayoutStatus::processing && !row->account_number.ends_with("0001")) {
      row->status = SandboxPayoutStatus::credited;
      tx.sandbox().put_payout(*row);
    }
    return answer_of(*row);
  });
}

}  // namespace certhall::adapters
