#include "http/worklist_views.h"

#include <charconv>

#include "base/json.h"
#include "domain/masking.h"

namespace certhall::http {
namespace {

using domain::ApplicationStatus;
using domain::Role;

std::string status_title(ApplicationStatus status) {
  switch (status) {
    case ApplicationStatus::draft:
      return "填写中";
    case ApplicationStatus::awaiting_payment:
      return "待付款";
    case ApplicationStatus::in_review:
      return "待审核";
    case ApplicationStatus::returned:
      return "待修改";
    case ApplicationStatus::approved:
      return "待制证";
    case ApplicationStatus::produced:
      return "待寄送";
    case ApplicationStatus::shipped:
      return "已寄出";
    case ApplicationStatus::completed:
      return "已完成";
    case ApplicationStatus::cancelled:
      return "已取消";
    case ApplicationStatus::refused:
      return "已拒绝";
  }
  throw std::logic_error("a status outside its enum");
}

/// What a list calls the applicant: a person's name is nobody's business there.
std::string subject_name(const domain::Details& details) {
  if (details.certificate_type == domain::CertificateType::natural_person)
    return domain::mask_person_name(details.agent.name);
  return details.organization.name;
}

std::optional<Timestamp> optional_time(Timestamp time) {
  if (time.ms == 0) return std::nullopt;
  return time;
}

api::ApplicationRow row_view(const app::ListedApplication& listed, Timestamp now) {
  const auto& application = listed.application;
  const auto& agent = application.details.agent;
  std::string masked = domain::mask_person_name(agent.name);
  if (!agent.mobile.empty()) masked += " " + domain::mask_mobile(agent.mobile);
  return {.id = application.id,
          .number = application.number,
          .subject_name = subject_name(application.details),
          .agent_masked = masked,
          .certificate_type = application.details.certificate_type,
          .relying_application_name = listed.relying_application_name,
          .status = application.status,
          .status_text = status_title(application.status),
          .payment_status = listed.payment_status,
          .created_at = application.created_at,
          .submitted_at = optional_time(application.submitted_at),
          .due_at = optional_time(application.due_at),
          .overdue = application.due_at.ms != 0 && application.due_at < now,
          .may_open = application.status != ApplicationStatus::draft};
}

api::TypeCounts type_counts(const app::TypeCounts& counts) {
  const auto of = [&](domain::CertificateType type) {
    const auto found = counts.find(type);
    return found == counts.end() ? 0 : found->second;
  };
  return {.organization = of(domain::CertificateType::organization),
          .organization_person = of(domain::CertificateType::organization_person),
          .natural_person = of(domain::CertificateType::natural_person)};
}

std::string hours(std::int64_t minutes) { return std::to_string(minutes / 60); }

/// "1–2 小时": the last step has no end.
std::vector<api::WaitCount> wait_counts(const std::vector<app::Dashboard::Step>& steps) {
  std::vector<api::WaitCount> counts;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto from = steps[i].from_minutes;
    std::string title = i == 0 ? "1 小时内" : hours(from) + " 小时以上";
    if (i > 0 && i + 1 < steps.size())
      title = hours(from) + "–" + hours(steps[i + 1].from_minutes) + " 小时";
    counts.push_back({.from_minutes = from, .title = title, .count = steps[i].count});
  }
  return counts;
}

struct MessageTitle {
  std::string_view label;
  std::string_view title;
};
constexpr MessageTitle kMessageTitles[] = {
    {"login_code", "登录验证码"},
    {"sms_approved", "审核通过"},
    {"sms_returned", "审核驳回"},
    {"sms_refused", "不予办理"},
    {"sms_voucher_rejected", "凭证不符"},
    {"sms_pin", "PIN 码"},
    {"sms_shipped", "已寄出"},
    {"sms_completed", "办理完成"},
    {"payment_confirmed", "到账确认"},
    {"payment_refunded", "退款完成"},
    {"loss_reported", "报失"},
    {"sms_payment_confirmed", "到账确认"},
    {"sms_refunded", "退款完成"},
    {"sms_pin_transferred", "PIN 码已转账"},
    {"sms_pin_not_transferred", "PIN 码转账未成功"},
};

std::string message_title(const std::string& label) {
  for (const auto& each : kMessageTitles)
    if (each.label == label) return std::string(each.title);
  return "业务通知";
}

std::optional<std::string> error_text(const app::MessageRow& row) {
  if (row.last_error.empty()) return std::nullopt;
  if (row.last_error == enum_to_text(ErrorCode::invalid)) return "号码或内容被短信平台拒绝";
  return "短信平台没有接收，系统会自动重试";
}

api::MessageEntry message_view(const app::LoggedMessage& message) {
  const auto& row = message.row;
  const auto status = enum_from_text<api::MessageStatus>(row.status);
  api::MessageEntry entry{.id = row.id,
                          .label = row.label,
                          .title = message_title(row.label),
                          .recipient_masked = row.recipient,
                          .application_number = {},
                          .status = status.value_or(api::MessageStatus::waiting),
                          .attempts = row.attempts,
                          .error = error_text(row),
                          .may_send_again = message.may_send_again,
                          .created_at = row.created_at,
                          .due_at = {},
                          .finished_at = optional_time(row.finished_at)};
  if (!message.application_number.empty()) entry.application_number = message.application_number;
  if (entry.status == api::MessageStatus::waiting) entry.due_at = row.due_at;
  if (entry.status == api::MessageStatus::given_up && entry.error)
    entry.error = "多次发送失败，已停止自动重试";
  return entry;
}

}  // namespace

std::string place_text(const app::ListPlace& place) {
  return std::to_string(place.at.ms) + "." + place.id;
}

std::optional<app::ListPlace> read_place(std::string_view text) {
  app::ListPlace place;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.at.ms);
  if (error != std::errc{} || place.at.ms < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (rest.size() < 2 || rest.size() > 40 || rest.front() != '.') return std::nullopt;
  place.id = rest.substr(1);
  return place;
}

api::ApplicationPage application_page_view(const app::ApplicationPage& page, Timestamp now) {
  api::ApplicationPage view;
  for (const auto& item : page.items) view.entries.push_back(row_view(item, now));
  if (page.next) view.next = place_text(*page.next);
  return view;
}

api::SearchResult search_view(const std::vector<app::FoundApplication>& found, Timestamp now) {
  api::SearchResult result;
  for (const auto& each : found)
    result.hits.push_back({.row = row_view(each.listed, now), .kind = each.kind});
  return result;
}

api::WorkCounts work_view(const app::WorkCounts& counts, domain::Roles roles) {
  api::WorkCounts view;
  using enum api::WorkPlace;
  const auto add = [&](api::WorkPlace place, std::int64_t count, std::int64_t urgent) {
    view.places.push_back({.place = place, .count = count, .urgent = urgent});
  };
  if (roles.has(Role::reviewer)) add(queue, counts.in_review, counts.overdue);
  if (roles.has(Role::finance)) add(payments, counts.payments, counts.refunds);
  if (roles.has(Role::producer)) add(production, counts.approved + counts.parcels, counts.parcels);
  if (roles.has(Role::reviewer) || roles.has(Role::finance) || roles.has(Role::producer))
    add(messages, counts.failed_messages, counts.failed_messages);
  return view;
}

api::DashboardView dashboard_view(const app::Dashboard& board) {
  api::DashboardView view{.at = board.at,
                          .received = {},
                          .waiting = wait_counts(board.waiting),
                          .decided = wait_counts(board.decided),
                          .returned = {},
                          .expiring = {},
                          .statuses = {}};
  for (const auto& day : board.received)
    view.received.push_back({to_text(day.day), type_counts(day.counts)});
  for (const auto& reason : board.returned) view.returned.push_back({reason.title, reason.count});
  for (const auto& month : board.expiring)
    view.expiring.push_back({month.month, type_counts(month.counts)});
  for (const auto& [status, count] : board.statuses)
    view.statuses.push_back({status, status_title(status), count});
  return view;
}

api::MessagePage message_page_view(const app::MessagePage& page) {
  api::MessagePage view;
  for (const auto& message : page.items) view.entries.push_back(message_view(message));
  if (!page.next.empty()) view.next = page.next;
  return view;
}

api::DeliveryPage delivery_page_view(const app::DeliveryPage& page,
                                     const domain::Divisions& divisions) {
  api::DeliveryPage view;
  for (const auto& item : page.items) view.entries.push_back(delivery_entry(item, divisions));
  if (!page.next.empty()) view.next = page.next;
  return view;
}

}  // namespace certhall::http
