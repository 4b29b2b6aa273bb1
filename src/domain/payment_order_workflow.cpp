#include "domain/payment_order_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string refund_number(const PaymentOrder& order) {
  return order.number + "-R" + std::to_string(order.refund_attempt);
}

std::string_view text_of(PaymentDifference difference) {
  switch (difference) {
    case PaymentDifference::none:
      return "";
    case PaymentDifference::other_amount:
      return "到账金额与应付金额不一致";
    case PaymentDifference::already_paid:
      return "业务单已用其他方式付款";
    case PaymentDifference::application_ended:
      return "业务单已终止";
  }
  throw std::logic_error("a difference outside its enum");
}

std::string_view text_of(PaymentOrderStatus status) {
  switch (status) {
    case PaymentOrderStatus::opening:
      return "正在下单";
    case PaymentOrderStatus::open:
      return "待支付";
    case PaymentOrderStatus::declined:
      return "下单未成功";
    case PaymentOrderStatus::closed:
      return "已关闭";
    case PaymentOrderStatus::paid:
      return "已支付";
    case PaymentOrderStatus::refund_due:
      return "退款中";
    case PaymentOrderStatus::refund_failed:
      return "退款失败";
    case PaymentOrderStatus::refunded:
      return "已退款";
  }
  throw std::logic_error("an order's status outside its enum");
}

std::string_view text_of(PaymentOrderEvent event) {
  switch (event) {
    case PaymentOrderEvent::present:
      return "取得付款码";
    case PaymentOrderEvent::decline:
      return "拒绝下单";
    case PaymentOrderEvent::close:
      return "关闭订单";
    case PaymentOrderEvent::count:
      return "计入付款";
    case PaymentOrderEvent::give_back:
      return "不计入并退回";
    case PaymentOrderEvent::refund:
      return "转入退款";
    case PaymentOrderEvent::finish_refund:
      return "原路退款完成";
    case PaymentOrderEvent::fail_refund:
      return "原路退款失败";
    case PaymentOrderEvent::retry_refund:
      return "重新发起退款";
    case PaymentOrderEvent::refund_by_hand:
      return "登记线下退款";
  }
  throw std::logic_error("an order's event outside its enum");
}

Obstacle obstacle_of(PaymentOrderFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case PaymentOrderFact::amount_equal:
      return {invalid, "到账金额与应付金额不一致"};
    case PaymentOrderFact::payment_awaits:
      return {wrong_state, "业务单已付款或已终止"};
    case PaymentOrderFact::reference_given:
      return {invalid, "请填写退款的银行流水号"};
    case PaymentOrderFact::not_acted_before:
      return {forbidden, "您审核过这张业务单，须由其他人员办理退款"};
  }
  throw std::logic_error("an order's fact outside its enum");
}

Result<Decision<PaymentOrderStatus>> decide(PaymentOrderStatus status, PaymentOrderEvent event,
                                            const Actor& actor, EnumSet<PaymentOrderFact> facts) {
  return decide_by(kPaymentOrderWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
