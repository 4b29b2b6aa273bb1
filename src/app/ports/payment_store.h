#pragma once
// Payments, their orders at WeChat and Alipay, and the check of an organization's own account.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/account_check.h"
#include "domain/payment.h"
#include "domain/payment_order.h"

namespace certhall::app {

class PaymentStore {
 public:
  virtual ~PaymentStore() = default;
  virtual void insert(const domain::Payment& payment) = 0;
  [[nodiscard]] virtual std::optional<domain::Payment> find(const PaymentId& id) = 0;
  /// The newest that was not cancelled.
  [[nodiscard]] virtual std::optional<domain::Payment> of_application(const ApplicationId& id) = 0;
  /// Conflict when another payment has the same bank_reference.
  [[nodiscard]] virtual bool update(domain::Payment& payment) = 0;
  /// Oldest change first.
  [[nodiscard]] virtual std::vector<domain::Payment> in_status(domain::PaymentStatus status,
                                                               std::int64_t limit) = 0;
};

class PaymentOrderStore {
 public:
  virtual ~PaymentOrderStore() = default;
  virtual void insert(const domain::PaymentOrder& order) = 0;
  [[nodiscard]] virtual std::optional<domain::PaymentOrder> find(const PaymentOrderId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::PaymentOrder> find_by_number(
      std::string_view number) = 0;
  /// Newest first.
  [[nodiscard]] virtual std::vector<domain::PaymentOrder> of_payment(const PaymentId& id) = 0;
  /// Conflict when another order has the same transaction, or another one of this payment counts.
  [[nodiscard]] virtual bool update(domain::PaymentOrder& order) = 0;
  /// Those that a job has to look after by now. Their attend_at is put to `lease_until`, so that
  /// another node leaves them alone until then.
  [[nodiscard]] virtual std::vector<PaymentOrderId> take_due(Timestamp now, Timestamp lease_until,
                                                             std::int64_t limit) = 0;
  /// Refunds that are under way or failed, oldest first.
  [[nodiscard]] virtual std::vector<domain::PaymentOrder> refunding(std::int64_t limit) = 0;
  /// Money that was not counted, newest first.
  [[nodiscard]] virtual std::vector<domain::PaymentOrder> with_difference(std::int64_t limit) = 0;
};

/// A verified notice of money for an order that is not ours: finance finds out whose.
struct UnmatchedPayment {
  domain::PaymentMethod channel = domain::PaymentMethod::wechat;
  std::string transaction_id;
  std::string order_number;
  Fen amount;
  Timestamp received_at;
  std::string resolution;  // what finance found out; empty: nothing yet
};

class UnmatchedPaymentStore {
 public:
  virtual ~UnmatchedPaymentStore() = default;
  /// Twice the same transaction is one row. True when it is new.
  [[nodiscard]] virtual bool add(const UnmatchedPayment& payment) = 0;
  [[nodiscard]] virtual std::vector<UnmatchedPayment> open(std::int64_t limit) = 0;
  /// False when there is no such open one.
  [[nodiscard]] virtual bool resolve(domain::PaymentMethod channel, std::string_view transaction_id,
                                     std::string_view resolution) = 0;
};

class AccountCheckStore {
 public:
  virtual ~AccountCheckStore() = default;
  /// One per application.
  virtual void insert(const domain::AccountCheck& check) = 0;
  [[nodiscard]] virtual std::optional<domain::AccountCheck> find(const AccountCheckId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::AccountCheck> of_application(
      const ApplicationId& id) = 0;
  [[nodiscard]] virtual bool update(domain::AccountCheck& check) = 0;
  virtual void erase(const ApplicationId& id) = 0;
  /// As PaymentOrderStore::take_due.
  [[nodiscard]] virtual std::vector<AccountCheckId> take_due(Timestamp now, Timestamp lease_until,
                                                             std::int64_t limit) = 0;
  /// Transfers under way, failed or returned, oldest change first.
  [[nodiscard]] virtual std::vector<domain::AccountCheck> unsettled(std::int64_t limit) = 0;
};

}  // namespace certhall::app
