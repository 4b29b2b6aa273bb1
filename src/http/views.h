#pragma once
// From what the use cases know to what the pages get. Masking happens here and nowhere else.

#include "api/application_dto.h"
#include "api/console_dto.h"
#include "api/phone_dto.h"
#include "app/case_file.h"
#include "app/identity.h"
#include "app/invoice.h"
#include "app/payment.h"
#include "app/production.h"
#include "app/reveal.h"
#include "app/review.h"

namespace certhall::http {

[[nodiscard]] api::ApplicationView application_view(const app::CaseFile& file,
                                                    const app::Settings& settings);
[[nodiscard]] api::ApplicationSummary application_summary(const app::CaseFile& file);
[[nodiscard]] api::CertificateView certificate_view(const domain::Certificate& certificate);
[[nodiscard]] api::PhoneIdentityView phone_view(const app::PhoneCase& phone);

[[nodiscard]] api::Queue queue_view(const app::ReviewQueue& queue, Timestamp now);
[[nodiscard]] api::ConsoleApplication console_view(const app::ReviewCase& review,
                                                   const app::Hall& hall, domain::Roles roles);
[[nodiscard]] api::RevealedApplication revealed_view(const app::Revealed& revealed,
                                                     const domain::Divisions& divisions);
[[nodiscard]] api::FinanceList finance_view(const app::FinanceDesk& desk);
[[nodiscard]] api::DeliveryEntry delivery_entry(const app::OpenDelivery& item,
                                                const domain::Divisions& divisions);
[[nodiscard]] api::ProductionList production_view(const app::ProductionDesk& desk,
                                                  const domain::Divisions& divisions);

// invoice_views.cpp
[[nodiscard]] std::optional<api::InvoiceView> invoice_view(const app::CaseFile& file);
[[nodiscard]] std::optional<api::ConsoleInvoice> console_invoice(const app::CaseFile& file);
[[nodiscard]] api::InvoiceList invoice_list_view(const std::vector<app::InvoiceItem>& items);

}  // namespace certhall::http
