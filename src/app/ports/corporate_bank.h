#pragma once
// The bank that makes the small transfers of the corporate account check. Called by the job runner
// only. Error `upstream`: try again later with the same key.

#include <string>
#include <string_view>

#include "base/fen.h"
#include "base/result.h"
#include "base/secret.h"

namespace certhall::app {

struct TransferRequest {
  std::string key;  // ours: the same key again is the same transfer
  std::string account_name, account_number, bank_name, branch;
  Fen amount;
  SecretText remark;  // 附言: holds the PIN
};

/// `credited`: it stands on the payee's account and does not come back by itself.
enum class TransferStatus { unknown, processing, credited, refused, returned };

struct TransferAnswer {
  TransferStatus status = TransferStatus::unknown;
  std::string reason;  // Chinese, where it was refused or returned
};

class CorporateBank {
 public:
  virtual ~CorporateBank() = default;
  [[nodiscard]] virtual Result<TransferAnswer> transfer(const TransferRequest& request) = 0;
  [[nodiscard]] virtual Result<TransferAnswer> query(std::string_view key) = 0;
};

}  // namespace certhall::app
