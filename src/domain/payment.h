#pragma once
// A payment: what is owed for one application and what has come of it. Amounts in fen.

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/catalogue.h"

namespace certhall::domain {

enum class PaymentMethod { bank_transfer, wechat, alipay };
BOOST_DESCRIBE_ENUM(PaymentMethod, bank_transfer, wechat, alipay)

/// WeChat and Alipay: the provider knows of the money before the bank does.
[[nodiscard]] constexpr bool is_online(PaymentMethod method) {
  return method != PaymentMethod::bank_transfer;
}
[[nodiscard]] std::string_view text_of(PaymentMethod method);  // 微信支付

enum class PaymentStatus {
  awaiting_transfer,  // the applicant knows account, amount and remark code
  voucher_uploaded,   // finance looks for the money
  confirmed,          // the money is there, to the fen
  refund_due,         // confirmed, but the application was refused
  refunded,
  cancelled,        // never paid
  awaiting_online,  // the applicant pays by WeChat or Alipay: payment_order.h
};
BOOST_DESCRIBE_ENUM(PaymentStatus, awaiting_transfer, voucher_uploaded, confirmed, refund_due,
                    refunded, cancelled, awaiting_online)

struct Payment {
  PaymentId id;
  ApplicationId application_id;
  PaymentMethod method = PaymentMethod::bank_transfer;
  PaymentStatus status = PaymentStatus::awaiting_transfer;
  std::int64_t revision = 1;
  Fen amount;
  std::string remark_code;     // eight characters, unique for ever; goes into the transfer's 附言
  std::string payer_name;      // as on the bank statement
  std::string bank_reference;  // the statement line: UNIQUE, so that no money is counted twice
  std::string rejection;       // why the last voucher was not accepted
  Timestamp created_at;
  Timestamp confirmed_at{};
  Timestamp updated_at;
  Price price{};  // what the amount is made of, by the price list of the day it was opened
};

}  // namespace certhall::domain
