#pragma once
// Paying by WeChat or Alipay: what providers announce, and what jobs ask and tell them.

#include <string_view>

#include "app/hall.h"
#include "app/ports/payment_provider.h"

namespace certhall::app {

/// A genuine call-back. Taking it twice, or besides a poll, is taking it once. An error means that
/// it was not taken and should come again.
[[nodiscard]] Status take_notice(const Hall& hall, domain::PaymentMethod channel,
                                 const Notice& notice);

/// The job: opens, asks, closes or pays back, whatever the order's state is for.
[[nodiscard]] Status attend_order(const Hall& hall, const PaymentProviders& providers,
                                  const PaymentOrderId& id);
/// The clock: looks after the orders that are due.
[[nodiscard]] Status attend_due_orders(const Hall& hall, const PaymentProviders& providers);

}  // namespace certhall::app
