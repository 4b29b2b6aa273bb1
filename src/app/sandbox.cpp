#include "app/sandbox.h"

#include <algorithm>
#include <array>

#include "app/act.h"
#include "app/handover.h"
#include "domain/code_points.h"
#include "domain/validation.h"

namespace certhall::app {

SandboxWorld sandbox_world(const Hall& hall) {
  return read(hall.store, [](Transaction& tx) {
    auto& sandbox = tx.sandbox();
    return SandboxWorld{.messages = sandbox.messages(100),
                        .subscribers = sandbox.subscribers(),
                        .transfers = sandbox.transfers(100),
                        .parcels = sandbox.parcels(100),
                        .mails = sandbox.mails(50),
                        .orders = sandbox.orders(100),
                        .payouts = sandbox.payouts(100)};
  });
}

Status save_subscriber(const Hall& hall, const SandboxSubscriberRow& row) {
  std::vector<FieldError> problems;
  if (const auto problem = domain::check_mobile(row.mobile))
    problems.push_back({"mobile", *problem});
  if (const auto problem = domain::check_person_name(row.name))
    problems.push_back({"name", *problem});
  if (const auto problem = domain::check_id_number(row.id_number, china_date(hall.clock.now())))
    problems.push_back({"id_number", *problem});
  if (!problems.empty()) return fail_fields(std::move(problems));
  return write(hall.store, [&](Transaction& tx) -> Status {
    tx.sandbox().put_subscriber(row);
    return {};
  });
}

Status transfer_money(const Hall& hall, std::string_view payer_name, Fen amount,
                      std::string_view remark) {
  if (payer_name.empty() || payer_name.size() > 300)
    return fail_fields({{"payer_name", "请填写付款户名"}});
  if (amount.value <= 0 || amount.value > 100'000'000)
    return fail_fields({{"amount", "请填写汇款金额"}});
  if (domain::character_count(remark) > 100)
    return fail_fields({{"remark", "附言不能超过 100 字"}});
  return write(hall.store, [&](Transaction& tx) -> Status {
    tx.sandbox().add_transfer({.bank_reference = "SB" + hall.random.digits(14),
                               .payer_name = std::string(payer_name),
                               .amount = amount,
                               .remark = std::string(remark),
                               .at = hall.clock.now()});
    return {};
  });
}

Result<SandboxOrderRow> sandbox_order(const Hall& hall, std::string_view number) {
  auto order = read(hall.store, [&](Transaction& tx) { return tx.sandbox().find_order(number); });
  if (!order) return fail(ErrorCode::not_found, "没有这个订单，请回到营业厅重新获取二维码");
  return std::move(*order);
}

Result<SandboxOrderRow> pay_order(const Hall& hall, std::string_view number, SandboxPayment how) {
  return act(hall, [&](Transaction& tx) -> Result<SandboxOrderRow> {
    auto order = tx.sandbox().find_order(number);
    if (!order) return fail(ErrorCode::not_found, "没有这个订单，请回到营业厅重新获取二维码");
    const bool closed = order->status == SandboxOrderStatus::closed;
    if (order->status != SandboxOrderStatus::open && !closed)
      return fail(ErrorCode::wrong_state, "这个订单已经支付过了");
    if (order->amount.value % 100 == 13)
      return fail(ErrorCode::wrong_state, "支付未成功：余额不足，请换一种方式支付");
    const bool short_amount = how == SandboxPayment::short_amount;
    order->paid_amount = {order->amount.value - (short_amount ? 1 : 0)};
    order->transaction_id = "42" + hall.random.digits(26);
    order->refuses_refund = how == SandboxPayment::refund_fails;
    order->notices = how == SandboxPayment::lost ? 0 : how == SandboxPayment::thrice ? 3 : 1;
    order->paid_at = hall.clock.now();
    const bool later = how == SandboxPayment::late && !closed;
    order->status = later ? SandboxOrderStatus::paid_when_closed : SandboxOrderStatus::paid;
    tx.sandbox().put_order(*order);
    for (std::int64_t i = 0; !later && i < order->notices; ++i)
      enqueue(tx, hall, "sandbox_notice", {{"order", number}}, "sandbox");
    return std::move(*order);
  });
}

Status return_payout(const Hall& hall, std::string_view key) {
  return write(hall.store, [&](Transaction& tx) -> Status {
    auto payout = tx.sandbox().find_payout(key);
    if (!payout) return fail(ErrorCode::not_found, "没有这笔转账");
    if (payout->status != SandboxPayoutStatus::processing)
      return fail(ErrorCode::wrong_state, "这笔转账已经入账或退回");
    payout->status = SandboxPayoutStatus::returned;
    payout->reason = "户名与账号不符，已退汇";
    tx.sandbox().put_payout(*payout);
    return {};
  });
}

namespace {

struct Stop {
  std::int64_t code;
  std::string_view place, text;
};
constexpr std::array kStops{
    Stop{50, "深圳市", "顺丰速运已收取快件"},
    Stop{30, "深圳市", "快件在【深圳宝安中转场】完成分拣，准备发往下一站"},
    Stop{31, "长沙市", "快件到达【长沙雨花中转场】"},
    Stop{44, "长沙市", "快件交给派送员，正在派送途中"},
    Stop{80, "长沙市", "快件已签收"},
};
constexpr Stop kBack{648, "长沙市", "收件人拒收，快件退回寄件人"};

}  // namespace

Status advance_parcel(const Hall& hall, std::string_view waybill, bool send_back) {
  return act(hall, [&](Transaction& tx) -> Status {
    auto parcel = tx.sandbox().find_parcel(waybill);
    if (!parcel) return fail(ErrorCode::not_found, "没有这个运单");
    const bool ended = !parcel->route.empty() && (parcel->route.back().code == kStops.back().code ||
                                                  parcel->route.back().code == kBack.code);
    if (ended) return fail(ErrorCode::wrong_state, "这个快件已签收或已退回");
    const Stop& stop = send_back ? kBack : kStops.at(parcel->route.size());
    parcel->route.push_back(
        {.event_id = parcel->waybill + "-" + std::to_string(parcel->route.size()),
         .at = hall.clock.now(),
         .place = std::string(stop.place),
         .text = std::string(stop.text),
         .code = stop.code});
    tx.sandbox().put_parcel(*parcel);
    return {};
  });
}

Result<HandoverClaims> open_as_vendor(const Hall& hall, std::string_view token) {
  const auto& [directory, keys] = hall.settings.partners;
  const auto vendor =
      std::find_if(directory.vendors.begin(), directory.vendors.end(), domain::is_sandbox);
  if (vendor == directory.vendors.end())
    return fail(ErrorCode::not_found, "厂商名录里没有演示用的外部厂商");
  const SecretText& key = keys.find(vendor->code)->second;
  const HandoverKeys known = [&, &ours = directory.portal](std::string_view issuer) {
    return issuer == ours ? &key : nullptr;
  };
  ASSIGN_OR_RETURN(claims, open_handover(token, known, vendor->code, hall.clock.now()));
  RETURN_IF_ERROR(use_handover(hall, claims));
  return std::move(claims);
}

}  // namespace certhall::app
