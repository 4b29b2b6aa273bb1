#include "app/invoice.h"

#include "http/hall_handlers.h"
#include "http/parameters.h"
#include "http/views.h"

namespace certhall::http {
namespace {

using api::ApplicationView;
using api::Empty;

Result<ApplicationView> view(const app::Hall& hall, Result<app::CaseFile> file) {
  RETURN_IF_ERROR(file);
  return application_view(*file, hall.settings);
}

Result<FileAnswer> paper(const app::Hall& hall, const Context& context, app::InvoicePaper which) {
  return app::read(hall.store, [&](app::Transaction& tx) -> Result<FileAnswer> {
    ASSIGN_OR_RETURN(application,
                     app::own_application(tx, context.applicant().account, id_of(context)));
    ASSIGN_OR_RETURN(file, app::invoice_file(tx, hall, application, which));
    return FileAnswer{std::move(file.bytes), file.content_type, file.file_name, true};
  });
}

void add_applicants(Handlers& handlers, const app::Hall& hall) {
  handlers.add_file("invoice_file", [&](Context& context) {
    return paper(hall, context, app::InvoicePaper::invoice);
  });
  handlers.add_file("red_invoice_file", [&](Context& context) {
    return paper(hall, context, app::InvoicePaper::red_letter);
  });
  handlers.add<api::InvoiceBuyerRequest, ApplicationView>(
      "invoice_correct", [&](Context& context, const api::InvoiceBuyerRequest& in) {
        return view(hall, app::correct_invoice(hall, context.applicant().account, id_of(context),
                                               in.revision, {in.title, in.tax_number}));
      });
  handlers.add<api::InvoiceResendRequest, ApplicationView>(
      "invoice_resend", [&](Context& context, const api::InvoiceResendRequest& in) {
        return view(
            hall, app::resend_invoice(hall, context.applicant().account, id_of(context), in.email));
      });
}

}  // namespace

void add_invoice_handlers(Handlers& handlers, const app::Hall& hall) {
  add_applicants(handlers, hall);
  handlers.add<Empty, api::InvoiceList>("invoice_list", [&](Context&, const Empty&) {
    return invoice_list_view(app::invoice_desk(hall));
  });
  handlers.add<api::InvoiceRetryRequest, api::InvoiceList>(
      "invoice_retry",
      [&](Context& context, const api::InvoiceRetryRequest& in) -> Result<api::InvoiceList> {
        RETURN_IF_ERROR(app::retry_invoice(hall, context.staff().actor(),
                                           InvoiceId{context.parameter("id")}, in.revision));
        return invoice_list_view(app::invoice_desk(hall));
      });
}

}  // namespace certhall::http
