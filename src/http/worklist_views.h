#pragma once
// Lists, search and figures as the console gets them; masked here.

#include "api/worklist_dto.h"
#include "app/dashboard.h"
#include "app/message.h"
#include "app/search.h"
#include "app/worklist.h"
#include "http/views.h"

namespace certhall::http {

[[nodiscard]] std::string place_text(const app::ListPlace& place);
/// Nothing for what place_text() did not write.
[[nodiscard]] std::optional<app::ListPlace> read_place(std::string_view text);

[[nodiscard]] api::ApplicationPage application_page_view(const app::ApplicationPage& page,
                                                         Timestamp now);
[[nodiscard]] api::SearchResult search_view(const std::vector<app::FoundApplication>& found,
                                            Timestamp now);
[[nodiscard]] api::WorkCounts work_view(const app::WorkCounts& counts, domain::Roles roles);
[[nodiscard]] api::DashboardView dashboard_view(const app::Dashboard& board);
[[nodiscard]] api::MessagePage message_page_view(const app::MessagePage& page);
[[nodiscard]] api::DeliveryPage delivery_page_view(const app::DeliveryPage& page,
                                                   const domain::Divisions& divisions);

}  // namespace certhall::http
