#include <algorithm>
#include <tuple>

#include "api/certificate_dto.h"
#include "app/issuance.h"
#include "app/revocation.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"

namespace certhall::http {
namespace {

using api::CertificateAction;
using api::ConsoleCertificates;
using api::Empty;
using domain::CertificateStatus;

constexpr std::int64_t kLines = 500;
constexpr std::size_t kLongestNote = 300;  // bytes: a hundred characters

std::optional<Timestamp> optional_time(Timestamp time) {
  if (time.ms == 0) return std::nullopt;
  return time;
}

std::vector<CertificateAction> actions_of(const domain::Certificate& certificate, Timestamp now) {
  const bool expired = now >= certificate.not_after;
  if (certificate.status == CertificateStatus::issued)
    return expired ? std::vector{CertificateAction::revoke}
                   : std::vector{CertificateAction::suspend, CertificateAction::revoke};
  if (certificate.status == CertificateStatus::suspended)
    return expired ? std::vector{CertificateAction::revoke}
                   : std::vector{CertificateAction::release, CertificateAction::revoke};
  return {};
}

api::ConsoleCertificate view(const domain::Certificate& certificate, Timestamp now) {
  const bool revoked = certificate.revoked_at.ms != 0;
  return {.serial = certificate.serial,
          .usage = certificate.usage,
          .status = certificate.status,
          .status_text = std::string(domain::text_of(certificate.status)),
          .subject = app::public_subject(certificate),
          .issuer = certificate.issuer,
          .token_serial = certificate.token_serial,
          .public_key_digest = certificate.public_key_digest,
          .not_before = certificate.not_before,
          .not_after = certificate.not_after,
          .revoked_at = optional_time(certificate.revoked_at),
          .reason_text =
              revoked ? std::optional<std::string>(domain::text_of(certificate.revocation_reason))
                      : std::nullopt,
          .actions = actions_of(certificate, now)};
}

/// A pair after the other, signing first.
ConsoleCertificates views(const app::Hall& hall, std::vector<domain::Certificate> all) {
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::tie(a.created_at.ms, a.usage) < std::tie(b.created_at.ms, b.usage);
  });
  const auto& id = all.front().application_id;
  const auto application =
      app::read(hall.store, [&](app::Transaction& tx) { return tx.applications().find(id); });
  ConsoleCertificates view_of_all{.application_id = id,
                                  .application_number = application ? application->number : "",
                                  .certificates = {}};
  for (const auto& each : all) view_of_all.certificates.push_back(view(each, hall.clock.now()));
  return view_of_all;
}

Result<ConsoleCertificates> look_up(const app::Hall& hall, const Context& context) {
  const auto named = app::find_certificate(hall, context.parameter("serial"));
  if (!named)
    return fail(ErrorCode::not_found,
                "没有这个序列号的证书：请核对序列号（证书属性中的「序列号」）是否完整");
  auto all = app::read(hall.store, [&](app::Transaction& tx) {
    return tx.certificates().of_application(named->application_id);
  });
  std::erase_if(all, [](const auto& each) { return each.der.empty(); });
  return views(hall, std::move(all));
}

Result<ConsoleCertificates> change(const app::Hall& hall, const Context& context,
                                   const api::CertificateOrder& in) {
  if (in.action == CertificateAction::revoke && !in.reason)
    return fail_fields({{"reason", "请选择吊销原因"}});
  if (in.note.size() > kLongestNote)
    return fail_fields({{"note", "说明太长：请填写来函或工单编号，不超过 100 个字"}});
  const app::StatusOrder order{
      .event = *enum_from_text<domain::CertificateEvent>(enum_to_text(in.action)),
      .reason = in.reason.value_or(domain::RevocationReason::unspecified),
      .confirmed = in.confirmed,
      .note = in.note};
  ASSIGN_OR_RETURN(
      changed, app::change_certificate(hall, context.staff().actor(), context.parameter("serial"),
                                       in.with_pair, order));
  return views(hall, changed);
}

api::RevocationListSummary summary(const domain::RevocationList& list) {
  return {.id = list.id,
          .title = list.title,
          .change_id = list.change_id.value.empty() ? std::nullopt : std::optional(list.change_id),
          .lines = list.lines,
          .done = list.done,
          .created_at = list.created_at,
          .finished_at = optional_time(list.finished_at)};
}

Result<api::RevocationListView> report(const app::Hall& hall, const Context& context) {
  std::int64_t after = 0;
  if (const auto text = context.query("after")) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), after);
    if (error != std::errc{} || end != text->data() + text->size() || after < 0)
      return fail_fields({{"after", "应为行号"}});
  }
  const auto found =
      app::revocation_report(hall, RevocationListId{context.parameter("id")}, after, kLines);
  if (!found) return fail(ErrorCode::not_found, "没有这份吊销清单，请刷新列表");
  api::RevocationListView seen{.list = summary(found->list), .lines = {}, .next = {}};
  for (const auto& line : found->lines)
    seen.lines.push_back({.number = line.number,
                          .target = line.target,
                          .reason_text = std::string(domain::text_of(line.reason)),
                          .outcome = line.outcome,
                          .outcome_text = std::string(domain::text_of(line.outcome)),
                          .certificates = line.certificates});
  if (found->lines.size() == static_cast<std::size_t>(kLines))
    seen.next = found->lines.back().number;
  return seen;
}

}  // namespace

void add_certificate_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, ConsoleCertificates>(
      "console_certificates",
      [&](Context& context, const Empty&) { return look_up(hall, context); });
  handlers.add<api::CertificateOrder, ConsoleCertificates>(
      "certificate_change",
      [&](Context& context, const api::CertificateOrder& in) { return change(hall, context, in); });
  handlers.add<Empty, api::RevocationLists>("revocation_lists", [&](Context&, const Empty&) {
    api::RevocationLists lists;
    for (const auto& each : app::revocation_lists(hall)) lists.lists.push_back(summary(each));
    return lists;
  });
  handlers.add<Empty, api::RevocationListView>(
      "revocation_list", [&](Context& context, const Empty&) { return report(hall, context); });
}

}  // namespace certhall::http
