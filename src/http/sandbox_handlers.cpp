#include "api/portal_dto.h"
#include "api/sandbox_dto.h"
#include "app/sandbox.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"

namespace certhall::http {
namespace {

using api::Empty;
using api::SandboxView;

SandboxView world(const app::Hall& hall) {
  SandboxView view;
  const auto world = app::sandbox_world(hall);
  for (const auto& sms : world.messages)
    view.messages.push_back({sms.id, sms.mobile, sms.text, sms.at});
  for (const auto& row : world.subscribers)
    view.subscribers.push_back({row.mobile, row.name, row.id_number});
  for (const auto& row : world.transfers)
    view.transfers.push_back({row.bank_reference, row.payer_name, row.amount, row.remark, row.at});
  for (const auto& row : world.parcels)
    view.parcels.push_back({row.waybill, row.recipient, row.route});
  for (const auto& mail : world.mails) {
    api::SandboxMail entry{.id = mail.id,
                           .to = mail.to,
                           .subject = mail.subject,
                           .text = mail.text,
                           .file_name = {},
                           .attachment_url = {},
                           .at = mail.at};
    if (!mail.file_name.empty()) {
      entry.file_name = mail.file_name;
      entry.attachment_url = "/api/sandbox/mails/" + std::to_string(mail.id) + "/attachment";
    }
    view.mails.push_back(std::move(entry));
  }
  return view;
}

Result<api::SandboxHandover> arrived(const app::Hall& hall, const std::string& token) {
  ASSIGN_OR_RETURN(claims, app::open_as_vendor(hall, token));
  return api::SandboxHandover{.issuer = claims.iss,
                              .audience = claims.aud,
                              .issued_at = {claims.iat * 1000},
                              .expires_at = {claims.exp * 1000},
                              .service = claims.service,
                              .kind = claims.kind,
                              .organization_name = claims.organization.name,
                              .credit_code = claims.organization.credit_code,
                              .organization_address = claims.organization.address,
                              .person_name = claims.person.name,
                              .person_mobile = claims.person.mobile};
}

Result<SandboxView> after(const app::Hall& hall, const Status& done) {
  RETURN_IF_ERROR(done);
  return world(hall);
}

Result<FileAnswer> attachment(const app::Hall& hall, const Context& context) {
  ASSIGN_OR_RETURN(id, number_of(context, "id", "没有这封邮件"));
  auto found = app::read(
      hall.store, [id = id](app::Transaction& tx) { return tx.sandbox().find_attachment(id); });
  if (!found) return fail(ErrorCode::not_found, "没有这个附件");
  return FileAnswer{std::move(found->bytes), "application/pdf", found->file_name, true};
}

}  // namespace

void add_sandbox_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, SandboxView>("sandbox_view",
                                   [&](Context&, const Empty&) { return world(hall); });
  handlers.add<api::SandboxSubscriber, SandboxView>(
      "sandbox_subscriber_save", [&](Context&, const api::SandboxSubscriber& in) {
        return after(hall, app::save_subscriber(hall, {in.mobile, in.name, in.id_number}));
      });
  handlers.add<api::HandoverArrival, api::SandboxHandover>(
      "sandbox_vendor",
      [&](Context&, const api::HandoverArrival& in) { return arrived(hall, in.token); });
  handlers.add<api::SandboxTransferRequest, SandboxView>(
      "sandbox_transfer", [&](Context&, const api::SandboxTransferRequest& in) {
        return after(hall, app::transfer_money(hall, in.payer_name, in.amount, in.remark));
      });
  handlers.add_file("sandbox_attachment",
                    [&](Context& context) { return attachment(hall, context); });
  handlers.add<api::SandboxAdvanceRequest, SandboxView>(
      "sandbox_parcel_advance", [&](Context&, const api::SandboxAdvanceRequest& in) {
        return after(hall, app::advance_parcel(hall, in.waybill, in.send_back));
      });
}

}  // namespace certhall::http
