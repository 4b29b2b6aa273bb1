#pragma once
// The parcel: its waybill, and what the courier says of it.

#include <optional>
#include <string>

#include "app/hall.h"
#include "app/ports/outside.h"

namespace certhall::app {

/// With a waybill: the parcel is on its way. Without: a job asks the courier for one.
[[nodiscard]] Status ship(const Hall& hall, const domain::Actor& producer, const DeliveryId& id,
                          std::int64_t revision, const std::optional<std::string>& waybill);
/// The job's half of ship().
[[nodiscard]] Status order_courier(const Hall& hall, Courier& courier, const DeliveryId& id);
/// Asks the courier where all open parcels are and saves what is new. Repeated and late events
/// change nothing. Returns how many deliveries moved.
[[nodiscard]] Result<std::int64_t> track_parcels(const Hall& hall, Courier& courier);

}  // namespace certhall::app
