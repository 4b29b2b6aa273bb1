#pragma once
// How a parcel moves. Couriers' messages come late and out of order, so that signing is possible
// from every state in which a parcel is out.

#include "domain/delivery.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class DeliveryEvent {
  order,  // a waybill is there; after a return a new one
  move,   // the courier has it, or it passed another stop
  sign_for,
  send_back,
};
BOOST_DESCRIBE_ENUM(DeliveryEvent, order, move, sign_for, send_back)

enum class DeliveryFact { waybill_known };
BOOST_DESCRIBE_ENUM(DeliveryFact, waybill_known)

[[nodiscard]] std::string_view text_of(DeliveryStatus status);
[[nodiscard]] std::string_view text_of(DeliveryEvent event);
[[nodiscard]] Obstacle obstacle_of(DeliveryFact fact);

namespace delivery_table {
using enum DeliveryStatus;
using enum DeliveryFact;
using On = DeliveryEvent;
using DeliveryRow = Row<DeliveryStatus, DeliveryEvent, DeliveryFact>;

inline constexpr EnumSet<Party> kSystem{Party::system};
inline constexpr EnumSet<Party> kProducerOrSystem{Party::producer, Party::system};

inline constexpr auto kRows = std::to_array<DeliveryRow>({
    {pending, On::order, ordered, kProducerOrSystem, {waybill_known}},
    {sent_back, On::order, ordered, kProducerOrSystem, {waybill_known}},
    {ordered, On::move, in_transit, kSystem},
    {in_transit, On::move, in_transit, kSystem},
    {ordered, On::sign_for, signed_for, kSystem},
    {in_transit, On::sign_for, signed_for, kSystem},
    {ordered, On::send_back, sent_back, kProducerOrSystem},
    {in_transit, On::send_back, sent_back, kProducerOrSystem},
});
}  // namespace delivery_table

inline constexpr Workflow kDeliveryWorkflow{"delivery", "寄送", DeliveryStatus::pending,
                                            EnumSet{DeliveryStatus::signed_for},
                                            delivery_table::kRows};
static_assert(is_sound(kDeliveryWorkflow));

[[nodiscard]] Result<Decision<DeliveryStatus>> decide(DeliveryStatus status, DeliveryEvent event,
                                                      const Actor& actor,
                                                      EnumSet<DeliveryFact> facts);

}  // namespace certhall::domain
