#pragma once
// WeChat and Alipay. All but read_notice() is called by the job runner only, never inside a request
// or a transaction; every call carries our own number and may be repeated. Error `upstream`: try
// again later with the same numbers; `invalid`: the provider says no for good, with its reason.

#include <map>
#include <string>
#include <string_view>

#include "base/fen.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/payment.h"

namespace certhall::app {

struct OrderRequest {
  std::string number;  // the same number again gives the same order
  Fen amount;
  std::string description;  // 湖南省公共资源交易服务平台数字证书
  Timestamp expires_at;
};

struct OrderCode {
  std::string code;  // what the QR code says
  std::string link;  // opens the payment on a phone; empty where the provider has none
};

enum class TradeStatus { unknown, unpaid, paid, closed };

struct Trade {
  TradeStatus status = TradeStatus::unknown;
  std::string transaction_id;  // from here on where it is paid
  Fen amount;
  Timestamp paid_at{};
};

struct RefundRequest {
  std::string order_number, transaction_id;
  std::string refund_number;  // the same number again pays back once
  Fen amount, total;
  std::string reason;
};

enum class RefundStatus { unknown, processing, succeeded, failed };

struct RefundAnswer {
  RefundStatus status = RefundStatus::unknown;
  std::string reason;  // Chinese, of a failure
};

/// A call-back as it came: names of headers in lower case, the body byte by byte.
struct NoticeRequest {
  const std::map<std::string, std::string>& headers;
  std::string_view body;
};

enum class NoticeKind { payment, refund, other };

/// What a genuine call-back announces.
struct Notice {
  NoticeKind kind = NoticeKind::other;
  std::string order_number;
  Trade trade;                // of a payment
  std::string refund_number;  // of a refund
  RefundAnswer refund;
};

class PaymentProvider {
 public:
  virtual ~PaymentProvider() = default;
  [[nodiscard]] virtual Result<OrderCode> open(const OrderRequest& request) = 0;
  [[nodiscard]] virtual Result<Trade> query(std::string_view number) = 0;
  /// `wrong_state` when it is paid: query() then says what came.
  [[nodiscard]] virtual Status close(std::string_view number) = 0;
  [[nodiscard]] virtual Result<RefundAnswer> refund(const RefundRequest& request) = 0;
  [[nodiscard]] virtual Result<RefundAnswer> query_refund(std::string_view order_number,
                                                          std::string_view refund_number) = 0;
  /// Pure. `forbidden`: not signed by the provider, over exactly these bytes; `gone`: too old (or
  /// from the future) to be heard now; `malformed`: signed, but not to be read.
  [[nodiscard]] virtual Result<Notice> read_notice(const NoticeRequest& request,
                                                   Timestamp now) const = 0;
};

struct PaymentProviders {
  PaymentProvider& wechat;
  PaymentProvider& alipay;

  /// Throws std::logic_error for a bank transfer.
  [[nodiscard]] PaymentProvider& of(domain::PaymentMethod channel) const;
};

}  // namespace certhall::app
