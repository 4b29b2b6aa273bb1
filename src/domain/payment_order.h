#pragma once
// One try to pay online: an order at WeChat or Alipay. A payment may have several, one after the
// other; its money is counted once, whichever of them brings it.

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/payment.h"

namespace certhall::domain {

enum class PaymentOrderStatus {
  opening,  // the provider is being asked
  open,     // code and link are there, until expires_at
  declined,
  closed,         // by expiry, or for another way to pay
  paid,           // and counted
  refund_due,     // a job pays back what came
  refund_failed,  // finance looks at it
  refunded,
};
BOOST_DESCRIBE_ENUM(PaymentOrderStatus, opening, open, declined, closed, paid, refund_due,
                    refund_failed, refunded)

/// Why money that came was not counted.
enum class PaymentDifference { none, other_amount, already_paid, application_ended };
BOOST_DESCRIBE_ENUM(PaymentDifference, none, other_amount, already_paid, application_ended)

struct PaymentOrder {
  PaymentOrderId id;
  PaymentId payment_id;
  ApplicationId application_id;
  PaymentMethod channel = PaymentMethod::wechat;  // never bank_transfer
  std::string number;                             // ours, 6 to 32 characters, unique for ever
  PaymentOrderStatus status = PaymentOrderStatus::opening;
  std::int64_t revision = 1;
  Fen amount;
  std::string code;  // what the QR code says
  std::string link;  // for the phone; may be empty
  Timestamp expires_at;
  std::string transaction_id;  // the provider's: UNIQUE, so that no money is counted twice
  Fen paid_amount;
  Timestamp paid_at{};
  PaymentDifference difference = PaymentDifference::none;
  std::string failure;              // Chinese: why it was declined, or could not be paid back
  std::int64_t refund_attempt = 0;  // names the refund, together with the number
  std::string refund_reference;     // where finance paid back by hand
  bool closed_at_provider = false;
  Timestamp attend_at{};  // when a job looks after it again; 0: never
  std::int64_t attended = 0;
  Timestamp created_at;
  Timestamp updated_at;
};

/// "HN20261123-000017-K7QX3R-R1": names the refund at the provider, the same as often as it is
/// asked for.
[[nodiscard]] std::string refund_number(const PaymentOrder& order);
[[nodiscard]] std::string_view text_of(PaymentDifference difference);

}  // namespace certhall::domain
