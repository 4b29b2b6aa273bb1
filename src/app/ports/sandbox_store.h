#pragma once
// Rows of the demo's outside world. Used by the sandbox adapters only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/time.h"
#include "domain/delivery.h"
#include "domain/payment.h"

namespace certhall::app {

struct SandboxMessage {
  std::int64_t id = 0;
  std::string idempotency_key;
  std::string mobile;
  std::string text;
  Timestamp at;
};

struct SandboxSubscriberRow {
  std::string mobile, name, id_number;
};

struct SandboxTransferRow {
  std::string bank_reference, payer_name;
  Fen amount;
  std::string remark;
  Timestamp at;
};

struct SandboxParcelRow {
  std::string waybill, order_key, recipient;
  std::vector<domain::RouteEvent> route;  // oldest first
  Timestamp at;
};

/// An order at the demo's e-invoice platform. The numbers are given when the orders come.
struct SandboxInvoiceRow {
  std::string order_number;
  std::string document;  // the order, as JSON
  std::string number;
  Timestamp ordered_at;
  std::string red_number;  // empty: not asked for
  Timestamp red_ordered_at{};
};

struct SandboxMailRow {
  std::int64_t id = 0;
  std::string idempotency_key;
  std::string to, subject, text;
  std::string file_name;  // empty: no attachment
  Timestamp at;
};

/// What the tester makes of an order on the pay page.
enum class SandboxOrderStatus { open, paid, paid_when_closed, closed, refunded };
BOOST_DESCRIBE_ENUM(SandboxOrderStatus, open, paid, paid_when_closed, closed, refunded)

struct SandboxOrderRow {
  std::string number;
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  Fen amount;
  std::string description;
  Timestamp expires_at;
  SandboxOrderStatus status = SandboxOrderStatus::open;
  std::string transaction_id;
  Fen paid_amount;
  Timestamp paid_at{};
  std::int64_t notices = 1;     // how often the payment is announced
  bool refuses_refund = false;  // the first refund fails
  std::string refunds;          // numbers of those paid back, separated by blanks
  Timestamp created_at;
};

enum class SandboxPayoutStatus { processing, credited, refused, returned };
BOOST_DESCRIBE_ENUM(SandboxPayoutStatus, processing, credited, refused, returned)

/// A transfer of the CA to an organization's account, as that organization's bank shows it.
struct SandboxPayoutRow {
  std::string transfer_key;
  std::string account_name, account_number, bank_name;
  Fen amount;
  std::string remark;  // holds the PIN
  SandboxPayoutStatus status = SandboxPayoutStatus::processing;
  std::string reason;
  Timestamp at;
};

class SandboxStore {
 public:
  virtual ~SandboxStore() = default;
  /// Twice the same idempotency key is one message.
  virtual void add_message(const SandboxMessage& message) = 0;
  [[nodiscard]] virtual std::vector<SandboxMessage> messages(std::int64_t limit) = 0;
  virtual void put_subscriber(const SandboxSubscriberRow& row) = 0;
  [[nodiscard]] virtual std::optional<SandboxSubscriberRow> find_subscriber(
      std::string_view mobile) = 0;
  [[nodiscard]] virtual std::vector<SandboxSubscriberRow> subscribers() = 0;
  virtual void add_transfer(const SandboxTransferRow& row) = 0;
  [[nodiscard]] virtual std::vector<SandboxTransferRow> transfers(std::int64_t limit) = 0;
  /// Inserts or replaces.
  virtual void put_order(const SandboxOrderRow& row) = 0;
  [[nodiscard]] virtual std::optional<SandboxOrderRow> find_order(std::string_view number) = 0;
  [[nodiscard]] virtual std::vector<SandboxOrderRow> orders(std::int64_t limit) = 0;
  virtual void put_payout(const SandboxPayoutRow& row) = 0;
  [[nodiscard]] virtual std::optional<SandboxPayoutRow> find_payout(std::string_view key) = 0;
  [[nodiscard]] virtual std::vector<SandboxPayoutRow> payouts(std::int64_t limit) = 0;
  virtual void put_parcel(const SandboxParcelRow& row) = 0;
  [[nodiscard]] virtual std::optional<SandboxParcelRow> find_parcel(std::string_view waybill) = 0;
  [[nodiscard]] virtual std::optional<SandboxParcelRow> find_parcel_by_order(
      std::string_view order_key) = 0;
  [[nodiscard]] virtual std::vector<SandboxParcelRow> parcels(std::int64_t limit) = 0;

  virtual void put_invoice(const SandboxInvoiceRow& row) = 0;
  [[nodiscard]] virtual std::optional<SandboxInvoiceRow> find_invoice(
      std::string_view order_number) = 0;
  /// Twice the same idempotency key is one mail.
  virtual void add_mail(const SandboxMailRow& mail, std::string_view attachment) = 0;
  [[nodiscard]] virtual std::vector<SandboxMailRow> mails(std::int64_t limit) = 0;
  struct Attachment {
    std::string file_name, bytes;
  };
  [[nodiscard]] virtual std::optional<Attachment> find_attachment(std::int64_t mail) = 0;
};

}  // namespace certhall::app
