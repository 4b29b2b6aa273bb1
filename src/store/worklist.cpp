#include <limits>

#include "store/filing.h"
#include "store/repositories.h"
#include "store/tally.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::ListedRow> {
  template <class Listed, class Columns>
  static void columns(Listed& listed, Columns& columns) {
    columns.plain("id", listed.id);
    columns.plain("created_at", listed.created_at);
    columns.plain("due_at", listed.due_at);
    columns.plain("payment_status", listed.payment_status);
  }
};
template <>
struct Mapping<app::WorklistStore::DeliveryRow> {
  template <class Delivery, class Columns>
  static void columns(Delivery& delivery, Columns& columns) {
    columns.plain("id", delivery.id);
    columns.plain("application_id", delivery.application_id);
  }
};

namespace {

constexpr Text kSelect("select id, created_at, due_at, payment_status from application where ");
// A narrowing that must not choose the index: what it is asked about is no bare column.
constexpr Text kNarrowed(
    " and (:status = '' or status || '' = :status)"
    " and (:payment_status = '' or payment_status || '' = :payment_status)"
    " and (:certificate_type = '' or certificate_type || '' = :certificate_type)"
    " and (:relying_application = '' or relying_application || '' = :relying_application)");
constexpr Text kNewestFirst(
    " and created_at >= :from and created_at <= :at and (created_at < :at or id < :after)"
    " order by created_at desc, id desc limit :limit");
constexpr auto kAll = kSelect + "1 = 1" + kNarrowed + kNewestFirst;
constexpr auto kOfStatus = kSelect + "status = :status" + kNarrowed + kNewestFirst;
constexpr auto kOfPayment = kSelect + "payment_status = :payment_status" + kNarrowed + kNewestFirst;
constexpr auto kOfType =
    kSelect + "certificate_type = :certificate_type" + kNarrowed + kNewestFirst;
constexpr auto kOfRelying =
    kSelect + "relying_application = :relying_application" + kNarrowed + kNewestFirst;
constexpr auto kByDue =
    kSelect +
    "due_at > 0 and due_at < :due_before and due_at >= :at and (due_at > :at or id > :after)"
    " and created_at >= :from and created_at < :until" +
    kNarrowed + " order by due_at, id limit :limit";
constexpr Text kCountDue(
    "select count(*) as n from application where status = 'in_review' and due_at > :from"
    " and due_at <= :to");
constexpr Text kCountPayments(
    "select count(*) as n from (select 1 as one from payment where status = :status"
    " limit :most) counted");
constexpr Text kCountDeliveries(
    "select count(*) as n from (select 1 as one from delivery where status = :status"
    " limit :most) counted");
// Two walks along the index that are merged: one over both states would have to be sorted.
constexpr Text kDeliveries(
    "select id, application_id from delivery where status = :one and id > :after"
    " union all select id, application_id from delivery where status = :other and id > :after"
    " order by id limit :limit");
constexpr Text kUnfiled("select id from application where certificate_type = '' limit :limit");

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

template <class Enum>
std::string text_of(const std::optional<Enum>& value) {
  return value ? std::string(enum_to_text(*value)) : "";
}

class Worklists final : public app::WorklistStore {
 public:
  explicit Worklists(Db& db)
      : db_(db), applications_(make_applications(db)), tallies_(make_tallies(db)) {}

  std::vector<app::ListedRow> page(const app::ApplicationFilter& filter,
                                   const std::optional<app::ListPlace>& after,
                                   std::int64_t limit) override {
    const bool by_due = filter.by_due || filter.due_before;
    const Timestamp until = filter.created_before.value_or(Timestamp{kNever});
    app::ListPlace place{.at = {by_due ? 0 : until.ms - 1}, .id = by_due ? "" : "zz"};
    if (after && (by_due || after->at < until)) place = *after;
    const Arguments arguments{{"status", text_of(filter.status)},
                              {"payment_status", text_of(filter.payment_status)},
                              {"certificate_type", text_of(filter.certificate_type)},
                              {"relying_application", filter.relying_application},
                              {"from", filter.created_from},
                              {"until", until},
                              {"due_before", filter.due_before.value_or(Timestamp{kNever})},
                              {"at", place.at},
                              {"after", place.id},
                              {"limit", limit}};
    switch (by_due ? Along::due : best(filter)) {
      case Along::due:
        return db_.all<app::ListedRow>(kByDue, arguments);
      case Along::status:
        return db_.all<app::ListedRow>(kOfStatus, arguments);
      case Along::payment:
        return db_.all<app::ListedRow>(kOfPayment, arguments);
      case Along::type:
        return db_.all<app::ListedRow>(kOfType, arguments);
      case Along::relying:
        return db_.all<app::ListedRow>(kOfRelying, arguments);
      case Along::everything:
        return db_.all<app::ListedRow>(kAll, arguments);
    }
    return {};
  }

  std::int64_t count_due(Timestamp from, Timestamp to) override {
    return db_.number(kCountDue, {{"from", from}, {"to", to}});
  }
  std::int64_t count_payments(std::string_view status, std::int64_t most) override {
    return db_.number(kCountPayments, {{"status", status}, {"most", most}});
  }
  std::int64_t count_deliveries(std::string_view status, std::int64_t most) override {
    return db_.number(kCountDeliveries, {{"status", status}, {"most", most}});
  }
  std::vector<DeliveryRow> deliveries(bool waiting, std::string_view after,
                                      std::int64_t limit) override {
    return db_.all<DeliveryRow>(kDeliveries, {{"one", waiting ? "pending" : "ordered"},
                                              {"other", waiting ? "sent_back" : "in_transit"},
                                              {"after", after},
                                              {"limit", limit}});
  }

  std::int64_t file_old(std::int64_t limit) override {
    const auto rows = db_.rows(kUnfiled, {{"limit", limit}});
    for (const auto& row : rows) {
      ApplicationId id;
      row.plain("id", id);
      const auto application = applications_->find(id);
      file_application(db_, nullptr, *application);
      file_payment(db_, id);
    }
    return static_cast<std::int64_t>(rows.size());
  }

 private:
  enum class Along { due, status, payment, type, relying, everything };

  /// The narrowing that leaves the fewest rows to walk along.
  Along best(const app::ApplicationFilter& filter) {
    Along along = Along::everything;
    std::int64_t fewest = kNever;
    const auto offer = [&](Along which, std::string_view tally, const std::string& key) {
      if (key.empty()) return;
      const std::int64_t amount = tallies_->amount(tally, key);
      if (amount >= fewest) return;
      fewest = amount;
      along = which;
    };
    offer(Along::status, app::tally::kStatus, text_of(filter.status));
    offer(Along::type, app::tally::kType, text_of(filter.certificate_type));
    offer(Along::relying, app::tally::kRelying, filter.relying_application);
    // Payments are not tallied, but those that are neither confirmed nor called off are few.
    if (filter.payment_status && *filter.payment_status != domain::PaymentStatus::confirmed &&
        *filter.payment_status != domain::PaymentStatus::cancelled)
      return Along::payment;
    return along == Along::everything && filter.payment_status ? Along::payment : along;
  }

  Db& db_;
  std::unique_ptr<app::ApplicationStore> applications_;
  std::unique_ptr<app::TallyStore> tallies_;
};

}  // namespace

std::unique_ptr<app::WorklistStore> make_worklists(Db& db) {
  return std::make_unique<Worklists>(db);
}

Statements worklist_statements() {
  return {kAll,      kOfStatus,      kOfPayment,       kOfType,     kOfRelying, kByDue,
          kCountDue, kCountPayments, kCountDeliveries, kDeliveries, kUnfiled};
}

}  // namespace certhall::store
