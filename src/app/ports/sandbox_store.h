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
};

}  // namespace certhall::app
