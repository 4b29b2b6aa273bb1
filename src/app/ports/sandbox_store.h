#pragma once
// Rows of the demo's outside world. Used by the sandbox adapters only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fen.h"
#include "base/time.h"
#include "domain/delivery.h"

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
