#include "app/invoice.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/mail.h"
#include "base/log.h"
#include "domain/invoice_workflow.h"
#include "domain/masking.h"
#include "domain/validation.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::Invoice;
using domain::InvoiceEvent;
using domain::InvoiceFact;
using domain::InvoiceStatus;

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kManyAttempts = 9;  // about eight minutes without a result
constexpr auto kLease = std::chrono::minutes{2};

struct InvoiceStep {
  InvoiceEvent event;
  domain::Actor actor;
  domain::EnumSet<InvoiceFact> facts{};
  std::chrono::milliseconds rest{};  // before anybody else looks at it
};

void announce(Transaction& tx, const Hall& hall, const Invoice& invoice);

/// Decides, saves, and announces what the table wants announced.
Status move(Transaction& tx, const Hall& hall, Invoice& invoice, const InvoiceStep& step) {
  ASSIGN_OR_RETURN(decision, domain::decide(invoice.status, step.event, step.actor, step.facts));
  const Timestamp now = hall.clock.now();
  invoice.status = decision.to;
  invoice.attempts = 0;
  invoice.look_at = now + step.rest;
  invoice.updated_at = now;
  if (!tx.invoices().update(invoice)) return stale();
  audit(tx, now, step.actor, "invoice." + std::string(enum_to_text(step.event)),
        subject_of(invoice.application_id),
        {{"order", invoice.order_number}, {"to", enum_to_text(decision.to)}});
  if (decision.effects.has(domain::Effect::announce_invoice) ||
      decision.effects.has(domain::Effect::announce_red_letter))
    announce(tx, hall, invoice);
  return {};
}

std::string file_name(const Invoice& invoice, InvoicePaper paper) {
  return paper == InvoicePaper::red_letter ? "红字发票-" + invoice.red_number + ".pdf"
                                           : "电子发票-" + invoice.number + ".pdf";
}

InvoicePaper newest_paper(const Invoice& invoice) {
  return invoice.status == InvoiceStatus::red_issued ? InvoicePaper::red_letter
                                                     : InvoicePaper::invoice;
}

void mail_paper(Transaction& tx, const Hall& hall, const Application& application,
                const Invoice& invoice, std::string_view to) {
  const auto voice = voice_of(tx, hall);
  const auto subject = sms_subject(tx, application);
  const std::string url = hall.settings.public_url + "/hall/applications/" + application.id.value;
  const bool red = newest_paper(invoice) == InvoicePaper::red_letter;
  const auto text = red ? domain::red_letter_mail(voice, subject, invoice, application.number, url)
                        : domain::invoice_mail(voice, subject, invoice, application.number, url);
  send_mail(tx, hall, to, text,
            {.object = red ? invoice.red_pdf : invoice.pdf,
             .file_name = file_name(invoice, newest_paper(invoice))},
            subject_of(application.id));
}

/// By SMS, and by e-mail where there is an address.
void announce(Transaction& tx, const Hall& hall, const Invoice& invoice) {
  const auto application = tx.applications().find(invoice.application_id);
  if (!application) throw std::runtime_error("an invoice without its application");
  const auto voice = voice_of(tx, hall);
  const auto subject = sms_subject(tx, *application);
  const auto& agent = application->details.agent;
  const std::string shown = agent.email.empty() ? "" : domain::mask_email(agent.email);
  const bool red = invoice.status == InvoiceStatus::red_issued;
  send_sms(tx, hall, agent.mobile,
           red ? domain::red_letter_sms(voice, subject, invoice.number, invoice.red_number)
               : domain::invoice_sms(voice, subject, invoice.number,
                                     domain::total_of(invoice.lines), shown),
           subject_of(application->id), red ? "red_letter" : "invoice");
  timeline(tx, hall.clock.now(), application->id, red ? "电子发票已红冲" : "电子发票已开具",
           "发票号码 " + (red ? invoice.red_number : invoice.number));
  if (!agent.email.empty()) mail_paper(tx, hall, *application, invoice, agent.email);
}

}  // namespace

// --- what follows from the application's steps
// ----------------------------------------------------

Status open_invoice(Transaction& tx, const Hall& hall, const Application& application) {
  const auto payment = tx.payments().of_application(application.id);
  const auto& wish = application.details.invoice;
  if (!wish.wanted || !payment || payment->amount.value <= 0) return {};
  const Timestamp now = hall.clock.now();
  const Timestamp paid_on = std::max(payment->created_at, payment->confirmed_at);
  tx.invoices().insert(
      {.id = InvoiceId::create(hall.clock, hall.random),
       .application_id = application.id,
       .payment_id = payment->id,
       .order_number = domain::invoice_order_number(application.number, 1),
       .title = wish.title,
       .tax_number = wish.tax_number,
       .lines = domain::invoice_lines(tx.catalogue().price_lists(), application, payment->amount,
                                      china_date(paid_on), hall.settings.invoice.rates),
       .look_at = now + std::chrono::minutes{hall.settings.invoice.delay_minutes},
       .created_at = now,
       .updated_at = now});
  return {};
}

Status recall_invoice(Transaction& tx, const Hall& hall, const Application& application,
                      const domain::Actor& actor, std::string_view reason) {
  auto invoice = tx.invoices().of_application(application.id);
  if (!invoice ||
      domain::find_row(domain::kInvoiceWorkflow, invoice->status, InvoiceEvent::recall) == nullptr)
    return {};
  invoice->recall_reason = std::string(reason);
  return move(tx, hall, *invoice, {InvoiceEvent::recall, actor});
}

// --- the applicant
// --------------------------------------------------------------------------------

namespace {

std::vector<FieldError> problems_of(const Buyer& buyer, bool organization) {
  std::vector<FieldError> problems;
  if (const auto problem = domain::check_invoice_title(buyer.title))
    problems.push_back({"title", *problem});
  if (const auto problem = domain::check_tax_number(buyer.tax_number))
    problems.push_back({"tax_number", *problem});
  else if (organization && buyer.tax_number.empty())
    problems.push_back({"tax_number", "请填写纳税人识别号，单位报销的发票必须有"});
  return problems;
}

/// A number that the issuer refused is spent.
void take_new_order_number(Invoice& invoice, const Application& application) {
  if (invoice.status != InvoiceStatus::failed) return;
  invoice.tries += 1;
  invoice.order_number = domain::invoice_order_number(application.number, invoice.tries);
}

auto no_invoice() { return fail(ErrorCode::not_found, "这张业务单没有发票"); }

}  // namespace

Result<CaseFile> correct_invoice(const Hall& hall, const AccountId& account,
                                 const ApplicationId& id, std::int64_t revision,
                                 const Buyer& buyer) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    auto invoice = tx.invoices().of_application(id);
    if (!invoice) return no_invoice();
    if (invoice->revision != revision) return stale();
    const Buyer meant{domain::normalise_text(buyer.title),
                      domain::normalise_code(buyer.tax_number)};
    if (auto problems = problems_of(meant, !application.details.organization.name.empty());
        !problems.empty())
      return fail_fields(std::move(problems));
    invoice->title = meant.title;
    invoice->tax_number = meant.tax_number;
    // What waits for its time goes on waiting; what was refused goes out at once.
    const auto rest = std::max(std::chrono::milliseconds{}, invoice->look_at - hall.clock.now());
    take_new_order_number(*invoice, application);
    invoice->failure.clear();
    RETURN_IF_ERROR(
        move(tx, hall, *invoice,
             {InvoiceEvent::correct, applicant(account), {InvoiceFact::buyer_valid}, rest}));
    timeline(tx, hall.clock.now(), id, "更正发票抬头", "重新提交开票");
    return load_case_file(tx, hall, std::move(application));
  });
}

Result<CaseFile> resend_invoice(const Hall& hall, const AccountId& account, const ApplicationId& id,
                                std::string_view email) {
  const std::string to = domain::normalise_plain(email);
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    const auto invoice = tx.invoices().of_application(id);
    if (!invoice) return no_invoice();
    if (const auto problem = domain::check_email(to)) return fail_fields({{"email", *problem}});
    if (!domain::has_paper(invoice->status))
      return fail(ErrorCode::wrong_state, "发票还没有开具，开具后会自动发送");
    const Timestamp now = hall.clock.now();
    if (tx.limits().hit("invoice_mail/" + invoice->id.value, kDaySeconds, now) > kResendsPerDay)
      return fail(Error{.code = ErrorCode::too_many,
                        .message = "这张发票今天已再次发送 " + std::to_string(kResendsPerDay) +
                                   " 次，请查看垃圾邮件箱，或直接下载；明天可以再发",
                        .fields = {},
                        .retry_after_seconds = kDaySeconds - now.seconds() % kDaySeconds});
    mail_paper(tx, hall, application, *invoice, to);
    audit(tx, now, applicant(account), "invoice.resend", subject_of(id),
          {{"order", invoice->order_number}});
    timeline(tx, now, id, "再次发送电子发票", domain::mask_email(to));
    return load_case_file(tx, hall, std::move(application));
  });
}

Result<StoredFile> invoice_file(Transaction& tx, const Hall& hall, const Application& application,
                                InvoicePaper paper) {
  const auto invoice = tx.invoices().of_application(application.id);
  if (!invoice) return no_invoice();
  const ObjectId& object = paper == InvoicePaper::red_letter ? invoice->red_pdf : invoice->pdf;
  const auto row = object.empty() ? std::nullopt : tx.objects().find(object);
  if (!row)
    return fail(ErrorCode::not_found, paper == InvoicePaper::red_letter
                                          ? "这张业务单没有红字发票"
                                          : "发票还没有开具，开具后可在这里下载");
  return StoredFile{hall.files.get(object), row->content_type, file_name(*invoice, paper)};
}

// --- finance
// --------------------------------------------------------------------------------------

std::vector<InvoiceItem> invoice_desk(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    std::vector<InvoiceItem> items;
    for (auto& invoice : tx.invoices().troubled(kManyAttempts, 100))
      if (auto application = tx.applications().find(invoice.application_id))
        items.push_back({std::move(invoice), std::move(*application)});
    return items;
  });
}

Status retry_invoice(const Hall& hall, const domain::Actor& finance, const InvoiceId& id,
                     std::int64_t revision) {
  return act(hall, [&](Transaction& tx) -> Status {
    auto invoice = tx.invoices().find(id);
    if (!invoice) return fail(ErrorCode::not_found, "没有这张发票");
    if (invoice->revision != revision) return stale();
    const auto application = tx.applications().find(invoice->application_id);
    if (!application) return fail(ErrorCode::not_found, "没有这张发票的业务单");
    take_new_order_number(*invoice, *application);
    invoice->failure.clear();
    return move(tx, hall, *invoice, {InvoiceEvent::retry, finance});
  });
}

// --- the clock
// ------------------------------------------------------------------------------------

namespace {

/// What the outside said of an invoice, and its paper where that is done.
struct Answer {
  IssuerAnswer issuer;
  std::optional<ObjectRow> pdf;
};

bool wants_red(InvoiceStatus status) {
  return status == InvoiceStatus::red_due || status == InvoiceStatus::red_issuing;
}

InvoiceOrder order_of(const Hall& hall, const Invoice& invoice, const Application& application) {
  return {.order_number = invoice.order_number,
          .seller_name = hall.settings.company_name,
          .seller_tax_number = hall.settings.invoice.seller_tax_number,
          .buyer_title = invoice.title,
          .buyer_tax_number = invoice.tax_number,
          .lines = invoice.lines,
          .remark = "业务单号 " + application.number};
}

Status place_order(const Hall& hall, InvoiceIssuer& issuer, const Invoice& invoice) {
  if (wants_red(invoice.status))
    return issuer.red_letter({.order_number = invoice.order_number,
                              .invoice_number = invoice.number,
                              .reason = invoice.recall_reason});
  const auto application = read(
      hall.store, [&](Transaction& tx) { return tx.applications().find(invoice.application_id); });
  if (!application) return fail(ErrorCode::invalid, "没有这张发票的业务单");
  return issuer.issue(order_of(hall, invoice, *application));
}

/// Asks first, so that an order of which the answer was lost is not sent again; and sends it where
/// the issuer does not know it.
Result<Answer> ask(const Hall& hall, InvoiceIssuer& issuer, const Invoice& invoice) {
  const auto paper = wants_red(invoice.status) ? InvoicePaper::red_letter : InvoicePaper::invoice;
  ASSIGN_OR_RETURN(known, issuer.query(invoice.order_number, paper));
  Answer answer{.issuer = std::move(known), .pdf = {}};
  if (answer.issuer.state == IssuerAnswer::State::unknown) {
    const auto placed = place_order(hall, issuer, invoice);
    if (!placed && placed.error().code != ErrorCode::invalid) return fail(placed.error());
    if (!placed)
      answer.issuer = {.state = IssuerAnswer::State::refused, .failure = placed.error().message};
    return answer;
  }
  if (answer.issuer.state != IssuerAnswer::State::done) return answer;
  ASSIGN_OR_RETURN(pdf, issuer.download(invoice.order_number, paper));
  answer.pdf = keep_object(hall, pdf, "application/pdf");
  return answer;
}

/// The order is about to go out: from here on the buyer stays as he is.
Status begin(const Hall& hall, Invoice& invoice) {
  return write(hall.store, [&](Transaction& tx) -> Status {
    auto current = tx.invoices().find(invoice.id);
    if (!current) return fail(ErrorCode::not_found, "没有这张发票");
    const auto actor = system_actor("invoice");
    if (current->status == InvoiceStatus::due)
      RETURN_IF_ERROR(move(tx, hall, *current, {InvoiceEvent::submit, actor, {}, kLease}));
    if (current->status == InvoiceStatus::red_due)
      RETURN_IF_ERROR(move(tx, hall, *current, {InvoiceEvent::submit_red, actor, {}, kLease}));
    invoice = *current;
    return {};
  });
}

Status take_paper(Transaction& tx, const Hall& hall, Invoice& invoice, const Answer& answer) {
  tx.objects().insert(*answer.pdf);
  const bool red = wants_red(invoice.status);
  (red ? invoice.red_number : invoice.number) = answer.issuer.number;
  (red ? invoice.red_issued_at : invoice.issued_at) = answer.issuer.issued_at;
  (red ? invoice.red_pdf : invoice.pdf) = answer.pdf->id;
  return move(tx, hall, invoice,
              {red ? InvoiceEvent::issue_red : InvoiceEvent::issue,
               system_actor("invoice"),
               {InvoiceFact::paper_kept}});
}

/// What is not settled is asked again: after a second, and then ever later.
Timestamp next_look(Timestamp now, std::int64_t attempts) {
  using std::chrono::seconds;
  return now + std::min<seconds>(seconds{std::int64_t{1} << std::min<std::int64_t>(attempts, 11)},
                                 seconds{1'800});
}

/// True where the state changed. Only what the issuer was asked about counts: a recall may have
/// come in between, and its row in the table takes the answer just as well.
Result<bool> settle(const Hall& hall, const Invoice& asked, const Result<Answer>& answer) {
  return act(hall, [&](Transaction& tx) -> Result<bool> {
    auto invoice = tx.invoices().find(asked.id);
    if (!invoice || invoice->order_number != asked.order_number ||
        wants_red(invoice->status) != wants_red(asked.status) ||
        !domain::is_with_issuer(invoice->status))
      return false;
    const auto state = answer ? answer->issuer.state : IssuerAnswer::State::working;
    if (state == IssuerAnswer::State::done) {
      RETURN_IF_ERROR(take_paper(tx, hall, *invoice, *answer));
      return true;
    }
    if (state == IssuerAnswer::State::refused) {
      invoice->failure = answer->issuer.failure;
      const bool red = wants_red(invoice->status);
      RETURN_IF_ERROR(move(tx, hall, *invoice,
                           {red ? InvoiceEvent::refuse_red : InvoiceEvent::refuse,
                            system_actor("invoice"),
                            {InvoiceFact::reason_given}}));
      return true;
    }
    invoice->attempts = asked.attempts;
    invoice->look_at = next_look(hall.clock.now(), asked.attempts);
    if (!tx.invoices().update(*invoice)) return stale();
    return false;
  });
}

Result<bool> advance(const Hall& hall, InvoiceIssuer& issuer, Invoice invoice) {
  const std::int64_t attempts = invoice.attempts;
  RETURN_IF_ERROR(begin(hall, invoice));
  if (!domain::is_with_issuer(invoice.status)) return false;
  invoice.attempts = attempts;
  const auto answer = ask(hall, issuer, invoice);
  if (!answer)
    log::warning("invoice.unanswered", {{"invoice", invoice.id.value},
                                        {"attempts", attempts},
                                        {"code", enum_to_text(answer.error().code)}});
  return settle(hall, invoice, answer);
}

}  // namespace

Result<std::int64_t> advance_invoices(const Hall& hall, InvoiceIssuer& issuer) {
  constexpr std::int64_t kBatch = 16;
  const Timestamp now = hall.clock.now();
  std::vector<Invoice> due;
  if (!read(hall.store, [&](Transaction& tx) { return tx.invoices().any_due(now); })) return 0;
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    due = tx.invoices().take_due(now, now + kLease, kBatch);
    return {};
  }));
  std::int64_t changed = 0;
  for (auto& invoice : due) {
    const InvoiceId id = invoice.id;
    const auto moved = advance(hall, issuer, std::move(invoice));
    if (!moved) log::warning("invoice.not_advanced", {{"invoice", id.value}});
    changed += moved && *moved ? 1 : 0;
  }
  return changed;
}

}  // namespace certhall::app
