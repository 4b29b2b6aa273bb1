#include "domain/payment_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(PaymentMethod method) {
  switch (method) {
    case PaymentMethod::bank_transfer:
      return "公对公汇款";
    case PaymentMethod::wechat:
      return "微信支付";
    case PaymentMethod::alipay:
      return "支付宝";
  }
  throw std::logic_error("a way to pay outside its enum");
}

std::string_view text_of(PaymentStatus status) {
  switch (status) {
    case PaymentStatus::awaiting_transfer:
      return "待汇款";
    case PaymentStatus::voucher_uploaded:
      return "待确认到账";
    case PaymentStatus::confirmed:
      return "已到账";
    case PaymentStatus::refund_due:
      return "待退款";
    case PaymentStatus::refunded:
      return "已退款";
    case PaymentStatus::cancelled:
      return "已取消";
    case PaymentStatus::awaiting_online:
      return "待在线支付";
  }
  throw std::logic_error("a payment's status outside its enum");
}

std::string_view text_of(PaymentEvent event) {
  switch (event) {
    case PaymentEvent::submit_voucher:
      return "上传汇款流水单";
    case PaymentEvent::reject_voucher:
      return "退回汇款流水单";
    case PaymentEvent::confirm:
      return "确认到账";
    case PaymentEvent::confirm_for_refund:
      return "确认到账并退款";
    case PaymentEvent::write_off:
      return "确认未到账并关闭";
    case PaymentEvent::refund:
      return "转入退款";
    case PaymentEvent::record_refund:
      return "登记退款";
    case PaymentEvent::cancel:
      return "取消付款";
    case PaymentEvent::choose_online:
      return "选择在线支付";
    case PaymentEvent::choose_transfer:
      return "改为公对公汇款";
    case PaymentEvent::confirm_online:
      return "在线支付成功";
    case PaymentEvent::finish_refund:
      return "原路退款完成";
  }
  throw std::logic_error("a payment's event outside its enum");
}

Obstacle obstacle_of(PaymentFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case PaymentFact::amount_equal:
      return {invalid, "到账金额与应付金额不一致，请核对银行流水"};
    case PaymentFact::reference_given:
      return {invalid, "请填写银行流水号"};
    case PaymentFact::reason_given:
      return {invalid, "请写明原因，让申请人知道怎样处理"};
    case PaymentFact::not_acted_before:
      return {forbidden, "您已处理过这张业务单，须由其他人员办理"};
    case PaymentFact::application_open:
      return {wrong_state, "业务单已终止，不再收款"};
    case PaymentFact::application_ended:
      return {wrong_state, "业务单仍在办理中，无须退款或关闭"};
    case PaymentFact::account_given:
      return {invalid, "请填写本单位的对公账户，PIN码将随小额转账的附言发到该账户"};
  }
  throw std::logic_error("a payment's fact outside its enum");
}

Result<Decision<PaymentStatus>> decide(PaymentStatus status, PaymentEvent event, const Actor& actor,
                                       EnumSet<PaymentFact> facts) {
  return decide_by(kPaymentWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
