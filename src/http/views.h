#pragma once
// From what the use cases know to what the pages get. Masking happens here and nowhere else.

#include "api/application_dto.h"
#include "api/console_dto.h"
#include "api/phone_dto.h"
#include "app/case_file.h"
#include "app/identity.h"
#include "app/payment.h"
#include "app/production.h"
#include "app/review.h"

namespace certhall::http {

[[nodiscard]] api::ApplicationView application_view(const app::CaseFile& file,
                                                    const app::Settings& settings);
[[nodiscard]] api::ApplicationSummary application_summary(const app::CaseFile& file);
[[nodiscard]] api::CertificateView certificate_view(const domain::Certificate& certificate);
[[nodiscard]] api::PhoneIdentityView phone_view(const app::PhoneCase& phone);

[[nodiscard]] api::Queue queue_view(const app::ReviewQueue& queue, Timestamp now);
[[nodiscard]] api::ConsoleApplication console_view(const app::ReviewCase& review,
                                                   const app::Hall& hall, domain::Role role);
[[nodiscard]] api::FinanceList finance_view(const app::FinanceDesk& desk);
[[nodiscard]] api::ProductionList production_view(const app::ProductionDesk& desk,
                                                  const domain::Divisions& divisions);

}  // namespace certhall::http
