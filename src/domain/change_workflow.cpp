#include "domain/change_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(ChangeSubject subject) {
  switch (subject) {
    case ChangeSubject::relying_application:
      return "应用";
    case ChangeSubject::price_list:
      return "价目表";
    case ChangeSubject::consent_document:
      return "协议文本";
    case ChangeSubject::notice_template:
      return "短信模板";
    case ChangeSubject::working_calendar:
      return "工作日历";
    case ChangeSubject::staff:
      return "员工账号";
    case ChangeSubject::profile:
      return "证书模板";
    case ChangeSubject::revocation_list:
      return "批量吊销";
  }
  throw std::logic_error("a change's subject outside its enum");
}

std::string_view text_of(ChangeStatus status) {
  switch (status) {
    case ChangeStatus::proposed:
      return "待批准";
    case ChangeStatus::approved:
      return "已批准，待生效";
    case ChangeStatus::in_force:
      return "已生效";
    case ChangeStatus::rejected:
      return "已否决";
    case ChangeStatus::withdrawn:
      return "已撤回";
    case ChangeStatus::lapsed:
      return "已失效";
  }
  throw std::logic_error("a change's status outside its enum");
}

std::string_view text_of(ChangeEvent event) {
  switch (event) {
    case ChangeEvent::edit:
      return "修改";
    case ChangeEvent::approve:
      return "批准";
    case ChangeEvent::reject:
      return "否决";
    case ChangeEvent::withdraw:
      return "撤回";
    case ChangeEvent::come_into_force:
      return "生效";
    case ChangeEvent::lapse:
      return "失效";
  }
  throw std::logic_error("a change's event outside its enum");
}

Obstacle obstacle_of(ChangeFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case ChangeFact::own:
      return {forbidden, "这项变更不是您提出的，只有提出人可以修改或撤回"};
    case ChangeFact::not_own:
      return {forbidden, "这项变更是您本人提出的，须由另一名管理员决定"};
    case ChangeFact::not_about_self:
      return {forbidden, "这项变更涉及您本人的账号，须由其他管理员批准"};
    case ChangeFact::text_valid:
      return {invalid, "内容不符合规则，请按行号修改后再提出"};
    case ChangeFact::still_fits:
      return {stale, "提出之后现行内容已有变化，请提出人重新核对并修改后再批准"};
    case ChangeFact::time_not_passed:
      return {wrong_state, "生效时间已过或超过两年，请提出人改期"};
    case ChangeFact::reason_given:
      return {invalid, "请写明原因（不超过 200 字）"};
    case ChangeFact::time_reached:
      return {wrong_state, "还没有到生效时间"};
  }
  throw std::logic_error("a change's fact outside its enum");
}

Result<Decision<ChangeStatus>> decide(ChangeStatus status, ChangeEvent event, const Actor& actor,
                                      EnumSet<ChangeFact> facts) {
  return decide_by(kChangeWorkflow, status, event, actor, facts);
}

EnumSet<ChangeEvent> possible_events(ChangeStatus status, const Actor& actor,
                                     EnumSet<ChangeFact> facts) {
  EnumSet<ChangeEvent> possible;
  for (const auto event : EnumSet<ChangeEvent>::all().list())
    possible.add(event, decide(status, event, actor, facts).has_value());
  return possible;
}

}  // namespace certhall::domain
