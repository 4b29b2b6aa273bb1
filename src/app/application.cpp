#include "app/application.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "app/act.h"
#include "app/handover.h"
#include "app/material.h"
#include "app/transition.h"
#include "domain/certificate_type.h"
#include "domain/identity_workflow.h"
#include "domain/validation.h"
#include "print/application_form.h"
#include "print/seal_impression_sheet.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::ApplicationEvent;

std::string number_of(Date day, std::int64_t count) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "HN%04d%02u%02u-%06lld", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                static_cast<long long>(count));
  return text.data();
}

Status check_consents(const std::vector<domain::ConsentDocument>& in_force,
                      const std::vector<AgreedDocument>& agreed) {
  for (const auto& document : in_force) {
    if (!document.must_agree) continue;
    const bool given = std::any_of(agreed.begin(), agreed.end(), [&](const AgreedDocument& a) {
      return a.code == document.code && a.version == document.version &&
             a.digest == document.digest;
    });
    if (!given)
      return fail_fields({{"consents", "请阅读并勾选同意" + document.title +
                                           "（如文本刚刚更新，请刷新页面后重新阅读）"}});
  }
  return {};
}

void keep_consents(Transaction& tx, const Hall& hall, const Application& application,
                   const NewApplication& request,
                   const std::vector<domain::ConsentDocument>& in_force) {
  const auto account = tx.accounts().find(application.account_id);
  for (const auto& document : in_force)
    if (document.must_agree)
      tx.consents().insert({.account_id = application.account_id,
                            .application_id = application.id,
                            .code = document.code,
                            .version = document.version,
                            .digest = document.digest,
                            .mobile = account ? account->mobile : "",
                            .address = request.address,
                            .at = hall.clock.now()});
}

/// What the portal brought; an old or broken token costs nothing but the typing.
void fill_in(const Hall& hall, const std::optional<std::string>& token, domain::Details& details) {
  if (!token) return;
  const auto data = read_handover(hall, *token);
  if (!data) return;
  details.certificate_type = data->certificate_type;
  details.organization = data->organization;
  details.agent.name = data->agent_name;
  details.agent.mobile = data->agent_mobile;
}

/// A second click, or a request repeated after a crash, finds the draft that the first one made.
std::optional<Application> untouched_twin(Transaction& tx, const Application& draft) {
  constexpr auto kWhile = std::chrono::hours{1};
  for (auto& other : tx.applications().of_account(draft.account_id, 5))
    if (other.status == draft.status && other.revision == draft.revision &&
        other.details == draft.details && draft.created_at - other.created_at < kWhile)
      return std::move(other);
  return std::nullopt;
}

}  // namespace

Result<CaseFile> create_application(const Hall& hall, const AccountId& account,
                                    const NewApplication& request) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    const auto in_force = tx.consents().documents_in_force();
    RETURN_IF_ERROR(check_consents(in_force, request.consents));
    const Timestamp now = hall.clock.now();
    if (tx.limits().hit("application/" + account.value, 86'400, now) > 50)
      return fail(ErrorCode::too_many, "今天新建的业务单过多，请明天再试或联系客服");
    Application application{.id = ApplicationId::create(hall.clock, hall.random),
                            .account_id = account,
                            .created_at = now,
                            .updated_at = now};
    fill_in(hall, request.handover, application.details);
    application.details = domain::normalise(std::move(application.details));
    if (auto twin = untouched_twin(tx, application))
      return load_case_file(tx, hall, *std::move(twin));
    const Date today = china_date(now);
    application.number = number_of(today, tx.applications().next_number(today));
    tx.applications().insert(application);
    keep_consents(tx, hall, application, request, in_force);
    timeline(tx, now, application.id, "已同意协议并新建业务单");
    audit(tx, now, applicant(account), "application.create", subject_of(application.id));
    return load_case_file(tx, hall, std::move(application));
  });
}

Result<CaseFile> view_application(const Hall& hall, const AccountId& account,
                                  const ApplicationId& id) {
  return read(hall.store, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    return load_case_file(tx, hall, std::move(application));
  });
}

std::vector<CaseFile> list_applications(const Hall& hall, const AccountId& account) {
  return read(hall.store, [&](Transaction& tx) {
    std::vector<CaseFile> list;
    for (auto& application : tx.applications().of_account(account, 100))
      list.push_back(load_case_file(tx, hall, std::move(application)));
    return list;
  });
}

namespace {

bool is_paid(Transaction& tx, const ApplicationId& id) {
  const auto payment = tx.payments().of_application(id);
  return payment && payment->status == domain::PaymentStatus::confirmed;
}

/// Another person in the form: the proof is of somebody else.
Status reset_identity(Transaction& tx, const Hall& hall, const Application& application) {
  auto identity = tx.identities().of_application(application.id);
  if (!identity || identity->details_digest.empty() ||
      identity->details_digest == domain::person_digest(application.details))
    return {};
  ASSIGN_OR_RETURN(decision, domain::decide(identity->status, domain::IdentityEvent::change_person,
                                            applicant(application.account_id), {}));
  identity->status = decision.to;
  identity->link_digest.clear();
  identity->phone_digest.clear();
  identity->details_digest.clear();
  identity->front_taken = identity->back_taken = false;
  identity->failure.clear();
  identity->updated_at = hall.clock.now();
  if (!tx.identities().update(*identity)) return stale();
  return {};
}

}  // namespace

Result<CaseFile> edit(const Hall& hall, const AccountId& account, const ApplicationId& id,
                      std::optional<std::int64_t> revision, const Change& change) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    if (revision && application.revision != *revision) return stale();
    const Application before = application;
    RETURN_IF_ERROR(change(tx, application));
    // What is already paid for stays as it was paid for.
    domain::EnumSet<domain::ApplicationFact> facts;
    facts.add(domain::ApplicationFact::price_unchanged,
              domain::keeps_price(before, application) ||
                  (application.status == domain::ApplicationStatus::draft && !is_paid(tx, id)));
    const bool reopens = application.status == domain::ApplicationStatus::awaiting_payment;
    RETURN_IF_ERROR(apply(tx, hall, application,
                          {.event = ApplicationEvent::edit,
                           .actor = applicant(account),
                           .facts = facts,
                           .title = reopens ? "付款前修改了申请" : ""}));
    RETURN_IF_ERROR(reset_identity(tx, hall, application));
    return load_case_file(tx, hall, std::move(application));
  });
}

Result<CaseFile> choose_relying_application(const Hall& hall, const AccountId& account,
                                            const ApplicationId& id, std::int64_t revision,
                                            std::string_view code) {
  return edit(hall, account, id, revision,
              [&](Transaction& tx, Application& application) -> Status {
                for (const auto& relying : tx.catalogue().relying_applications())
                  if (relying.code == code) {
                    application.relying_application = relying.code;
                    return {};
                  }
                return fail_fields({{"relying_application", "没有这个应用，请从列表中选择"}});
              });
}

namespace {

constexpr std::size_t kLongestField = 1000;  // bytes; rules are stricter, this only bounds drafts

auto too_long() { return fail(ErrorCode::invalid, "有内容过长（超过 300 字），请缩短后再保存"); }

Status bounded(const domain::Details& d) {
  for (const auto* text :
       {&d.organization.name, &d.organization.id_kind, &d.organization.credit_code,
        &d.organization.address, &d.legal_representative.name, &d.legal_representative.id_number,
        &d.legal_representative.mobile, &d.agent.name, &d.agent.id_number, &d.agent.mobile,
        &d.agent.email, &d.delivery.division, &d.delivery.address, &d.delivery.postcode,
        &d.invoice.title, &d.invoice.tax_number})
    if (text->size() > kLongestField) return too_long();
  if (d.holder)
    for (const auto* text : {&d.holder->name, &d.holder->id_number, &d.holder->mobile})
      if (text->size() > kLongestField) return too_long();
  return {};
}

}  // namespace

Result<CaseFile> save_details(const Hall& hall, const AccountId& account, const ApplicationId& id,
                              std::int64_t revision, domain::Details details) {
  RETURN_IF_ERROR(bounded(details));
  return edit(hall, account, id, revision,
              [&](Transaction& tx, Application& application) -> Status {
                if (details.certificate_type != application.details.certificate_type)
                  void_seal_impression(tx, hall, id);
                application.details = domain::normalise(std::move(details));
                // A draft keeps what was typed for another type; what has been submitted does not.
                if (application.status == domain::ApplicationStatus::returned)
                  application.details = domain::relevant(std::move(application.details));
                return {};
              });
}

Result<CaseFile> print_form(const Hall& hall, const AccountId& account, const ApplicationId& id,
                            std::int64_t revision) {
  return edit(hall, account, id, revision,
              [&](Transaction& tx, Application& application) -> Status {
                const auto facts = stored_facts(hall, load_dossier(tx, application));
                if (!facts.has(domain::ApplicationFact::details_valid))
                  return fail(ErrorCode::wrong_state,
                              "录入信息还有未填或不正确的内容，请先修改后再生成申请表");
                if (domain::form_is_current(application)) return {};
                application.form_version += 1;
                application.form_digest = domain::form_digest(application);
                timeline(tx, hall.clock.now(), id,
                         "生成申请表第 " + std::to_string(application.form_version) + " 版");
                return {};
              });
}

namespace {

Result<CaseFile> step(const Hall& hall, const AccountId& account, const ApplicationId& id,
                      std::int64_t revision, ApplicationEvent event, std::string_view title) {
  return act(hall, [&](Transaction& tx) -> Result<CaseFile> {
    ASSIGN_OR_RETURN(application, own_application(tx, account, id));
    if (application.revision != revision) return stale();
    RETURN_IF_ERROR(
        apply(tx, hall, application,
              {.event = event, .actor = applicant(account), .title = std::string(title)}));
    return load_case_file(tx, hall, std::move(application));
  });
}

}  // namespace

Result<CaseFile> resubmit(const Hall& hall, const AccountId& account, const ApplicationId& id,
                          std::int64_t revision) {
  return step(hall, account, id, revision, ApplicationEvent::resubmit, "修改后重新提交审核");
}

Result<CaseFile> cancel_application(const Hall& hall, const AccountId& account,
                                    const ApplicationId& id, std::int64_t revision) {
  return step(hall, account, id, revision, ApplicationEvent::cancel, "申请人取消了业务单");
}

// --- paper ---------------------------------------------------------------------------------------

std::string form_code(const Application& application) {
  return "certhall:form:" + application.number + ":" + std::to_string(application.form_version);
}

namespace {

print::Letterhead letterhead(const Hall& hall, const Application& application) {
  return {.issuer_name = hall.settings.company_name,
          .hotline = hall.settings.hotline,
          .number = application.number,
          .version = static_cast<int>(application.form_version),
          .qr_text = form_code(application),
          // The day on which this version could first be printed is enough, and equal forms give
          // equal bytes.
          .printed_at = application.created_at};
}

Status printed(const Application& application) {
  if (application.form_version > 0 && domain::form_is_current(application)) return {};
  return fail(ErrorCode::wrong_state,
              "申请信息在打印后有改动（或还没有生成申请表），请先重新生成申请表");
}

std::string parts_text(const domain::Price& price) {
  std::string text;
  for (const auto& part : price.parts)
    text += (text.empty() ? "" : "、") + part.name + to_yuan(part.amount) + "元";
  return text;
}

}  // namespace

namespace {

template <class Person>
print::FormPerson form_person(const Person& person) {
  return {.name = person.name, .id_number = person.id_number, .mobile = person.mobile, .email = ""};
}

print::FormOrganization form_organization(const domain::Organization& organization) {
  return {.name = organization.name,
          .id_kind = "统一社会信用代码",
          .id_number = organization.credit_code,
          .address = organization.address};
}

/// The parts that this certificate type's form has.
void add_parties(print::ApplicationForm& form, const domain::Details& d) {
  const auto type = d.certificate_type;
  if (domain::has_organization(type)) form.organization = form_organization(d.organization);
  if (domain::has_legal_representative(type))
    form.legal_representative = form_person(d.legal_representative);
  if (domain::has_holder(type)) form.holder = form_person(d.holder.value_or(domain::Holder{}));
  form.agent = form_person(d.agent);
  form.agent.email = d.agent.email;
}

}  // namespace

Result<std::string> form_pdf(Transaction& tx, const Hall& hall, const Application& application) {
  RETURN_IF_ERROR(printed(application));
  const auto& d = application.details;
  const auto price = owed_price(tx, hall, application);
  const auto payment = tx.payments().of_application(application.id);
  print::ApplicationForm form{
      .head = letterhead(hall, application),
      .relying_application = sms_subject(tx, application).relying_application,
      .business = "新申请",
      .certificate_type = std::string(domain::text_of(d.certificate_type)),
      .years = std::to_string(d.years) + "年",
      .amount = to_yuan(payment ? payment->amount
                        : price ? price->total
                                : Fen{}) +
                "元",
      .amount_parts = price ? parts_text(*price) : "",
      .organization = {},
      .legal_representative = {},
      .holder = {},
      .agent = {},
      .delivery_address = hall.divisions.text(d.delivery.division) + d.delivery.address,
      .postcode = d.delivery.postcode,
      .invoice_wanted = d.invoice.wanted,
      .invoice_title = d.invoice.title,
      .tax_number = d.invoice.tax_number};
  add_parties(form, d);
  return print::render_application_form(form);
}

Result<std::string> seal_sheet_pdf(Transaction&, const Hall& hall, const Application& application) {
  RETURN_IF_ERROR(printed(application));
  const auto& d = application.details;
  const auto type = d.certificate_type;
  print::SealImpressionSheet sheet{.head = letterhead(hall, application),
                                   .organization = {},
                                   .legal_representative = {},
                                   .holder = {},
                                   .agent = form_person(d.agent)};
  if (domain::has_organization(type)) sheet.organization = form_organization(d.organization);
  if (domain::has_legal_representative(type))
    sheet.legal_representative = form_person(d.legal_representative);
  if (domain::has_holder(type)) sheet.holder = form_person(d.holder.value_or(domain::Holder{}));
  return print::render_seal_impression_sheet(sheet);
}

}  // namespace certhall::app
