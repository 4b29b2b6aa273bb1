#include "api/portal_dto.h"
#include "api/sandbox_dto.h"
#include "app/sandbox.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"

namespace certhall::http {
namespace {

using api::Empty;
using api::SandboxView;

api::SandboxOrder order_view(const app::Hall& hall, const app::SandboxOrderRow& row) {
  return {.number = row.number,
          .channel = row.channel,
          .payee = hall.settings.company_name,
          .description = row.description,
          .amount = row.amount,
          .status = std::string(enum_to_text(row.status)),
          .expires_at = row.expires_at};
}

api::SandboxPayout payout_view(const app::SandboxPayoutRow& row) {
  api::SandboxPayout view{.key = row.transfer_key,
                          .account_name = row.account_name,
                          .account_number = row.account_number,
                          .bank_name = row.bank_name,
                          .amount = row.amount,
                          .remark = row.remark,
                          .status = std::string(enum_to_text(row.status)),
                          .reason = {},
                          .at = row.at};
  if (!row.reason.empty()) view.reason = row.reason;
  return view;
}

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
  for (const auto& row : world.orders) view.orders.push_back(order_view(hall, row));
  for (const auto& row : world.payouts) view.payouts.push_back(payout_view(row));
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

app::SandboxPayment payment_of(api::SandboxPayChoice choice) {
  switch (choice) {
    case api::SandboxPayChoice::normal:
      return app::SandboxPayment::normal;
    case api::SandboxPayChoice::lost:
      return app::SandboxPayment::lost;
    case api::SandboxPayChoice::thrice:
      return app::SandboxPayment::thrice;
    case api::SandboxPayChoice::late:
      return app::SandboxPayment::late;
    case api::SandboxPayChoice::short_amount:
      return app::SandboxPayment::short_amount;
    case api::SandboxPayChoice::refund_fails:
      return app::SandboxPayment::refund_fails;
  }
  throw std::logic_error("a tester's choice outside its enum");
}

void add_payments(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::SandboxOrder>(
      "sandbox_order", [&](Context& context, const Empty&) -> Result<api::SandboxOrder> {
        ASSIGN_OR_RETURN(order, app::sandbox_order(hall, context.parameter("number")));
        return order_view(hall, order);
      });
  handlers.add<api::SandboxPayRequest, api::SandboxOrder>(
      "sandbox_pay",
      [&](Context& context, const api::SandboxPayRequest& in) -> Result<api::SandboxOrder> {
        ASSIGN_OR_RETURN(order,
                         app::pay_order(hall, context.parameter("number"), payment_of(in.choice)));
        return order_view(hall, order);
      });
  handlers.add<api::SandboxPayoutRequest, SandboxView>(
      "sandbox_payout_return", [&](Context&, const api::SandboxPayoutRequest& in) {
        return after(hall, app::return_payout(hall, in.key));
      });
}

}  // namespace

void add_sandbox_handlers(Handlers& handlers, const app::Hall& hall) {
  add_payments(handlers, hall);
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
