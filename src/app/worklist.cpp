#include "app/worklist.h"

#include "base/json.h"

namespace certhall::app {

std::string RelyingApplicationNames::of(const std::string& code) const {
  const auto found = by_code.find(code);
  return found == by_code.end() ? code : found->second;
}

RelyingApplicationNames relying_application_names(Transaction& tx) {
  RelyingApplicationNames names;
  for (auto& relying : tx.catalogue().relying_applications())
    names.by_code.emplace(relying.code, relying.name);
  return names;
}

std::optional<domain::PaymentStatus> payment_status_of(const ListedRow& row) {
  return enum_from_text<domain::PaymentStatus>(row.payment_status);
}

std::vector<ApplicationId> ids_of(const std::vector<ListedRow>& rows) {
  std::vector<ApplicationId> ids;
  for (const auto& row : rows) ids.push_back(row.id);
  return ids;
}

std::vector<ListedApplication> load_listed(Transaction& tx, const std::vector<ListedRow>& rows) {
  const auto names = relying_application_names(tx);
  auto applications = tx.applications().find_all(ids_of(rows));
  std::vector<ListedApplication> items;
  for (const auto& row : rows) {
    const auto found = applications.find(row.id);
    if (found == applications.end()) continue;
    auto name = names.of(found->second.relying_application);
    items.push_back({.application = std::move(found->second),
                     .relying_application_name = std::move(name),
                     .payment_status = payment_status_of(row)});
  }
  return items;
}

ApplicationPage list_applications(const Hall& hall, const ApplicationFilter& filter,
                                  const std::optional<ListPlace>& after) {
  return read(hall.store, [&](Transaction& tx) {
    auto rows = tx.worklists().page(filter, after, kPageSize + 1);
    ApplicationPage page;
    if (std::ssize(rows) > kPageSize) {
      rows.pop_back();
      const auto& last = rows.back();
      const bool by_due = filter.by_due || filter.due_before;
      page.next = ListPlace{.at = by_due ? last.due_at : last.created_at, .id = last.id.value};
    }
    page.items = load_listed(tx, rows);
    return page;
  });
}

WorkCounts work_counts(const Hall& hall) {
  return read(hall.store, [&](Transaction& tx) {
    auto& lists = tx.worklists();
    const auto in = [&](domain::ApplicationStatus status) {
      return tx.tallies().amount(tally::kStatus, enum_to_text(status));
    };
    WorkCounts counts{.in_review = in(domain::ApplicationStatus::in_review),
                      .overdue = lists.count_due({}, hall.clock.now()),
                      .refunds = lists.count_payments("refund_due", kMostCounted),
                      .approved = in(domain::ApplicationStatus::approved),
                      .failed_messages = tx.messages().count("given_up", kMostCounted)};
    counts.payments = counts.refunds + lists.count_payments("voucher_uploaded", kMostCounted);
    counts.parcels = lists.count_deliveries("pending", kMostCounted) +
                     lists.count_deliveries("sent_back", kMostCounted);
    return counts;
  });
}

std::int64_t file_old_applications(const Hall& hall) {
  std::int64_t filed = 0;
  for (std::int64_t some = 1; some > 0; filed += some)
    (void)write(hall.store, [&](Transaction& tx) -> Status {
      some = tx.worklists().file_old(500);
      return {};
    });
  if (filed == 0) return 0;
  // Reviews and certificates of the older program were never counted.
  (void)write(hall.store, [](Transaction& tx) -> Status {
    tx.tallies().replace(tx.tallies().recount());
    return {};
  });
  return filed;
}

}  // namespace certhall::app
