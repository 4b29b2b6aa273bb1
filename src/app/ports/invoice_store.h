#pragma once
// Rows of e-invoices.

#include <optional>
#include <vector>

#include "domain/invoice.h"

namespace certhall::app {

class InvoiceStore {
 public:
  virtual ~InvoiceStore() = default;
  /// Conflict when the payment has one already.
  virtual void insert(const domain::Invoice& invoice) = 0;
  [[nodiscard]] virtual std::optional<domain::Invoice> find(const InvoiceId& id) = 0;
  /// The newest.
  [[nodiscard]] virtual std::optional<domain::Invoice> of_application(const ApplicationId& id) = 0;
  [[nodiscard]] virtual bool update(domain::Invoice& invoice) = 0;
  /// Whether take_due() would find any.
  [[nodiscard]] virtual bool any_due(Timestamp now) = 0;
  /// Takes up to `limit` of those with which the issuer has to do and whose time has come; puts
  /// their look_at to `lease_until`, so that another node leaves them alone until then, and raises
  /// attempts. The revision stays.
  [[nodiscard]] virtual std::vector<domain::Invoice> take_due(Timestamp now, Timestamp lease_until,
                                                              std::int64_t limit) = 0;
  /// Refused ones, oldest first, then those that got no answer `attempts` times or more.
  [[nodiscard]] virtual std::vector<domain::Invoice> troubled(std::int64_t attempts,
                                                              std::int64_t limit) = 0;
};

}  // namespace certhall::app
