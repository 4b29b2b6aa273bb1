#pragma once
// 单位金融认证: the organization proves its own bank account by reading the PIN in the remark of a
// small transfer that comes there.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/application.h"
#include "domain/payment.h"

namespace certhall::domain {

enum class AccountCheckStatus {
  awaiting_production,  // the account is known; there is no PIN yet
  due,                  // a job makes the transfer
  sent,                 // the bank has taken it
  succeeded,            // credited to the account: the PIN is erased here
  failed,               // refused by the bank, with a reason
  returned,             // came back, with a reason
};
BOOST_DESCRIBE_ENUM(AccountCheckStatus, awaiting_production, due, sent, succeeded, failed, returned)

struct AccountCheck {
  AccountCheckId id;
  ApplicationId application_id;
  AccountCheckStatus status = AccountCheckStatus::awaiting_production;
  std::int64_t revision = 1;
  std::string account_number;  // digits only
  std::string bank_name;
  std::string branch;
  Fen amount;
  std::int64_t attempt = 0;  // names the transfer, together with the id
  std::string failure;       // the bank's reason
  Timestamp attend_at{};     // when a job asks the bank again; 0: never
  std::int64_t attended = 0;
  Timestamp created_at;
  Timestamp updated_at;
};

/// Eight to thirty-two digits.
[[nodiscard]] std::optional<std::string> check_bank_account_number(std::string_view number);
/// Two to sixty characters, of bank or branch.
[[nodiscard]] std::optional<std::string> check_bank_name(std::string_view name);

/// How the PIN gets to its holder.
enum class PinRoute { text_message, transfer_remark };

/// A natural person has no organization's account; who paid from it by bank transfer has shown it.
[[nodiscard]] PinRoute pin_route(PaymentMethod method, CertificateType type);

}  // namespace certhall::domain
