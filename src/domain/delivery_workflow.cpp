#include "domain/delivery_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(DeliveryStatus status) {
  switch (status) {
    case DeliveryStatus::pending:
      return "待寄出";
    case DeliveryStatus::ordered:
      return "待揽收";
    case DeliveryStatus::in_transit:
      return "运输中";
    case DeliveryStatus::signed_for:
      return "已签收";
    case DeliveryStatus::sent_back:
      return "已退回";
  }
  throw std::logic_error("a delivery's status outside its enum");
}

std::string_view text_of(DeliveryEvent event) {
  switch (event) {
    case DeliveryEvent::order:
      return "登记运单";
    case DeliveryEvent::move:
      return "更新物流";
    case DeliveryEvent::sign_for:
      return "签收";
    case DeliveryEvent::send_back:
      return "登记退件";
  }
  throw std::logic_error("a delivery's event outside its enum");
}

Obstacle obstacle_of(DeliveryFact fact) {
  switch (fact) {
    case DeliveryFact::waybill_known:
      return {ErrorCode::invalid, "请填写运单号"};
  }
  throw std::logic_error("a delivery's fact outside its enum");
}

Result<Decision<DeliveryStatus>> decide(DeliveryStatus status, DeliveryEvent event,
                                        const Actor& actor, EnumSet<DeliveryFact> facts) {
  return decide_by(kDeliveryWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
