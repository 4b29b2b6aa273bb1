#include "domain/account_check_workflow.h"

#include <stdexcept>

#include "domain/code_points.h"

namespace certhall::domain {

std::optional<std::string> check_bank_account_number(std::string_view number) {
  if (number.empty()) return "请填写对公账户的账号。";
  const bool digits = number.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits || number.size() < 8 || number.size() > 32)
    return "账号应为 8 到 32 位数字，请按开户许可证或网银填写。";
  return std::nullopt;
}

std::optional<std::string> check_bank_name(std::string_view name) {
  const auto characters = character_count(name);
  if (characters == 0) return "请填写开户银行和支行，例如：示例银行、长沙分行营业部。";
  if (characters < 2 || characters > 60) return "应为 2 到 60 个字，请按开户许可证填写全称。";
  return std::nullopt;
}

PinRoute pin_route(PaymentMethod method, CertificateType type) {
  const bool has_account = type != CertificateType::natural_person;
  return has_account && is_online(method) ? PinRoute::transfer_remark : PinRoute::text_message;
}

std::string_view text_of(AccountCheckStatus status) {
  switch (status) {
    case AccountCheckStatus::awaiting_production:
      return "待制证后转账";
    case AccountCheckStatus::due:
      return "待转账";
    case AccountCheckStatus::sent:
      return "转账处理中";
    case AccountCheckStatus::succeeded:
      return "已转入对公账户";
    case AccountCheckStatus::failed:
      return "转账失败";
    case AccountCheckStatus::returned:
      return "转账被退回";
  }
  throw std::logic_error("an account check's status outside its enum");
}

std::string_view text_of(AccountCheckEvent event) {
  switch (event) {
    case AccountCheckEvent::give_account:
      return "填写对公账户";
    case AccountCheckEvent::produce:
      return "制证完成";
    case AccountCheckEvent::send:
      return "银行受理转账";
    case AccountCheckEvent::succeed:
      return "转账入账";
    case AccountCheckEvent::fail:
      return "转账未成功";
    case AccountCheckEvent::send_back:
      return "退汇";
    case AccountCheckEvent::resend:
      return "重新转账";
  }
  throw std::logic_error("an account check's event outside its enum");
}

Obstacle obstacle_of(AccountCheckFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case AccountCheckFact::account_valid:
      return {invalid, "请填写正确的对公账户"};
    case AccountCheckFact::application_open:
      return {wrong_state, "业务单已终止，不再转账"};
  }
  throw std::logic_error("an account check's fact outside its enum");
}

Result<Decision<AccountCheckStatus>> decide(AccountCheckStatus status, AccountCheckEvent event,
                                            const Actor& actor, EnumSet<AccountCheckFact> facts) {
  return decide_by(kAccountCheckWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
