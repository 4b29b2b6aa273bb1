#include "domain/token_workflow.h"

#include <stdexcept>

namespace certhall::domain {

std::string_view text_of(TokenStatus status) {
  switch (status) {
    case TokenStatus::initialised:
      return "已初始化";
    case TokenStatus::written:
      return "已写入证书";
    case TokenStatus::in_use:
      return "使用中";
    case TokenStatus::locked:
      return "PIN 码已锁定";
    case TokenStatus::lost:
      return "已挂失";
    case TokenStatus::damaged:
      return "已损坏";
    case TokenStatus::spare:
      return "空白可用";
    case TokenStatus::retired:
      return "已停用";
  }
  throw std::logic_error("a token's status outside its enum");
}

std::string_view text_of(TokenEvent event) {
  switch (event) {
    case TokenEvent::write:
      return "写入证书";
    case TokenEvent::put_in_use:
      return "启用";
    case TokenEvent::give_up:
      return "放弃制作";
    case TokenEvent::initialise_again:
      return "重新初始化";
    case TokenEvent::lock:
      return "登记锁定";
    case TokenEvent::unlock:
      return "解锁";
    case TokenEvent::report_lost:
      return "挂失";
    case TokenEvent::report_damaged:
      return "登记损坏";
    case TokenEvent::retire:
      return "停用";
  }
  throw std::logic_error("a token's event outside its enum");
}

Obstacle obstacle_of(TokenFact fact) {
  using enum ErrorCode;
  switch (fact) {
    case TokenFact::certificates_issued:
      return {wrong_state, "签名证书和加密证书尚未全部签发"};
    case TokenFact::read_back:
      return {wrong_state, "介质中读出的证书与签发的不一致，请重新写入"};
    case TokenFact::certificates_ended:
      return {wrong_state, "介质上还有有效的证书，请先吊销"};
    case TokenFact::pin_renewed:
      return {wrong_state, "持有人身份尚未核验，或新的 PIN 码尚未设置"};
  }
  throw std::logic_error("a token's fact outside its enum");
}

Result<Decision<TokenStatus>> decide(TokenStatus status, TokenEvent event, const Actor& actor,
                                     EnumSet<TokenFact> facts) {
  return decide_by(kTokenWorkflow, status, event, actor, facts);
}

}  // namespace certhall::domain
