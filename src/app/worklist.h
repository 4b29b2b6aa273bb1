#pragma once
// Lists of applications for the staff: filtered, a page at a time, however many there are.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/hall.h"

namespace certhall::app {

/// The catalogue's names by code, loaded once for a whole list.
struct RelyingApplicationNames {
  std::map<std::string, std::string> by_code;
  /// The code itself where the catalogue no longer has it; empty: not chosen yet.
  [[nodiscard]] std::string of(const std::string& code) const;
};
[[nodiscard]] RelyingApplicationNames relying_application_names(Transaction& tx);
[[nodiscard]] std::optional<domain::PaymentStatus> payment_status_of(const ListedRow& row);

struct ListedApplication {
  domain::Application application;
  std::string relying_application_name;
  std::optional<domain::PaymentStatus> payment_status;
};
[[nodiscard]] std::vector<ApplicationId> ids_of(const std::vector<ListedRow>& rows);
[[nodiscard]] std::vector<ListedApplication> load_listed(Transaction& tx,
                                                         const std::vector<ListedRow>& rows);

inline constexpr std::int64_t kPageSize = 50;

struct ApplicationPage {
  std::vector<ListedApplication> items;
  std::optional<ListPlace> next;  // where the page behind this one begins
};
[[nodiscard]] ApplicationPage list_applications(const Hall& hall, const ApplicationFilter& filter,
                                                const std::optional<ListPlace>& after);

/// What waits for whom, as the navigation shows it; never counted further than kMostCounted.
inline constexpr std::int64_t kMostCounted = 1000;
struct WorkCounts {
  std::int64_t in_review = 0;
  std::int64_t overdue = 0;
  std::int64_t payments = 0;  // vouchers to check and refunds due
  std::int64_t refunds = 0;
  std::int64_t approved = 0;
  std::int64_t parcels = 0;  // that need a waybill
  std::int64_t failed_messages = 0;
};
[[nodiscard]] WorkCounts work_counts(const Hall& hall);

/// Applications of an older program are put into lists, search and tallies, in steps that may be
/// broken off. Returns how many it were.
std::int64_t file_old_applications(const Hall& hall);

}  // namespace certhall::app
