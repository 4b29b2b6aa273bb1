#include "domain/application_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(ApplicationStatus status) {
  switch (status) {
    case ApplicationStatus::draft:
      return "填写中";
    case ApplicationStatus::awaiting_payment:
      return "待付款";
    case ApplicationStatus::in_review:
      return "待审核";
    case ApplicationStatus::returned:
      return "已驳回，待修改";
    case ApplicationStatus::approved:
      return "审核通过，待制证";
    case ApplicationStatus::produced:
      return "已制证，待寄送";
    case ApplicationStatus::shipped:
      return "已寄出";
    case ApplicationStatus::completed:
      return "已完成";
    case ApplicationStatus::cancelled:
      return "已取消";
    case ApplicationStatus::refused:
      return "不予办理";
  }
  throw std::logic_error("an application's status outside its enum");
}

std::string_view text_of(ApplicationEvent event) {
  switch (event) {
    case ApplicationEvent::edit:
      return "修改填写内容";
    case ApplicationEvent::choose_payment:
      return "选择付款方式";
    case ApplicationEvent::submit_voucher:
      return "上传汇款流水单";
    case ApplicationEvent::reject_voucher:
      return "退回汇款流水单";
    case ApplicationEvent::approve:
      return "审核通过";
    case ApplicationEvent::return_for_correction:
      return "驳回修改";
    case ApplicationEvent::resubmit:
      return "重新提交审核";
    case ApplicationEvent::refuse:
      return "不予办理";
    case ApplicationEvent::complete_production:
      return "完成制证";
    case ApplicationEvent::ship:
      return "寄出";
    case ApplicationEvent::send_back:
      return "登记退件";
    case ApplicationEvent::sign_for:
      return "签收";
    case ApplicationEvent::cancel:
      return "取消申请";
    case ApplicationEvent::expire:
      return "逾期取消";
    case ApplicationEvent::withdraw:
      return "撤销审核通过";
    case ApplicationEvent::confirm_payment:
      return "在线支付到账";
  }
  throw std::logic_error("an application's event outside its enum");
}

Obstacle obstacle_of(ApplicationFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case ApplicationFact::details_valid:
      return {wrong_state, "请先把申请信息填写完整"};
    case ApplicationFact::form_current:
      return {wrong_state, "请打印申请表；填写内容改动后，申请表须重新打印"};
    case ApplicationFact::materials_accepted:
      return {wrong_state, "请上传全部资料，并更换未通过检查的资料"};
    case ApplicationFact::identity_verified:
      return {wrong_state, "请用手机扫码完成身份认证"};
    case ApplicationFact::voucher_present:
      return {wrong_state, "请重新上传汇款流水单"};
    case ApplicationFact::paid:
      return {wrong_state, "财务尚未确认到账，请等到账确认后再审核"};
    case ApplicationFact::returned_items_mended:
      return {wrong_state, "请按驳回原因更换资料或重新认证后再提交"};
    case ApplicationFact::price_unchanged:
      return {wrong_state,
              "款项已按原应用、证书类型和年限计算，这三项不能再改；确需更改请联系客服"};
    case ApplicationFact::not_acted_before:
      return {forbidden, "您已处理过这张业务单，须由其他人员办理"};
    case ApplicationFact::checklist_complete:
      return {invalid, "请逐项核对并勾选全部审核要点"};
    case ApplicationFact::reason_given:
      return {invalid, "请写明原因，让申请人知道怎样修改"};
    case ApplicationFact::token_verified:
      return {wrong_state, "证书尚未写入介质并核对，请在制证工作站完成写入"};
    case ApplicationFact::waybill_known:
      return {invalid, "请填写运单号"};
    case ApplicationFact::time_is_up:
      return {wrong_state, "还没有超过办理期限"};
    case ApplicationFact::not_in_production:
      return {wrong_state, "制证台正在制证或已签发证书，请先由制证员报废该介质"};
  }
  throw std::logic_error("an application's fact outside its enum");
}

Result<Decision<ApplicationStatus>> decide(ApplicationStatus status, ApplicationEvent event,
                                           const Actor& actor, EnumSet<ApplicationFact> facts) {
  return decide_by(kApplicationWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
