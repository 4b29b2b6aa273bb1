#pragma once
// A delivery: the token's parcel, 顺丰到付 (the recipient pays).

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class DeliveryStatus {
  pending,  // waits for a waybill
  ordered,  // waybill known, parcel not yet seen by the courier
  in_transit,
  signed_for,  // 已签收
  sent_back,   // refused or not found; is sent again with a new waybill
};
BOOST_DESCRIBE_ENUM(DeliveryStatus, pending, ordered, in_transit, signed_for, sent_back)

/// One stop on the courier's route. `event_id` is the courier's own, so that none counts twice.
struct RouteEvent {
  std::string event_id;
  Timestamp at;
  std::string place;
  std::string text;
  std::int64_t code =
      0;  // the courier's opCode: 50 taken, 30/31 on the way, 44 delivering, 80 signed
  friend bool operator==(const RouteEvent&, const RouteEvent&) = default;
};
BOOST_DESCRIBE_STRUCT(RouteEvent, (), (event_id, at, place, text, code))

struct Delivery {
  DeliveryId id;
  ApplicationId application_id;
  DeliveryStatus status = DeliveryStatus::pending;
  std::int64_t revision = 1;
  std::string carrier = "SF";
  std::string waybill;
  std::vector<RouteEvent> route;  // oldest first
  Timestamp created_at;
  Timestamp updated_at;
};

}  // namespace certhall::domain
