#include "app/payment.h"

#include <algorithm>

#include "app/act.h"
#include "app/payment_transition.h"
#include "app/transition.h"
#include "base/encoding.h"
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

/// Refused or cancelled: money that comes now goes back.
bool has_ended(const Application& application) {
  return domain::payment_facts_of(application.status).has(PaymentFact::application_ended);
}

bool voucher_awaited(const Payment& payment) {
  return payment.status == PaymentStatus::awaiting_transfer ||
         payment.status == PaymentStatus::voucher_uploaded;
}

/// Whether the PIN's way is known: paying online, an organization gives its own account.
Result<bool> account_known(Transaction& tx, const Hall& hall, const Application& application,
                           const PaymentChoice& choice) {
  const auto route = domain::pin_route(choice.method, application.details.certificate_type);
  if (route == domain::PinRoute::text_message) return true;
  if (choice.account) {
    RETURN_IF_ERROR(give_account(tx, hall, application, *choice.account));
  }
  return tx.account_checks().of_application(application.id).has_value();
}

Status choose_method(Transaction& tx, const Hall& hall, const Application& application,
                     Payment& payment, const PaymentChoice& choice) {
  ASSIGN_OR_RETURN(known, account_known(tx, hall, application, choice));
  const bool online = domain::is_online(choice.method);
  if (!online && payment.status == PaymentStatus::awaiting_transfer) return {};
  payment.method = choice.method;
  PaymentFacts facts;
  facts.add(PaymentFact::account_given, known);
  return move_payment(tx, hall, payment, application,
                      {online ? PaymentEvent::choose_online : PaymentEvent::choose_transfer,
                       applicant(application.account_id), facts});
}

}  // namespace

Result<CaseFile> choose_payment(const Hall& hall, const AccountId& account, const ApplicationId& id,
                                std::int64_t revision, const PaymentChoice& choice) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    if (application.revision != revision) return stale();
    RETURN_IF_ERROR(apply(tx, hall, application,
                          {.event = ApplicationEvent::choose_payment,
                           .actor = applicant(account),
                           .title = "选择" + std::string(domain::text_of(choice.method))}));
    auto payment = tx.payments().of_application(id);
    if (!payment) return stale();
    if (payment->status != PaymentStatus::confirmed) {
      RETURN_IF_ERROR(choose_method(tx, hall, application, *payment, choice));
    } else {  // an old order was paid late, while the application was a draft again
      RETURN_IF_ERROR(apply(tx, hall, application,
                            {.event = ApplicationEvent::confirm_payment,
                             .actor = system_actor("payment"),
                             .title = "款项此前已到账，提交审核"}));
    }
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
    RETURN_IF_ERROR(move_payment(tx, hall, *payment, application,
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

namespace {

std::vector<FinanceItem> transfers(Transaction& tx) {
  std::vector<FinanceItem> items;
  for (const auto status : {PaymentStatus::voucher_uploaded, PaymentStatus::refund_due})
    for (auto& payment : tx.payments().in_status(status, 200)) {
      if (domain::is_online(payment.method)) continue;  // paid back by a job
      auto application = tx.applications().find(payment.application_id);
      if (!application) continue;
      const auto voucher =
          tx.materials().current(application->id, domain::MaterialKind::transfer_voucher);
      items.push_back({.payment = std::move(payment),
                       .application = std::move(*application),
                       .voucher_pages = voucher ? voucher->page_count : 0});
    }
  return items;
}

std::vector<FinanceOrder> with_applications(Transaction& tx,
                                            std::vector<domain::PaymentOrder> orders) {
  std::vector<FinanceOrder> items;
  for (auto& order : orders)
    if (auto application = tx.applications().find(order.application_id))
      items.push_back({std::move(order), std::move(*application)});
  return items;
}

}  // namespace

FinanceDesk finance_desk(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    FinanceDesk desk{.transfers = transfers(tx),
                     .refunds = with_applications(tx, tx.payment_orders().refunding(200)),
                     .differences = with_applications(tx, tx.payment_orders().with_difference(100)),
                     .unmatched = tx.unmatched_payments().open(100),
                     .checks = {}};
    for (auto& check : tx.account_checks().unsettled(200))
      if (auto application = tx.applications().find(check.application_id))
        desk.checks.push_back({std::move(check), std::move(*application)});
    return desk;
  });
}

namespace {

struct Loaded {
  Payment payment;
  Application application;
  PaymentFacts facts;  // not_acted_before
};

/// Rejecting a voucher and confirming the better one is one person's work on one matter, so only
/// what reviewers decide counts against a member of finance.
bool reviewed(Transaction& tx, const domain::Actor& finance, const ApplicationId& id) {
  const auto reviews = tx.reviews().of_application(id);
  return std::ranges::any_of(
      reviews, [&](const auto& review) { return review.staff_id.value == finance.id; });
}

Result<Loaded> load(Transaction& tx, const domain::Actor& finance, const PaymentId& id,
                    std::int64_t revision) {
  auto payment = tx.payments().find(id);
  if (!payment) return fail(ErrorCode::not_found, "没有这笔款项");
  if (payment->revision != revision) return stale();
  auto application = tx.applications().find(payment->application_id);
  if (!application) return fail(ErrorCode::not_found, "没有这笔款项的业务单");
  Loaded loaded{
      .payment = std::move(*payment), .application = std::move(*application), .facts = {}};
  loaded.facts.add(PaymentFact::not_acted_before, !reviewed(tx, finance, loaded.application.id));
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
      const bool refused = has_ended(loaded.application);
      RETURN_IF_ERROR(move_payment(
          tx, hall, payment, loaded.application,
          {refused ? PaymentEvent::confirm_for_refund : PaymentEvent::confirm, finance,
           loaded.facts.with({PaymentFact::amount_equal, PaymentFact::reference_given})}));
      timeline(tx, hall.clock.now(), loaded.application.id, "汇款已到账",
               to_yuan(payment.amount) + " 元");
      return {};
    });
  } catch (const Conflict&) {
    return fail_fields({{"bank_reference", "这条银行流水已用于另一笔款项，请核对流水号"}});
  }
}

namespace {

Status check_reference(std::string_view reference) {
  if (reference.empty() || reference.size() > 64)
    return fail_fields({{"bank_reference", "请填写退款的银行流水号（不超过 64 位）"}});
  return {};
}

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
    const bool refused = has_ended(application);
    loaded.payment.rejection = std::string(reason);
    RETURN_IF_ERROR(move_payment(tx, hall, loaded.payment, application,
                                 {refused ? PaymentEvent::write_off : PaymentEvent::reject_voucher,
                                  finance, loaded.facts.with({PaymentFact::reason_given})}));
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
  RETURN_IF_ERROR(check_reference(bank_reference));
  return act(hall, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(loaded, load(tx, finance, id, revision));
    if (domain::is_online(loaded.payment.method))
      return fail(ErrorCode::wrong_state, "在线支付的款项由系统原路退回，请在「退款」中查看进度");
    // Paying back is the end of the same matter that this person may have confirmed.
    timeline(tx, hall.clock.now(), loaded.application.id, "款项已退回",
             to_yuan(loaded.payment.amount) + " 元");
    return move_payment(
        tx, hall, loaded.payment, loaded.application,
        {PaymentEvent::record_refund, finance, loaded.facts.with({PaymentFact::reference_given})});
  });
}

namespace {

Result<domain::PaymentOrder> order_at(Transaction& tx, const PaymentOrderId& id,
                                      std::int64_t revision) {
  auto order = tx.payment_orders().find(id);
  if (!order) return fail(ErrorCode::not_found, "没有这笔退款");
  if (order->revision != revision) return stale();
  return std::move(*order);
}

}  // namespace

Status retry_refund(const Hall& hall, const domain::Actor& finance, const PaymentOrderId& id,
                    std::int64_t revision) {
  return act(hall, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(order, order_at(tx, id, revision));
    return move_order(tx, hall, order, {domain::PaymentOrderEvent::retry_refund, finance, {}});
  });
}

Status refund_by_hand(const Hall& hall, const domain::Actor& finance, const PaymentOrderId& id,
                      std::int64_t revision, std::string_view reference) {
  RETURN_IF_ERROR(check_reference(reference));
  return act(hall, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(order, order_at(tx, id, revision));
    order.refund_reference = std::string(reference);
    domain::EnumSet<domain::PaymentOrderFact> facts{domain::PaymentOrderFact::reference_given};
    facts.add(domain::PaymentOrderFact::not_acted_before,
              !reviewed(tx, finance, order.application_id));
    RETURN_IF_ERROR(
        move_order(tx, hall, order, {domain::PaymentOrderEvent::refund_by_hand, finance, facts}));
    return tell_refunded(tx, hall, order, finance);
  });
}

Status resolve_unmatched(const Hall& hall, const domain::Actor& finance,
                         domain::PaymentMethod channel, std::string_view transaction_id,
                         std::string_view resolution) {
  const auto characters = to_code_points(resolution).size();
  if (characters == 0 || characters > kReasonCharacters)
    return fail_fields({{"resolution", "请写明核查结果（不超过 200 字）"}});
  return write(hall.store, [&](Transaction& tx) -> Status {
    if (!tx.unmatched_payments().resolve(channel, transaction_id, resolution))
      return fail(ErrorCode::not_found, "没有这笔待核查的款项，可能已由他人处理");
    audit(tx, hall.clock.now(), finance, "payment_order.resolve", "payment",
          {{"transaction", transaction_id}});
    return {};
  });
}

}  // namespace certhall::app
