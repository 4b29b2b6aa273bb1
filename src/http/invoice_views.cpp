#include "base/json.h"
#include "domain/invoice_workflow.h"
#include "http/views.h"

namespace certhall::http {
namespace {

using domain::Invoice;
using domain::InvoiceEvent;
using domain::InvoiceStatus;

std::optional<std::string> optional_text(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<Timestamp> optional_time(Timestamp time) {
  if (time.ms == 0) return std::nullopt;
  return time;
}

/// Listed when the table would let this applicant do it now.
std::vector<api::InvoiceAction> actions_of(const Invoice& invoice) {
  std::vector<api::InvoiceAction> actions;
  if (domain::decide(invoice.status, InvoiceEvent::correct,
                     {.kind = domain::ActorKind::applicant, .id = ""},
                     domain::EnumSet<domain::InvoiceFact>::all()))
    actions.push_back(api::InvoiceAction::correct);
  if (domain::has_paper(invoice.status)) actions.push_back(api::InvoiceAction::resend);
  return actions;
}

bool may_retry(const Invoice& invoice) {
  return domain::find_row(domain::kInvoiceWorkflow, invoice.status, InvoiceEvent::retry) != nullptr;
}

}  // namespace

std::optional<api::InvoiceView> invoice_view(const app::CaseFile& file) {
  if (!file.invoice) return std::nullopt;
  const Invoice& invoice = *file.invoice;
  const std::string base = "/api/applications/" + invoice.application_id.value;
  api::InvoiceView view{.status = invoice.status,
                        .status_text = std::string(domain::text_of(invoice.status)),
                        .revision = invoice.revision,
                        .title = invoice.title,
                        .tax_number = invoice.tax_number,
                        .lines = invoice.lines,
                        .total = domain::total_of(invoice.lines),
                        .tax = domain::tax_of(invoice.lines),
                        .number = optional_text(invoice.number),
                        .issued_at = optional_time(invoice.issued_at),
                        .download_url = {},
                        .red_number = optional_text(invoice.red_number),
                        .red_issued_at = optional_time(invoice.red_issued_at),
                        .red_download_url = {},
                        .failure = optional_text(invoice.failure),
                        .email = file.application().details.agent.email,
                        .actions = actions_of(invoice)};
  if (!invoice.pdf.empty()) view.download_url = base + "/invoice.pdf";
  if (!invoice.red_pdf.empty()) view.red_download_url = base + "/red-invoice.pdf";
  return view;
}

std::optional<api::ConsoleInvoice> console_invoice(const app::CaseFile& file) {
  if (!file.invoice) return std::nullopt;
  const Invoice& invoice = *file.invoice;
  return api::ConsoleInvoice{.status = invoice.status,
                             .status_text = std::string(domain::text_of(invoice.status)),
                             .title = invoice.title,
                             .number = optional_text(invoice.number),
                             .red_number = optional_text(invoice.red_number),
                             .failure = optional_text(invoice.failure)};
}

api::InvoiceList invoice_list_view(const std::vector<app::InvoiceItem>& items) {
  api::InvoiceList list;
  for (const auto& [invoice, application] : items)
    list.invoices.push_back({.id = invoice.id,
                             .application_id = application.id,
                             .number = application.number,
                             .title = invoice.title,
                             .status = invoice.status,
                             .status_text = std::string(domain::text_of(invoice.status)),
                             .revision = invoice.revision,
                             .amount = domain::total_of(invoice.lines),
                             .reason = invoice.failure.empty()
                                           ? "开票平台一直没有结果，系统会继续尝试"
                                           : invoice.failure,
                             .may_retry = may_retry(invoice),
                             .updated_at = invoice.updated_at});
  return list;
}

}  // namespace certhall::http
