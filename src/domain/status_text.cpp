#include "domain/status_text.h"

#include <algorithm>
#include <stdexcept>

#include "domain/account_check_workflow.h"

#include "domain/certificate_type.h"

namespace certhall::domain {
namespace {

std::string agent_of(const CustomerFacts& facts) {
  return std::string(agent_title(facts.certificate_type));
}

std::string pin_recipient_of(const CustomerFacts& facts) {
  return std::string(pin_recipient_title(facts.certificate_type));
}

std::string wizard_sentence(const CustomerFacts& facts) {
  switch (facts.step) {
    case WizardStep::choose_application:
      return "请选择证书用于哪个应用。";
    case WizardStep::details:
      return "请填写申请信息。";
    case WizardStep::form:
      return "请核对申请信息并打印申请表。";
    case WizardStep::materials:
      return "请上传申请表等资料。";
    case WizardStep::identity:
      return "请" + agent_of(facts) + "用手机扫码完成身份认证。";
    case WizardStep::payment:
      return "请选择付款方式。";
    case WizardStep::finished:
      break;
  }
  throw std::logic_error("a finished wizard has no next step");
}

StatusText of_awaiting_payment(const CustomerFacts& facts) {
  if (facts.payment == PaymentStatus::awaiting_online) {
    const std::string method(text_of(facts.method));
    return {"待付款", "请在页面上用" + method + "完成支付，支付成功后自动提交审核。"};
  }
  if (facts.voucher_rejected)
    return {"汇款流水单被退回", "请按退回原因处理后，重新上传汇款流水单。"};
  return {"待付款", "请按页面上的账户和附言汇款，然后上传汇款流水单。"};
}

StatusText of_review(const CustomerFacts& facts) {
  const bool paid = facts.payment == PaymentStatus::confirmed;
  std::string text = paid ? "款项已到账，我们正在审核资料" : "我们正在核对款项并审核资料";
  if (facts.due_at > Timestamp{}) text += "，最迟" + to_china_text(facts.due_at) + "完成";
  return {"待审核", text + "，结果会短信通知" + agent_of(facts) + "。"};
}

StatusText of_returned(const CustomerFacts& facts) {
  const std::string status(text_of(ApplicationStatus::returned));
  if (facts.voucher_rejected) return {status, "请重新上传汇款流水单，并按驳回原因修改后重新提交。"};
  return {status, "请按驳回原因修改后重新提交审核。"};
}

bool by_remark(const CustomerFacts& facts) { return facts.pin_route == PinRoute::transfer_remark; }

/// Where the PIN is, or what keeps it; a clause without a full stop.
std::string pin_clause(const CustomerFacts& facts) {
  if (!by_remark(facts)) return "PIN码已短信发送给" + pin_recipient_of(facts);
  if (facts.account_check == AccountCheckStatus::succeeded)
    return "PIN码在转入贵单位对公账户的小额转账附言中，请向贵司财务人员获取";
  return "PIN码正随小额转账的附言发往贵单位对公账户，到账后请向贵司财务人员获取";
}

bool pin_is_stuck(const CustomerFacts& facts) {
  return by_remark(facts) && (facts.account_check == AccountCheckStatus::failed ||
                              facts.account_check == AccountCheckStatus::returned);
}

std::string stuck_sentence() { return "PIN码转账未成功，请更正对公账户，更正后我们会重新转账。"; }

StatusText of_approved(const CustomerFacts& facts) {
  const std::string text(text_of(ApplicationStatus::approved));
  if (by_remark(facts))
    return {text, "我们正在制作证书，完成后PIN码会随一笔小额转账的附言发到贵单位的对公账户。"};
  return {text, "我们正在制作证书，完成后会把PIN码短信发送给" + pin_recipient_of(facts) + "。"};
}

StatusText of_produced(const CustomerFacts& facts) {
  if (pin_is_stuck(facts)) return {"已制证，待寄送", stuck_sentence()};
  if (facts.delivery == DeliveryStatus::sent_back)
    return {"快递被退回", "我们会与您核对收件信息后重新寄出。"};
  return {"已制证，待寄送", "证书即将通过顺丰到付寄出，" + pin_clause(facts) + "。"};
}

StatusText of_shipped(const CustomerFacts& facts) {
  if (pin_is_stuck(facts)) return {"已寄出", stuck_sentence()};
  const bool moving = facts.delivery == DeliveryStatus::in_transit;
  return {"已寄出", moving ? "快递正在运输，请留意电话，签收时支付运费。"
                           : "快递已下单，等待顺丰揽收，签收时支付运费。"};
}

StatusText of_completed(const CustomerFacts& facts) {
  if (pin_is_stuck(facts)) return {"已完成", stuck_sentence()};
  if (by_remark(facts) && facts.account_check != AccountCheckStatus::succeeded)
    return {"已完成", "证书已签收，" + pin_clause(facts) + "。"};
  return {"已完成", "证书已签收。请妥善保管介质和PIN码，如有遗失请立即报失。"};
}

/// Refused or cancelled: where the money is.
StatusText of_ended(const CustomerFacts& facts, std::string_view otherwise) {
  const std::string status(text_of(facts.status));
  if (facts.payment == PaymentStatus::refund_due)
    return {status, "款项将退回原付款账户，退款后会短信通知。"};
  if (facts.payment == PaymentStatus::refunded) return {status, "款项已退回原付款账户。"};
  if (facts.payment == PaymentStatus::voucher_uploaded)
    return {status, "我们正在核对款项，如已到账将退回原付款账户。"};
  return {status, std::string(otherwise)};
}

/// A suspended one may still be released, and can still be revoked.
bool any_issued(const std::vector<Certificate>& certificates) {
  return std::ranges::any_of(certificates, [](const Certificate& each) {
    return each.status == CertificateStatus::issued || each.status == CertificateStatus::suspended;
  });
}

/// Before there is a PIN to send, and after sending it did not work.
bool may_correct_account(const Dossier& dossier) {
  const bool ended = dossier.application.status == ApplicationStatus::refused ||
                     dossier.application.status == ApplicationStatus::cancelled;
  if (ended || !dossier.account_check || !dossier.payment || !is_online(dossier.payment->method))
    return false;
  return decide(dossier.account_check->status, AccountCheckEvent::give_account,
                Actor{.kind = ActorKind::applicant}, EnumSet<AccountCheckFact>::all())
      .has_value();
}

}  // namespace

StatusText status_text(const CustomerFacts& facts) {
  if (facts.certificates_revoked) return {"证书已注销", "证书不能再使用；如仍需要，请重新申请。"};
  switch (facts.status) {
    case ApplicationStatus::draft:
      return {std::string(text_of(facts.status)), wizard_sentence(facts)};
    case ApplicationStatus::awaiting_payment:
      return of_awaiting_payment(facts);
    case ApplicationStatus::in_review:
      return of_review(facts);
    case ApplicationStatus::returned:
      return of_returned(facts);
    case ApplicationStatus::approved:
      return of_approved(facts);
    case ApplicationStatus::produced:
      return of_produced(facts);
    case ApplicationStatus::shipped:
      return of_shipped(facts);
    case ApplicationStatus::completed:
      return of_completed(facts);
    case ApplicationStatus::cancelled:
      return of_ended(facts, "申请已取消；如仍需要，请重新申请。");
    case ApplicationStatus::refused:
      return of_ended(facts, "如有疑问请致电客服热线。");
  }
  throw std::logic_error("an application's status outside its enum");
}

CustomerFacts customer_facts(const Dossier& dossier, WizardStep step,
                             const std::optional<Delivery>& delivery,
                             const std::vector<Certificate>& certificates) {
  CustomerFacts facts{.status = dossier.application.status, .step = step};
  if (dossier.payment) {
    facts.payment = dossier.payment->status;
    facts.method = dossier.payment->method;
    facts.pin_route =
        pin_route(dossier.payment->method, dossier.application.details.certificate_type);
    facts.voucher_rejected = dossier.payment->status == PaymentStatus::awaiting_transfer &&
                             !dossier.payment->rejection.empty();
  }
  if (dossier.account_check) facts.account_check = dossier.account_check->status;
  if (delivery) facts.delivery = delivery->status;
  const bool any_revoked = std::ranges::find(certificates, CertificateStatus::revoked,
                                             &Certificate::status) != certificates.end();
  // An abandoned token's certificates are revoked too, while their successors are good.
  const bool delivered_or_on_its_way = dossier.application.status == ApplicationStatus::produced ||
                                       dossier.application.status == ApplicationStatus::shipped ||
                                       dossier.application.status == ApplicationStatus::completed;
  facts.certificates_revoked = delivered_or_on_its_way && any_revoked && !any_issued(certificates);
  facts.due_at = dossier.application.due_at;
  facts.certificate_type = dossier.application.details.certificate_type;
  return facts;
}

EnumSet<ApplicantAction> applicant_actions(const Dossier& dossier, EnumSet<ApplicationFact> facts,
                                           const std::vector<Certificate>& certificates) {
  using enum ApplicantAction;
  const ApplicationStatus status = dossier.application.status;
  const auto may_with = [&](ApplicationEvent event, EnumSet<ApplicationFact> given) {
    return decide(status, event, Actor{.kind = ActorKind::applicant}, given).has_value();
  };
  const auto may = [&](ApplicationEvent event) {
    return may_with(event, facts.with({ApplicationFact::price_unchanged}));
  };
  const bool filling_in =
      status == ApplicationStatus::draft || status == ApplicationStatus::returned;
  const bool valid = facts.has(ApplicationFact::details_valid);
  const bool money_is_open =
      dossier.payment && (dossier.payment->status == PaymentStatus::awaiting_transfer ||
                          dossier.payment->status == PaymentStatus::voucher_uploaded);
  EnumSet<ApplicantAction> actions;
  actions.add(edit, may(ApplicationEvent::edit));
  actions.add(print_form, filling_in && valid);
  actions.add(upload, filling_in);
  actions.add(verify_identity,
              filling_in && valid && !facts.has(ApplicationFact::identity_verified));
  actions.add(choose_payment, may(ApplicationEvent::choose_payment));
  actions.add(upload_voucher, money_is_open && may(ApplicationEvent::submit_voucher));
  actions.add(resubmit, may(ApplicationEvent::resubmit));
  actions.add(cancel, may(ApplicationEvent::cancel));
  actions.add(report_loss, any_issued(certificates));
  EnumSet<ApplicationFact> as_paid = facts;
  as_paid.add(ApplicationFact::price_unchanged,
              status == ApplicationStatus::draft && !facts.has(ApplicationFact::paid));
  actions.add(change_certificate, may_with(ApplicationEvent::edit, as_paid));
  actions.add(correct_account, may_correct_account(dossier));
  return actions;
}

}  // namespace certhall::domain
