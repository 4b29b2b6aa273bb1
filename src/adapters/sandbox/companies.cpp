#include "adapters/sandbox/companies.h"

namespace certhall::adapters {

using app::Transaction;

Status SandboxSms::send(std::string_view idempotency_key, std::string_view mobile,
                        std::string_view text) {
  if (mobile.ends_with("0500")) return fail(ErrorCode::upstream, "短信通道繁忙");
  return app::write(store_, [&](Transaction& tx) -> Status {
    tx.sandbox().add_message({.id = 0,
                              .idempotency_key = std::string(idempotency_key),
                              .mobile = std::string(mobile),
                              .text = std::string(text),
                              .at = clock_.now()});
    return {};
  });
}

Result<app::RealNameAnswer> SandboxRealName::check(std::string_view idempotency_key,
                                                   std::string_view name,
                                                   std::string_view id_number,
                                                   std::string_view mobile) {
  using app::RealNameResult;
  if (mobile.ends_with("0502")) return fail(ErrorCode::upstream, "运营商接口繁忙");
  app::RealNameAnswer answer{.result = RealNameResult::unsupported,
                             .provider_reference = "sandbox-" + std::string(idempotency_key)};
  if (mobile.ends_with("0503")) return answer;
  const auto owner =
      app::read(store_, [&](Transaction& tx) { return tx.sandbox().find_subscriber(mobile); });
  if (!owner)
    answer.result = RealNameResult::no_record;
  else if (owner->name == name && owner->id_number == id_number)
    answer.result = RealNameResult::match;
  else
    answer.result = RealNameResult::mismatch;
  return answer;
}

Result<std::string> SandboxCourier::order(const app::CourierOrder& order) {
  return app::write(store_, [&](Transaction& tx) -> Result<std::string> {
    if (const auto known = tx.sandbox().find_parcel_by_order(order.order_key))
      return known->waybill;
    const std::string waybill = "SF" + random_.digits(13);
    tx.sandbox().put_parcel({.waybill = waybill,
                             .order_key = order.order_key,
                             .recipient = order.recipient_name + " " + order.province + order.city +
                                          order.district + order.address,
                             .route = {},
                             .at = clock_.now()});
    return waybill;
  });
}

Result<std::vector<domain::RouteEvent>> SandboxCourier::route(std::string_view waybill) {
  const auto parcel =
      app::read(store_, [&](Transaction& tx) { return tx.sandbox().find_parcel(waybill); });
  if (!parcel) return std::vector<domain::RouteEvent>{};  // typed by hand: not the sandbox's
  return parcel->route;
}

}  // namespace certhall::adapters
