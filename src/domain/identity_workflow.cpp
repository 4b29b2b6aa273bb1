#include "domain/identity_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(IdentityStatus status) {
  switch (status) {
    case IdentityStatus::waiting:
      return "待认证";
    case IdentityStatus::opened:
      return "手机认证中";
    case IdentityStatus::checking:
      return "核验中";
    case IdentityStatus::verified:
      return "已通过";
    case IdentityStatus::failed:
      return "未通过";
  }
  throw std::logic_error("an identity check's status outside its enum");
}

std::string_view text_of(IdentityEvent event) {
  switch (event) {
    case IdentityEvent::renew_link:
      return "重新获取二维码";
    case IdentityEvent::open:
      return "打开认证页面";
    case IdentityEvent::check:
      return "提交认证";
    case IdentityEvent::verify:
      return "认证通过";
    case IdentityEvent::fail_:
      return "认证不通过";
    case IdentityEvent::change_person:
      return "更换认证人";
    case IdentityEvent::doubt:
      return "要求重新认证";
  }
  throw std::logic_error("an identity check's event outside its enum");
}

Obstacle obstacle_of(IdentityFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case IdentityFact::link_valid:
      return {gone, "二维码已使用或已超过十分钟，请在电脑页面上重新获取"};
    case IdentityFact::session_valid:
      return {gone, "认证页面已超过十分钟，请在电脑页面上重新获取二维码"};
    case IdentityFact::photos_taken:
      return {wrong_state, "请先拍摄身份证的人像面和国徽面"};
    case IdentityFact::card_agrees:
      return {invalid, "身份证上的姓名或号码与填写的不一致，请核对填写的信息"};
    case IdentityFact::carrier_agrees:
      return {wrong_state,
              "与手机号码的实名登记信息不一致，请在运营商APP中查看实名认证结果，"
              "如不符请先联系运营商办理实名信息认证"};
  }
  throw std::logic_error("an identity check's fact outside its enum");
}

Result<Decision<IdentityStatus>> decide(IdentityStatus status, IdentityEvent event,
                                        const Actor& actor, EnumSet<IdentityFact> facts) {
  return decide_by(kIdentityWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
