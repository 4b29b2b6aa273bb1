#include "app/shipping.h"

#include <algorithm>

#include "app/act.h"
#include "app/transition.h"
#include "base/log.h"
#include "domain/delivery_workflow.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::ApplicationEvent;
using domain::Delivery;
using domain::DeliveryEvent;
using domain::DeliveryFact;
using domain::DeliveryStatus;

// The courier's opCodes (SF): 80 signed for; 648 and 99 on the way back to the sender.
constexpr std::int64_t kSignedFor = 80;
constexpr std::int64_t kSentBack = 648;

Status move(Transaction& tx, const Hall& hall, Delivery& delivery, DeliveryEvent event,
            const domain::Actor& actor, domain::EnumSet<DeliveryFact> facts = {}) {
  ASSIGN_OR_RETURN(decision, domain::decide(delivery.status, event, actor, facts));
  delivery.status = decision.to;
  delivery.updated_at = hall.clock.now();
  if (!tx.deliveries().update(delivery)) return stale();
  return {};
}

bool fits_waybill(std::string_view text) {
  return text.size() >= 8 && text.size() <= 32 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

Status hand_over(Transaction& tx, const Hall& hall, const domain::Actor& actor, Delivery& delivery,
                 std::string_view waybill) {
  auto application = tx.applications().find(delivery.application_id);
  if (!application) return fail(ErrorCode::not_found, "没有这个包裹的业务单");
  delivery.waybill = std::string(waybill);
  RETURN_IF_ERROR(
      move(tx, hall, delivery, DeliveryEvent::order, actor, {DeliveryFact::waybill_known}));
  return apply(tx, hall, *application,
               {.event = ApplicationEvent::ship,
                .actor = actor,
                .facts = {domain::ApplicationFact::waybill_known},
                .title = "已寄出",
                .detail = "顺丰速运 " + delivery.waybill});
}

bool awaits_waybill(const Delivery& delivery) {
  return delivery.status == DeliveryStatus::pending || delivery.status == DeliveryStatus::sent_back;
}

}  // namespace

Status ship(const Hall& hall, const domain::Actor& producer, const DeliveryId& id,
            std::int64_t revision, const std::optional<std::string>& waybill) {
  if (waybill && !fits_waybill(*waybill))
    return fail_fields({{"waybill", "运单号应为 8 到 32 位字母或数字，请核对面单"}});
  return act(hall, [&](Transaction& tx) -> Status {
    auto delivery = tx.deliveries().find(id);
    if (!delivery) return fail(ErrorCode::not_found, "没有这个包裹");
    if (delivery->revision != revision) return stale();
    if (!awaits_waybill(*delivery))
      return fail(ErrorCode::wrong_state, "这个包裹已有运单 " + delivery->waybill);
    if (waybill) return hand_over(tx, hall, producer, *delivery, *waybill);
    enqueue(tx, hall, "courier_order", {{"delivery", id.value}},
            subject_of(delivery->application_id));
    audit(tx, hall.clock.now(), producer, "delivery.order", subject_of(delivery->application_id));
    return {};
  });
}

namespace {

Result<CourierOrder> order_of(const Hall& hall, const Delivery& delivery,
                              const Application& application) {
  const auto names = hall.divisions.names(application.details.delivery.division);
  if (!names) return fail(ErrorCode::invalid, "收件地址的省市区无法识别");
  return CourierOrder{
      // A parcel that came back needs a new waybill, so the key counts the attempts.
      .order_key = delivery.id.value + (delivery.waybill.empty() ? "" : "-" + delivery.waybill),
      .recipient_name = application.details.agent.name,
      .recipient_mobile = application.details.agent.mobile,
      .province = names->province,
      .city = names->city,
      .district = names->district,
      .address = application.details.delivery.address};
}

}  // namespace

Status order_courier(const Hall& hall, Courier& courier, const DeliveryId& id) {
  const auto delivery = read(hall.store, [&](Transaction& tx) { return tx.deliveries().find(id); });
  if (!delivery || !awaits_waybill(*delivery)) return {};
  const auto application = read(hall.store, [&](Transaction& tx) {
    return tx.applications().find(delivery->application_id);
  });
  if (!application) return {};
  ASSIGN_OR_RETURN(order, order_of(hall, *delivery, *application));
  ASSIGN_OR_RETURN(waybill, courier.order(order));
  return act(hall, [&](Transaction& tx) -> Status {
    auto current = tx.deliveries().find(id);
    if (!current || !awaits_waybill(*current)) return {};
    return hand_over(tx, hall, system_actor("courier_order"), *current, waybill);
  });
}

namespace {

bool adds(std::vector<domain::RouteEvent>& route, const domain::RouteEvent& event) {
  const bool known = std::any_of(route.begin(), route.end(), [&](const domain::RouteEvent& each) {
    return each.event_id == event.event_id;
  });
  if (!known) route.push_back(event);
  return !known;
}

Status follow(Transaction& tx, const Hall& hall, Delivery& delivery,
              const domain::RouteEvent& event) {
  const auto actor = system_actor("courier_route");
  auto application = tx.applications().find(delivery.application_id);
  if (!application) return {};
  if (event.code == kSignedFor) {
    RETURN_IF_ERROR(move(tx, hall, delivery, DeliveryEvent::sign_for, actor));
    return apply(tx, hall, *application,
                 {.event = ApplicationEvent::sign_for,
                  .actor = actor,
                  .title = "已签收，办理完成",
                  .detail = ""});
  }
  if (event.code == kSentBack) {
    RETURN_IF_ERROR(move(tx, hall, delivery, DeliveryEvent::send_back, actor));
    return apply(tx, hall, *application,
                 {.event = ApplicationEvent::send_back,
                  .actor = actor,
                  .title = "快件退回",
                  .detail = "我们将与您联系并重新寄出"});
  }
  return move(tx, hall, delivery, DeliveryEvent::move, actor);
}

bool on_its_way(const Delivery& delivery) {
  return delivery.status == DeliveryStatus::ordered ||
         delivery.status == DeliveryStatus::in_transit;
}

/// True when something was new.
Result<bool> save_route(const Hall& hall, const DeliveryId& id,
                        std::vector<domain::RouteEvent> route) {
  return act(hall, [&](Transaction& tx) -> Result<bool> {
    auto delivery = tx.deliveries().find(id);
    if (!delivery) return false;
    std::sort(route.begin(), route.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    bool any = false;
    for (const auto& event : route) {
      if (!on_its_way(*delivery) || !adds(delivery->route, event)) continue;
      any = true;
      RETURN_IF_ERROR(follow(tx, hall, *delivery, event));
    }
    return any;
  });
}

}  // namespace

Result<std::int64_t> track_parcels(const Hall& hall, Courier& courier) {
  const auto open = read(hall.store, [](Transaction& tx) { return tx.deliveries().open(1'000); });
  std::int64_t moved = 0;
  for (const auto& delivery : open) {
    if (!on_its_way(delivery)) continue;
    auto route = courier.route(delivery.waybill);
    if (!route) {
      log::warning("courier.route_failed", {{"delivery", delivery.id.value}});
      continue;  // one parcel must not hold up the others
    }
    ASSIGN_OR_RETURN(any, save_route(hall, delivery.id, std::move(*route)));
    moved += any ? 1 : 0;
  }
  return moved;
}

}  // namespace certhall::app
