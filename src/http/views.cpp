#include "http/views.h"

#include <algorithm>

#include "base/json.h"
#include "domain/account_check_workflow.h"
#include "domain/certificate_type.h"
#include "domain/masking.h"
#include "domain/material_rules.h"
#include "domain/payment_order_workflow.h"
#include "domain/review_checklist.h"

namespace certhall::http {
namespace {

std::optional<std::string> optional_text(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<Timestamp> optional_time(Timestamp time) {
  if (time.ms == 0) return std::nullopt;
  return time;
}

/// Applicants and staff see the same files under addresses of their own.
std::string base_url(const ApplicationId& id, bool console) {
  return (console ? "/api/console/applications/" : "/api/applications/") + id.value;
}

std::string page_url(const std::string& base, domain::MaterialKind kind, std::size_t page,
                     std::int64_t version) {
  // The version makes every upload's address its own: no cache shows an old picture.
  return base + "/materials/" + std::string(enum_to_text(kind)) + "/pages/" + std::to_string(page) +
         "?v=" + std::to_string(version);
}

/// What the reviewer said of it, until it is replaced.
std::optional<std::string> return_reason(const domain::Dossier& dossier, domain::MaterialKind kind,
                                         const domain::Material* material) {
  if (!dossier.last_return) return std::nullopt;
  if (material != nullptr && material->uploaded_at > dossier.last_return->at) return std::nullopt;
  for (const auto& item : dossier.last_return->items)
    if (item.item == enum_to_text(kind)) return item.reason;
  return std::nullopt;
}

api::MaterialView material_view(const domain::Dossier& dossier,
                                const domain::MaterialRequirement& requirement,
                                const std::string& base) {
  const auto* material = domain::find_material(dossier.materials, requirement.kind);
  api::MaterialView view{.kind = requirement.kind,
                         .title = requirement.title,
                         .hint = requirement.hint,
                         .stamped = requirement.stamped,
                         .return_reason = return_reason(dossier, requirement.kind, material)};
  if (material == nullptr) return view;
  view.uploaded = true;
  view.accepted =
      material->accepted() &&
      (material->form_version == 0 || material->form_version == dossier.application.form_version);
  view.file_name = material->file_name;
  view.content_type = material->content_type;
  view.size_bytes = material->size_bytes;
  view.version = material->version;
  view.checks = material->checks;
  view.uploaded_at = material->uploaded_at;
  for (std::size_t page = 1; page <= material->previews.size(); ++page)
    view.preview_urls.push_back(page_url(base, material->kind, page, material->version));
  view.download_url =
      base + "/materials/" + std::string(enum_to_text(material->kind)) + "/original";
  return view;
}

api::MaterialView voucher_view(const domain::Dossier& dossier, const std::string& base) {
  return material_view(dossier,
                       {.kind = domain::MaterialKind::transfer_voucher,
                        .title = "汇款流水单",
                        .hint = "银行回单、网银转账成功截图或柜台回执，金额、户名、附言清晰可见",
                        .stamped = false},
                       base);
}

std::vector<api::MaterialView> material_views(const domain::Dossier& dossier,
                                              const std::string& base) {
  std::vector<api::MaterialView> views;
  const auto type = dossier.application.details.certificate_type;
  for (const auto& requirement : domain::required_materials(type))
    views.push_back(material_view(dossier, requirement, base));
  return views;
}

std::optional<api::PaymentOrderView> order_view(const domain::Dossier& dossier,
                                                const std::string& qr_svg) {
  if (!dossier.order || !domain::is_online(dossier.payment->method)) return std::nullopt;
  const auto& order = *dossier.order;
  const bool open = order.status == domain::PaymentOrderStatus::open;
  return api::PaymentOrderView{.channel = order.channel,
                               .status = order.status,
                               .status_text = std::string(domain::text_of(order.status)),
                               .qr_svg = optional_text(qr_svg),
                               .link = open ? optional_text(order.link) : std::nullopt,
                               .expires_at = order.expires_at,
                               .failure = optional_text(order.failure)};
}

api::AccountCheckView account_check_view(const domain::Dossier& dossier,
                                         const app::Settings& settings) {
  const auto& details = dossier.application.details;
  const auto route = domain::pin_route(domain::PaymentMethod::wechat, details.certificate_type);
  api::AccountCheckView view{.needed = route == domain::PinRoute::transfer_remark,
                             .account_name = details.organization.name,
                             .amount = settings.account_check_amount};
  if (!dossier.account_check) return view;
  const auto& check = *dossier.account_check;
  view.amount = check.amount;
  view.account_masked = domain::mask_bank_account(check.account_number);
  view.bank_text = check.bank_name + " " + check.branch;
  view.status = check.status;
  view.status_text = std::string(domain::text_of(check.status));
  view.failure = optional_text(check.failure);
  return view;
}

/// `qr_svg`: only the applicant gets the code to pay with.
std::optional<api::PaymentView> payment_view(const domain::Dossier& dossier,
                                             const app::Settings& settings, const std::string& base,
                                             const std::string& qr_svg) {
  if (!dossier.payment) return std::nullopt;
  const auto& payment = *dossier.payment;
  const auto& account = settings.bank_account;
  api::PaymentView view{.method = payment.method,
                        .status = payment.status,
                        .amount = payment.amount,
                        .remark_code = payment.remark_code,
                        .account = {.account_name = account.account_name,
                                    .account_number = account.account_number,
                                    .bank_name = account.bank_name},
                        .rejection = optional_text(payment.rejection),
                        .voucher = voucher_view(dossier, base),
                        .status_text = std::string(domain::text_of(payment.status)),
                        .order = order_view(dossier, qr_svg)};
  return view;
}

api::IdentityView identity_view(const domain::Dossier& dossier) {
  if (!dossier.identity) return {};
  const auto& identity = *dossier.identity;
  const bool out = !identity.link_digest.empty() || !identity.phone_digest.empty();
  return {.status = identity.status,
          .person_masked =
              optional_text(domain::mask_person_name(dossier.application.details.agent.name)),
          .failure = optional_text(identity.failure),
          .front_taken = identity.front_taken,
          .back_taken = identity.back_taken,
          .expires_at = out ? optional_time(identity.expires_at) : std::nullopt,
          .verified_at = optional_time(identity.verified_at)};
}

std::optional<api::ReturnView> return_view(const domain::Dossier& dossier) {
  const auto& review = dossier.last_return;
  if (!review || dossier.application.status != domain::ApplicationStatus::returned)
    return std::nullopt;
  api::ReturnView view{.items = review->items,
                       .item_titles = {},
                       .note = optional_text(review->note),
                       .at = review->at};
  const auto type = dossier.application.details.certificate_type;
  for (const auto& item : review->items)
    view.item_titles.push_back(domain::item_title(type, item.item).value_or(item.item));
  return view;
}

std::optional<api::DeliveryView> delivery_view(const std::optional<domain::Delivery>& delivery) {
  if (!delivery) return std::nullopt;
  api::DeliveryView view{.status = delivery->status,
                         .carrier_name = "顺丰速运",
                         .waybill = optional_text(delivery->waybill),
                         .route = delivery->route};
  std::reverse(view.route.begin(), view.route.end());
  return view;
}

std::vector<api::TimelineEntry> timeline_view(const std::vector<app::TimelineRow>& rows) {
  std::vector<api::TimelineEntry> entries;
  for (const auto& row : rows)
    entries.push_back({.at = row.at, .title = row.title, .detail = optional_text(row.detail)});
  return entries;
}

std::optional<std::string> refusal_of(const app::CaseFile& file) {
  for (const auto& review : file.reviews)
    if (review.decision == domain::ReviewDecision::refuse ||
        review.decision == domain::ReviewDecision::withdraw)
      return review.note;
  return std::nullopt;
}

api::FormView form_view(const domain::Application& application, const std::string& base) {
  return {.version = application.form_version,
          .current = application.form_version > 0 && domain::form_is_current(application),
          .printed_at = {},
          .url = base + "/form.pdf?v=" + std::to_string(application.form_version),
          .seal_sheet_url = base + "/seal-sheet.pdf?v=" + std::to_string(application.form_version)};
}

std::vector<api::ApplicationAction> action_views(domain::EnumSet<domain::ApplicantAction> actions) {
  std::vector<api::ApplicationAction> views;
  for (const auto action : actions.list())
    views.push_back(*enum_from_text<api::ApplicationAction>(enum_to_text(action)));
  return views;
}

}  // namespace

api::CertificateView certificate_view(const domain::Certificate& certificate) {
  return {.serial = certificate.serial,
          .usage = certificate.usage,
          .status = certificate.status,
          .subject = certificate.subject,
          .not_before = certificate.not_before,
          .not_after = certificate.not_after,
          .revoked_at = optional_time(certificate.revoked_at),
          .download_url =
              base_url(certificate.application_id, false) + "/certificates/" + certificate.serial};
}

api::ApplicationView application_view(const app::CaseFile& file, const app::Settings& settings) {
  const auto& application = file.application();
  const std::string base = base_url(application.id, false);
  api::ApplicationView view{.id = application.id,
                            .number = application.number,
                            .revision = application.revision,
                            .kind = application.kind,
                            .status = application.status,
                            .status_text = file.status.status,
                            .next_step = file.status.next_step,
                            .step = file.step,
                            .relying_application = file.dossier.relying_application,
                            .details = application.details,
                            .problems = {},
                            .price = file.price,
                            .form = form_view(application, base),
                            .materials = material_views(file.dossier, base),
                            .identity = identity_view(file.dossier),
                            .payment = payment_view(file.dossier, settings, base, file.order_qr),
                            .account_check = account_check_view(file.dossier, settings),
                            .returned = return_view(file.dossier),
                            .refusal = refusal_of(file),
                            .due_at = optional_time(application.due_at),
                            .timeline = timeline_view(file.timeline),
                            .delivery = delivery_view(file.delivery),
                            .invoice = invoice_view(file),
                            .certificates = {},
                            .actions = action_views(file.actions),
                            .created_at = application.created_at,
                            .updated_at = application.updated_at};
  for (const auto& problem : file.problems)
    view.problems.push_back({problem.field, problem.message});
  for (const auto& certificate : file.certificates)
    view.certificates.push_back(certificate_view(certificate));
  return view;
}

namespace {

bool all_revoked(const std::vector<domain::Certificate>& certificates) {
  const auto revoked = [](const auto& one) {
    return one.status == domain::CertificateStatus::revoked;
  };
  return !certificates.empty() && std::ranges::all_of(certificates, revoked);
}

}  // namespace

api::ApplicationSummary application_summary(const app::CaseFile& file) {
  const auto& application = file.application();
  api::ApplicationSummary summary{.id = application.id,
                                  .number = application.number,
                                  .kind = application.kind,
                                  .status = application.status,
                                  .status_text = file.status.status,
                                  .next_step = file.status.next_step,
                                  .subject_name = domain::subject_name(application.details),
                                  .relying_application_name = {},
                                  .revoked = all_revoked(file.certificates),
                                  .created_at = application.created_at,
                                  .updated_at = application.updated_at};
  if (file.dossier.relying_application)
    summary.relying_application_name = file.dossier.relying_application->name;
  return summary;
}

api::PhoneIdentityView phone_view(const app::PhoneCase& phone) {
  const auto& identity = phone.identity;
  const auto& details = phone.application.details;
  const auto& agent = details.agent;
  return {.status = identity.status,
          .person_masked = domain::mask_person_name(agent.name),
          .person_title = std::string(domain::agent_title(details.certificate_type)),
          .mobile_masked = domain::mask_mobile(agent.mobile),
          .application_number = phone.application.number,
          .front_taken = identity.front_taken,
          .back_taken = identity.back_taken,
          .read_name = optional_text(identity.read_name),
          .read_number = optional_text(identity.read_number),
          .reading_available = phone.reading_available,
          .failure = optional_text(identity.failure),
          .expires_at = identity.expires_at};
}

// --- the console ---------------------------------------------------------------------------------

api::Queue queue_view(const app::ReviewQueue& queue, Timestamp now) {
  api::Queue view{.entries = {}, .total = queue.total};
  for (const auto& item : queue.items) {
    const auto& application = item.application;
    view.entries.push_back({.id = application.id,
                            .number = application.number,
                            .subject_name = domain::subject_name(application.details),
                            .certificate_type = application.details.certificate_type,
                            .relying_application_name = item.relying_application_name,
                            .status = application.status,
                            .status_text = "待审核",
                            .payment_status = item.payment_status,
                            .submissions = item.submissions,
                            .submitted_at = application.submitted_at,
                            .due_at = optional_time(application.due_at),
                            .overdue = application.due_at.ms != 0 && application.due_at < now,
                            .may_act = item.may_act,
                            .claimed_by = item.claimed_by});
  }
  return view;
}

namespace {

api::IdentityEvidence evidence(const domain::Dossier& dossier, const std::string& base) {
  if (!dossier.identity) return {};
  const auto& identity = *dossier.identity;
  api::IdentityEvidence view{
      .status = identity.status,
      .person_name = optional_text(identity.person_name),
      .person_number_masked = optional_text(domain::mask_id_number(identity.person_number)),
      .corrected_by_hand = identity.corrected,
      .read_name = optional_text(identity.read_name),
      .real_name_result = {},
      .photo_urls = {},
      .verified_at = optional_time(identity.verified_at)};
  if (identity.status == domain::IdentityStatus::verified)
    view.real_name_result = "实名电信认证一致";
  for (const auto kind : {domain::MaterialKind::id_card_front, domain::MaterialKind::id_card_back})
    if (const auto* photo = domain::find_material(dossier.materials, kind))
      view.photo_urls.push_back(page_url(base, kind, 1, photo->version));
  return view;
}

/// Why this person cannot approve now; nothing when he can.
std::optional<std::string> blocked(const app::ReviewCase& review, domain::Roles roles) {
  const auto& dossier = review.file.dossier;
  if (!roles.has(domain::Role::reviewer)) return "只有审核员可以审核";
  if (dossier.application.status != domain::ApplicationStatus::in_review)
    return "该业务单不在待审核状态";
  if (review.acted_before) return "您已处理过这张业务单，须由其他审核员处理";
  if (!dossier.payment || dossier.payment->status != domain::PaymentStatus::confirmed)
    return "款项尚未确认到账，财务确认后才能通过（仍可驳回修改）";
  return std::nullopt;
}

bool may_withdraw(const app::ReviewCase& review, domain::Roles roles) {
  return roles.has(domain::Role::reviewer) && !review.acted_before && !review.in_production &&
         review.file.application().status == domain::ApplicationStatus::approved;
}

std::vector<api::ReviewAction> review_actions(const app::ReviewCase& review, domain::Roles roles) {
  if (may_withdraw(review, roles)) return {api::ReviewAction::withdraw};
  const bool mine = roles.has(domain::Role::reviewer) && !review.acted_before &&
                    review.file.application().status == domain::ApplicationStatus::in_review;
  if (!mine) return {};
  std::vector<api::ReviewAction> actions{api::ReviewAction::return_for_correction,
                                         api::ReviewAction::refuse};
  if (!blocked(review, roles)) actions.insert(actions.begin(), api::ReviewAction::approve);
  return actions;
}

std::vector<api::ReviewHistoryEntry> history(const app::ReviewCase& review) {
  std::vector<api::ReviewHistoryEntry> entries;
  for (std::size_t i = 0; i < review.file.reviews.size(); ++i) {
    const auto& each = review.file.reviews[i];
    entries.push_back({.decision = each.decision,
                       .staff_name = review.reviewer_names[i],
                       .items = each.items,
                       .note = optional_text(each.note),
                       .at = each.at});
  }
  return entries;
}

std::string address_text(const domain::Details& details, const domain::Divisions& divisions) {
  return divisions.text(details.delivery.division) + details.delivery.address;
}

}  // namespace

api::ConsoleApplication console_view(const app::ReviewCase& review, const app::Hall& hall,
                                     domain::Roles roles) {
  const auto& file = review.file;
  const auto& application = file.application();
  const std::string base = base_url(application.id, true);
  api::ConsoleApplication view{
      .id = application.id,
      .number = application.number,
      .revision = application.revision,
      .status = application.status,
      .status_text = file.status.status,
      .relying_application_name = review.relying_application_name,
      .details = domain::mask_details(application.details),
      .address_text = address_text(domain::mask_details(application.details), hall.divisions),
      .price = file.price.value_or(domain::Price{}),
      .form_version = application.form_version,
      .form_url = base + "/form.pdf",
      .materials = material_views(file.dossier, base),
      .identity = evidence(file.dossier, base),
      .payment = payment_view(file.dossier, hall.settings, base, ""),
      .invoice = console_invoice(file),
      .reviews = history(review),
      .checklist = {},
      .timeline = timeline_view(file.timeline),
      .actions = review_actions(review, roles),
      .blocked = blocked(review, roles),
      .claimed_by = review.claimed_by,
      .submitted_at = optional_time(application.submitted_at),
      .due_at = optional_time(application.due_at)};
  if (!roles.has(domain::Role::reviewer)) {  // whose papers they are not
    view.materials.clear();
    view.identity.photo_urls.clear();
    view.form_url.clear();
  }
  if (file.dossier.payment && !domain::is_online(file.dossier.payment->method))
    view.materials.push_back(voucher_view(file.dossier, base));
  for (const auto& point : domain::review_checklist(application.details.certificate_type))
    view.checklist.push_back({std::string(point.code), std::string(point.text)});
  return view;
}

api::RevealedApplication revealed_view(const app::Revealed& revealed,
                                       const domain::Divisions& divisions) {
  api::RevealedApplication view{.details = revealed.details};
  if (view.details) view.address_text = address_text(*view.details, divisions);
  if (revealed.identity) view.person_number = optional_text(revealed.identity->person_number);
  if (revealed.payment) view.payer_name = optional_text(revealed.payment->payer_name);
  return view;
}

api::DeliveryEntry delivery_entry(const app::OpenDelivery& item,
                                  const domain::Divisions& divisions) {
  const auto& details = item.application.details;
  return {.id = item.delivery.id,
          .application_id = item.application.id,
          .number = item.application.number,
          .revision = item.delivery.revision,
          .subject_name = domain::subject_name(details),
          .recipient = details.agent.name + " " + domain::mask_mobile(details.agent.mobile),
          .address_text = address_text(domain::mask_details(details), divisions),
          .status = item.delivery.status,
          .waybill = optional_text(item.delivery.waybill),
          .updated_at = item.delivery.updated_at};
}

api::ProductionList production_view(const app::ProductionDesk& desk,
                                    const domain::Divisions& divisions) {
  api::ProductionList list;
  list.total = desk.total;
  for (const auto& item : desk.waiting)
    list.waiting.push_back({.id = item.application.id,
                            .number = item.application.number,
                            .subject_name = domain::subject_name(item.application.details),
                            .approved_at = item.application.updated_at,
                            .claimed_by = item.claimed_by});
  for (const auto& item : desk.deliveries)
    list.deliveries.push_back(delivery_entry(item, divisions));
  return list;
}

}  // namespace certhall::http
