#include "api/console_dto.h"
#include "app/act.h"
#include "app/application.h"
#include "app/material.h"
#include "app/payment.h"
#include "app/production.h"
#include "app/reveal.h"
#include "app/review.h"
#include "app/shipping.h"
#include "http/hall_handlers.h"
#include "http/parameters.h"
#include "http/views.h"

namespace certhall::http {
namespace {

using api::ConsoleApplication;
using api::Empty;

domain::Actor actor(const Context& context) { return context.staff().actor(); }

Result<ConsoleApplication> view(const app::Hall& hall, const Context& context,
                                Result<app::ReviewCase> review) {
  RETURN_IF_ERROR(review);
  return console_view(*review, hall, context.staff().roles);
}

Result<FileAnswer> material(const app::Hall& hall, const Context& context, std::int64_t page) {
  ASSIGN_OR_RETURN(kind, material_kind(context));
  ASSIGN_OR_RETURN(file,
                   app::material_file_for_staff(hall, actor(context), id_of(context), kind, page));
  return FileAnswer{std::move(file.bytes), file.content_type, file.file_name, page > 0};
}

Result<FileAnswer> form(const app::Hall& hall, const Context& context) {
  return app::write(hall.store, [&](app::Transaction& tx) -> Result<FileAnswer> {
    const auto application = tx.applications().find(id_of(context));
    if (!application) return fail(ErrorCode::not_found, "没有这张业务单");
    ASSIGN_OR_RETURN(pdf, app::form_pdf(tx, hall, *application));
    app::audit(tx, context.now(), actor(context), "application.form_seen",
               app::subject_of(application->id));
    return FileAnswer{std::move(pdf), "application/pdf", application->number + ".pdf", true};
  });
}

void add_review(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::Queue>("review_queue", [&](Context& context, const Empty&) {
    return queue_view(app::review_queue(hall, actor(context)), context.now());
  });
  handlers.add<Empty, ConsoleApplication>(
      "console_application", [&](Context& context, const Empty&) {
        return view(hall, context, app::review_case(hall, actor(context), id_of(context)));
      });
  handlers.add<api::RevealRequest, api::RevealedApplication>(
      "console_reveal",
      [&](Context& context, const api::RevealRequest& in) -> Result<api::RevealedApplication> {
        ASSIGN_OR_RETURN(revealed, app::reveal(hall, actor(context), id_of(context), in.reason));
        return revealed_view(revealed, hall.divisions);
      });
  handlers.add<api::ApproveRequest, ConsoleApplication>(
      "review_approve", [&](Context& context, const api::ApproveRequest& in) {
        return view(hall, context,
                    app::approve(hall, actor(context), id_of(context), in.revision, in.checklist));
      });
  handlers.add<api::ReturnRequest, ConsoleApplication>(
      "review_return", [&](Context& context, const api::ReturnRequest& in) {
        return view(hall, context,
                    app::return_for_correction(hall, actor(context), id_of(context), in.revision,
                                               in.items));
      });
  handlers.add<api::RefuseRequest, ConsoleApplication>(
      "review_refuse", [&](Context& context, const api::RefuseRequest& in) {
        return view(hall, context,
                    app::refuse(hall, actor(context), id_of(context), in.revision, in.reason));
      });
  handlers.add<api::WithdrawRequest, ConsoleApplication>(
      "review_withdraw", [&](Context& context, const api::WithdrawRequest& in) {
        return view(hall, context,
                    app::withdraw(hall, actor(context), id_of(context), in.revision, in.reason));
      });
}

void add_files(Handlers& handlers, const app::Hall& hall) {
  handlers.add_file("console_form_file", [&](Context& context) { return form(hall, context); });
  handlers.add_file("console_material_page", [&](Context& context) -> Result<FileAnswer> {
    ASSIGN_OR_RETURN(page, page_of(context));
    return material(hall, context, page);
  });
  handlers.add_file("console_material_original",
                    [&](Context& context) { return material(hall, context, 0); });
}

Result<api::FinanceList> finance(const app::Hall& hall, const Status& done) {
  RETURN_IF_ERROR(done);
  return finance_view(app::finance_desk(hall));
}

void add_finance(Handlers& handlers, const app::Hall& hall) {
  const auto payment = [](const Context& context) { return PaymentId{context.parameter("id")}; };
  handlers.add<Empty, api::FinanceList>(
      "finance_list", [&](Context&, const Empty&) { return finance(hall, Status{}); });
  handlers.add<api::ConfirmPaymentRequest, api::FinanceList>(
      "payment_confirm", [&hall, payment](Context& context, const api::ConfirmPaymentRequest& in) {
        return finance(hall,
                       app::confirm_payment(hall, actor(context), payment(context), in.revision,
                                            {in.amount, in.payer_name, in.bank_reference}));
      });
  handlers.add<api::RejectVoucherRequest, api::FinanceList>(
      "payment_reject", [&hall, payment](Context& context, const api::RejectVoucherRequest& in) {
        return finance(hall, app::reject_voucher(hall, actor(context), payment(context),
                                                 in.revision, in.reason));
      });
  handlers.add<api::RefundedRequest, api::FinanceList>(
      "payment_refunded", [&hall, payment](Context& context, const api::RefundedRequest& in) {
        return finance(hall, app::record_refund(hall, actor(context), payment(context), in.revision,
                                                in.bank_reference));
      });
}

void add_online_payments(Handlers& handlers, const app::Hall& hall) {
  const auto order = [](const Context& context) { return PaymentOrderId{context.parameter("id")}; };
  handlers.add<api::RevisionRequest, api::FinanceList>(
      "refund_retry", [&hall, order](Context& context, const api::RevisionRequest& in) {
        return finance(hall, app::retry_refund(hall, actor(context), order(context), in.revision));
      });
  handlers.add<api::RefundedRequest, api::FinanceList>(
      "refund_by_hand", [&hall, order](Context& context, const api::RefundedRequest& in) {
        return finance(hall, app::refund_by_hand(hall, actor(context), order(context), in.revision,
                                                 in.bank_reference));
      });
  handlers.add<api::ResolveUnmatchedRequest, api::FinanceList>(
      "unmatched_resolve", [&](Context& context, const api::ResolveUnmatchedRequest& in) {
        return finance(hall, app::resolve_unmatched(hall, actor(context), in.channel,
                                                    in.transaction_id, in.resolution));
      });
  handlers.add<api::RevisionRequest, api::FinanceList>(
      "account_check_resend", [&](Context& context, const api::RevisionRequest& in) {
        return finance(hall, app::resend_pin(hall, actor(context),
                                             AccountCheckId{context.parameter("id")}, in.revision));
      });
}

}  // namespace

void add_console_handlers(Handlers& handlers, const app::Hall& hall) {
  add_review(handlers, hall);
  add_files(handlers, hall);
  add_finance(handlers, hall);
  add_online_payments(handlers, hall);
  handlers.add<Empty, api::ProductionList>("production_list", [&](Context&, const Empty&) {
    return production_view(app::production_desk(hall), hall.divisions);
  });
  handlers.add<api::ShipRequest, api::ProductionList>(
      "delivery_ship",
      [&](Context& context, const api::ShipRequest& in) -> Result<api::ProductionList> {
        RETURN_IF_ERROR(app::ship(hall, actor(context), DeliveryId{context.parameter("id")},
                                  in.revision, in.waybill));
        return production_view(app::production_desk(hall), hall.divisions);
      });
}

}  // namespace certhall::http
