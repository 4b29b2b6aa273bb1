#include "store/tally.h"

#include <algorithm>
#include <map>

#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::Tally> {
  template <class Tally, class Columns>
  static void columns(Tally& tally, Columns& columns) {
    columns.plain("name", tally.name);
    columns.plain("key", tally.key);
    columns.plain("amount", tally.amount);
  }
};

namespace {

namespace name = app::tally;

constexpr Text kAdd(
    "insert into tally (name, key, amount) values (:name, :key, :amount)"
    " on conflict (name, key) do update set amount = tally.amount + excluded.amount");
constexpr Text kTypeOf("select certificate_type from application where id = :id");
constexpr Text kAll("select name, key, amount from tally where amount <> 0 order by name, key");
constexpr Text kList(
    "select name, key, amount from tally where name = :name and key >= :from and key < :to"
    " and amount <> 0 order by key");
constexpr Text kAmount(
    "select coalesce(max(amount), 0) as n from tally where name = :name and key = :key");
constexpr Text kErase("delete from tally");
// Days since 1970 in China: the only calendar that both engines reckon alike.
constexpr Text kRecountApplications(
    "select status, certificate_type, relying_application,"
    " case when received_at = 0 then -1 else (received_at + 28800000) / 86400000 end as day,"
    " count(*) as n from application where certificate_type <> ''"
    " group by 1, 2, 3, 4");
constexpr Text kRecountCertificates(
    "select a.certificate_type as certificate_type, (c.not_after + 28800000) / 86400000 as day,"
    " count(*) as n from certificate c join application a on a.id = c.application_id"
    " where c.status = 'issued' and c.usage = 'signing' group by 1, 2");
constexpr Text kRecountReviews(
    "select application_id, number, decision, items, decided_at, waited_minutes from review"
    " where application_id > :application_id"
    " or (application_id = :application_id and number > :number)"
    " order by application_id, number limit 1000");

std::string day_text(Timestamp at) { return to_text(china_date(at)); }
std::string month_text(Timestamp at) { return day_text(at).substr(0, 7); }

void add(Db& db, std::string_view tally, std::string_view key, std::int64_t amount) {
  db.run(kAdd, {{"name", tally}, {"key", key}, {"amount", amount}});
}

std::string received_key(Timestamp at, domain::CertificateType type) {
  return day_text(at) + "/" + std::string(enum_to_text(type));
}

std::string decided_key(const domain::Review& review) {
  std::string step = "unknown";
  if (review.waited_minutes >= 0) {
    const auto* above = std::ranges::upper_bound(name::kWaitSteps, review.waited_minutes);
    step = std::to_string(above - std::begin(name::kWaitSteps) - 1);
  }
  return month_text(review.at) + "/" + std::string(enum_to_text(review.decision)) + "/" + step;
}

void count(Db& db, const CountedApplication& application, std::int64_t amount) {
  add(db, name::kStatus, enum_to_text(application.status), amount);
  add(db, name::kType, enum_to_text(application.certificate_type), amount);
  add(db, name::kRelying, application.relying_application, amount);
  if (application.received_at.ms != 0)
    add(db, name::kReceived, received_key(application.received_at, application.certificate_type),
        amount);
}

bool is_counted(const domain::Certificate& certificate) {
  return certificate.status == domain::CertificateStatus::issued &&
         certificate.usage == domain::CertificateUsage::signing;
}

}  // namespace

void tally_application(Db& db, const CountedApplication* before, const CountedApplication& after) {
  if (before != nullptr && *before == after) return;
  if (before != nullptr) count(db, *before, -1);
  count(db, after, 1);
}

void tally_review(Db& db, const domain::Review& review) {
  add(db, name::kDecided, decided_key(review), 1);
  for (const auto& item : review.items)
    add(db, name::kReturned, month_text(review.at) + "/" + item.item, 1);
}

void tally_certificate(Db& db, const domain::Certificate& before,
                       const domain::Certificate& after) {
  const int change = static_cast<int>(is_counted(after)) - static_cast<int>(is_counted(before));
  if (change == 0) return;
  for (const auto& row : db.rows(kTypeOf, {{"id", after.application_id}})) {
    std::string type;
    row.plain("certificate_type", type);
    add(db, name::kCertificate, month_text(after.not_after) + "/" + type, change);
  }
}

namespace {

struct CountedReview {
  std::int64_t number = 0;
  domain::Review review;
};

using Counts = std::map<std::pair<std::string, std::string>, std::int64_t>;

}  // namespace

template <>
struct Mapping<CountedReview> {
  template <class Counted, class Columns>
  static void columns(Counted& counted, Columns& columns) {
    auto& review = counted.review;
    columns.plain("application_id", review.application_id);
    columns.plain("number", counted.number);
    columns.owner("review", review.application_id.value + "/" + std::to_string(counted.number));
    columns.plain("decision", review.decision);
    columns.sealed_json("items", review.items);
    columns.plain("decided_at", review.at);
    columns.plain("waited_minutes", review.waited_minutes);
  }
};

namespace {

// SOCI takes an expression of SQLite's, which has no declared type, for a text.
std::int64_t number_in(const std::map<std::string, Value>& row, const std::string& column) {
  const Value& value = row.at(column);
  if (const auto* text = std::get_if<std::string>(&value)) return std::stoll(*text);
  return std::get<std::int64_t>(value);
}

Timestamp noon_of(std::int64_t day) { return {day * 86'400'000 + 4 * 3'600'000}; }

class Tallies final : public app::TallyStore {
 public:
  explicit Tallies(Db& db) : db_(db) {}

  std::vector<app::Tally> list(std::string_view tally, std::string_view from,
                               std::string_view to) override {
    return db_.all<app::Tally>(kList, {{"name", tally}, {"from", from}, {"to", to}});
  }
  std::int64_t amount(std::string_view tally, std::string_view key) override {
    return db_.number(kAmount, {{"name", tally}, {"key", key}});
  }
  std::vector<app::Tally> all() override { return db_.all<app::Tally>(kAll, {}); }

  std::vector<app::Tally> recount() override {
    Counts counts;
    recount_applications(counts);
    recount_certificates(counts);
    recount_reviews(counts);
    std::vector<app::Tally> tallies;
    for (const auto& [what, amount] : counts) tallies.push_back({what.first, what.second, amount});
    return tallies;
  }
  void replace(const std::vector<app::Tally>& tallies) override {
    db_.run(kErase, {});
    for (const auto& tally : tallies) db_.run(kAdd, db_.bind(tally));
  }

 private:
  void recount_applications(Counts& counts) {
    for (const auto& row : db_.plain_rows(kRecountApplications, {})) {
      const auto text = [&](const char* column) { return std::get<std::string>(row.at(column)); };
      const std::int64_t n = number_in(row, "n");
      const std::int64_t day = number_in(row, "day");
      counts[{std::string(name::kStatus), text("status")}] += n;
      counts[{std::string(name::kType), text("certificate_type")}] += n;
      counts[{std::string(name::kRelying), text("relying_application")}] += n;
      if (day >= 0)
        counts[{std::string(name::kReceived),
                day_text(noon_of(day)) + "/" + text("certificate_type")}] += n;
    }
  }
  void recount_certificates(Counts& counts) {
    for (const auto& row : db_.plain_rows(kRecountCertificates, {}))
      counts[{std::string(name::kCertificate),
              month_text(noon_of(number_in(row, "day"))) + "/" +
                  std::get<std::string>(row.at("certificate_type"))}] += number_in(row, "n");
  }
  void recount_reviews(Counts& counts) {
    CountedReview last;
    for (;;) {
      const auto page = db_.all<CountedReview>(
          kRecountReviews,
          {{"application_id", last.review.application_id}, {"number", last.number}});
      if (page.empty()) return;
      for (const auto& [number, review] : page) {
        ++counts[{std::string(name::kDecided), decided_key(review)}];
        for (const auto& item : review.items)
          ++counts[{std::string(name::kReturned), month_text(review.at) + "/" + item.item}];
      }
      last = page.back();
    }
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::TallyStore> make_tallies(Db& db) { return std::make_unique<Tallies>(db); }

Statements tally_statements() {
  return {kAdd,
          kTypeOf,
          kAll,
          kList,
          kAmount,
          kErase,
          kRecountApplications,
          kRecountCertificates,
          kRecountReviews};
}

}  // namespace certhall::store
