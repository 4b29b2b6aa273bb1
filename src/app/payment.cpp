#include "app/payment.h"

#include "app/act.h"
#include "app/transition.h"
#include "base/encoding.h"
#include "domain/payment_workflow.h"
#include "domain/validation.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::ApplicationEvent;
using domain::ApplicationFact;
using domain::Payment;
using domain::PaymentEvent;
using domain::PaymentFact;
using domain::PaymentStatus;
using PaymentFacts = domain::EnumSet<PaymentFact>;

constexpr std::size_t kReasonCharacters = 200;

struct PaymentStep {
  PaymentEvent event;
  domain::Actor actor;
  PaymentFacts facts;
};

/// Decides and saves; whoever of the staff does it has then acted on the application.
Result<domain::EnumSet<domain::Effect>> move(Transaction& tx, const Hall& hall, Payment& payment,
                                             const Application& application,
                                             const PaymentStep& step) {
  ASSIGN_OR_RETURN(decision,
                   domain::decide(payment.status, step.event, step.actor,
                                  domain::payment_facts_of(application.status).with(step.facts)));
  const Timestamp now = hall.clock.now();
  payment.status = decision.to;
  payment.updated_at = now;
  if (!tx.payments().update(payment)) return stale();
  const std::string act = "payment." + std::string(enum_to_text(step.event));
  if (step.actor.kind == domain::ActorKind::staff)
    tx.reviews().add_act(application.id, StaffId{step.actor.id}, act, now);
  audit(tx, now, step.actor, act, subject_of(application.id),
        {{"to", enum_to_text(decision.to)}, {"amount_fen", payment.amount.value}});
  return decision.effects;
}

bool voucher_awaited(const Payment& payment) {
  return payment.status == PaymentStatus::awaiting_transfer ||
         payment.status == PaymentStatus::voucher_uploaded;
}

}  // namespace

Result<CaseFile> choose_payment(const Hall& hall, const AccountId& account, const ApplicationId& id,
                                std::int64_t revision) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    if (application.revision != revision) return stale();
    RETURN_IF_ERROR(apply(tx, hall, application,
                          {.event = ApplicationEvent::choose_payment,
                           .actor = applicant(account),
                           .title = "选择公对公汇款"}));
    return load_case_file(tx, hall, std::move(application));
  });
}

Result<CaseFile> upload_voucher(const Hall& hall, const AccountId& account, const ApplicationId& id,
                                const UploadedFile& file) {
  ASSIGN_OR_RETURN(dossier, read(hall.store, [&](Transaction& tx) -> Result<domain::Dossier> {
                     ASSIGN_OR_RETURN(application, own_application(tx, account, id));
                     return load_dossier(tx, std::move(application));
                   }));
  if (!dossier.payment || !voucher_awaited(*dossier.payment))
    return fail(ErrorCode::wrong_state, "当前不需要上传汇款流水单，请按页面提示操作");
  ASSIGN_OR_RETURN(upload,
                   keep_upload(hall, id, {.kind = domain::MaterialKind::transfer_voucher}, file));
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    auto payment = tx.payments().of_application(id);
    if (!payment) return stale();
    payment->rejection.clear();
    RETURN_IF_ERROR(move(tx, hall, *payment, application,
                         {PaymentEvent::submit_voucher, applicant(account), {}}));
    save_upload(tx, upload);
    const bool first = application.status == domain::ApplicationStatus::awaiting_payment;
    RETURN_IF_ERROR(apply(tx, hall, application,
                          {.event = ApplicationEvent::submit_voucher,
                           .actor = applicant(account),
                           .title = first ? "上传汇款流水单，提交审核" : "更换汇款流水单"}));
    return load_case_file(tx, hall, std::move(application));
  });
}

std::vector<FinanceItem> finance_desk(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    std::vector<FinanceItem> items;
    for (const auto status : {PaymentStatus::voucher_uploaded, PaymentStatus::refund_due})
      for (auto& payment : tx.payments().in_status(status, 200)) {
        auto application = tx.applications().find(payment.application_id);
        if (!application) continue;
        const auto voucher =
            tx.materials().current(application->id, domain::MaterialKind::transfer_voucher);
        items.push_back({.payment = std::move(payment),
                         .application = std::move(*application),
                         .voucher_pages = voucher ? voucher->page_count : 0});
      }
    return items;
  });
}

namespace {

struct Loaded {
  Payment payment;
  Application application;
  PaymentFacts facts;  // not_acted_before
};

Result<Loaded> load(Transaction& tx, const domain::Actor& finance, const PaymentId& id,
                    std::int64_t revision) {
  auto payment = tx.payments().find(id);
  if (!payment) return fail(ErrorCode::not_found, "没有这笔款项");
  if (payment->revision != revision) return stale();
  auto application = tx.applications().find(payment->application_id);
  if (!application) return fail(ErrorCode::not_found, "没有这笔款项的业务单");
  Loaded loaded{
      .payment = std::move(*payment), .application = std::move(*application), .facts = {}};
  // Rejecting a voucher and confirming the better one is one person's work on one matter, so only
  // what reviewers decide counts against a member of finance.
  bool reviewed = false;
  for (const auto& review : tx.reviews().of_application(loaded.application.id))
    reviewed = reviewed || review.staff_id.value == finance.id;
  loaded.facts.add(PaymentFact::not_acted_before, !reviewed);
  return loaded;
}

Status check_line(const StatementLine& line) {
  std::vector<FieldError> problems;
  if (line.amount.value <= 0) problems.push_back({"amount", "请填写银行流水上的到账金额"});
  if (const auto problem = domain::check_invoice_title(line.payer_name))
    problems.push_back({"payer_name", "请填写银行流水上的付款户名"});
  if (line.bank_reference.empty() || line.bank_reference.size() > 64)
    problems.push_back({"bank_reference", "请填写银行流水号（不超过 64 位）"});
  if (!problems.empty()) return fail_fields(std::move(problems));
  return {};
}

}  // namespace

Status confirm_payment(const Hall& hall, const domain::Actor& finance, const PaymentId& id,
                       std::int64_t revision, const StatementLine& line) {
  RETURN_IF_ERROR(check_line(line));
  try {
    return act(hall, [&](Transaction& tx) -> Status {
      ASSIGN_OR_RETURN(loaded, load(tx, finance, id, revision));
      auto& payment = loaded.payment;
      if (payment.amount != line.amount)
        return fail_fields({{"amount", "到账金额与应付 " + to_yuan(payment.amount) +
                                           " 元不一致，请核对流水；确实不符的请点「凭证不符」"}});
      payment.payer_name = line.payer_name;
      payment.bank_reference = line.bank_reference;
      payment.confirmed_at = hall.clock.now();
      const bool refused = loaded.application.status == domain::ApplicationStatus::refused;
      ASSIGN_OR_RETURN(
          effects,
          move(tx, hall, payment, loaded.application,
               {refused ? PaymentEvent::confirm_for_refund : PaymentEvent::confirm, finance,
                loaded.facts.with({PaymentFact::amount_equal, PaymentFact::reference_given})}));
      timeline(tx, hall.clock.now(), loaded.application.id, "汇款已到账",
               to_yuan(payment.amount) + " 元");
      if (effects.has(domain::Effect::sms_payment_confirmed))
        send_sms(tx, hall, loaded.application.details.agent.mobile,
                 domain::payment_confirmed_sms(voice_of(tx, hall),
                                               sms_subject(tx, loaded.application), payment.amount),
                 subject_of(loaded.application.id));
      return {};
    });
  } catch (const Conflict&) {
    return fail_fields({{"bank_reference", "这条银行流水已用于另一笔款项，请核对流水号"}});
  }
}

namespace {

Status check_reason(std::string_view reason) {
  const auto characters = to_code_points(reason).size();
  if (characters == 0 || characters > kReasonCharacters)
    return fail_fields({{"reason", "请填写原因（不超过 200 字），申请人会收到这段文字"}});
  return {};
}

}  // namespace

Status reject_voucher(const Hall& hall, const domain::Actor& finance, const PaymentId& id,
                      std::int64_t revision, std::string_view reason) {
  RETURN_IF_ERROR(check_reason(reason));
  return act(hall, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(loaded, load(tx, finance, id, revision));
    auto& application = loaded.application;
    const bool refused = application.status == domain::ApplicationStatus::refused;
    loaded.payment.rejection = std::string(reason);
    RETURN_IF_ERROR(move(tx, hall, loaded.payment, application,
                         {refused ? PaymentEvent::write_off : PaymentEvent::reject_voucher, finance,
                          loaded.facts.with({PaymentFact::reason_given})}));
    if (refused) return {};
    return apply(tx, hall, application,
                 {.event = ApplicationEvent::reject_voucher,
                  .actor = finance,
                  .facts = {ApplicationFact::not_acted_before, ApplicationFact::reason_given},
                  .title = "汇款流水单未通过",
                  .detail = std::string(reason)});
  });
}

Status record_refund(const Hall& hall, const domain::Actor& finance, const PaymentId& id,
                     std::int64_t revision, std::string_view bank_reference) {
  if (bank_reference.empty() || bank_reference.size() > 64)
    return fail_fields({{"bank_reference", "请填写退款的银行流水号（不超过 64 位）"}});
  return act(hall, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(loaded, load(tx, finance, id, revision));
    // Paying back is the end of the same matter that this person may have confirmed.
    ASSIGN_OR_RETURN(effects, move(tx, hall, loaded.payment, loaded.application,
                                   {PaymentEvent::record_refund, finance,
                                    loaded.facts.with({PaymentFact::reference_given})}));
    timeline(tx, hall.clock.now(), loaded.application.id, "款项已退回",
             to_yuan(loaded.payment.amount) + " 元");
    if (effects.has(domain::Effect::sms_refunded))
      send_sms(tx, hall, loaded.application.details.agent.mobile,
               domain::refunded_sms(voice_of(tx, hall), sms_subject(tx, loaded.application),
                                    loaded.payment.amount),
               subject_of(loaded.application.id));
    return {};
  });
}

}  // namespace certhall::app
