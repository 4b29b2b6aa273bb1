#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

struct NumberedReview {
  std::int64_t number = 0;
  domain::Review review;
};

}  // namespace

template <>
struct Mapping<NumberedReview> {
  template <class Numbered, class Columns>
  static void columns(Numbered& numbered, Columns& columns) {
    auto& review = numbered.review;
    columns.plain("application_id", review.application_id);
    columns.plain("number", numbered.number);
    columns.owner("review", review.application_id.value + "/" + std::to_string(numbered.number));
    columns.plain("staff_id", review.staff_id);
    columns.plain("decision", review.decision);
    columns.sealed_json("items", review.items);
    columns.sealed("note", review.note);
    columns.json("checklist", review.checklist);
    columns.plain("decided_at", review.at);
  }
};

namespace {

constexpr Text kColumns(
    "application_id, number, staff_id, decision, items, note, checklist, decided_at");
constexpr Text kNextNumber(
    "select coalesce(max(number), 0) + 1 as n from review where application_id = :application_id");
constexpr auto kInsert = "insert into review (" + kColumns +
                         ") values (:application_id, :number, :staff_id, :decision, :items, :note,"
                         " :checklist, :decided_at)";
constexpr auto kOfApplication =
    "select " + kColumns + " from review where application_id = :application_id order by number";
constexpr Text kAddAct(
    "insert into review_act (application_id, staff_id, act, acted_at)"
    " values (:application_id, :staff_id, :act, :acted_at) on conflict do nothing");
constexpr Text kHasActed(
    "select count(*) as n from review_act"
    " where application_id = :application_id and staff_id = :staff_id");

class Reviews final : public app::ReviewStore {
 public:
  explicit Reviews(Db& db) : db_(db) {}

  void insert(const domain::Review& review) override {
    const NumberedReview numbered{
        .number = db_.number(kNextNumber, {{"application_id", review.application_id}}),
        .review = review};
    db_.run(kInsert, db_.bind(numbered));
  }
  std::vector<domain::Review> of_application(const ApplicationId& id) override {
    std::vector<domain::Review> reviews;
    for (auto& each : db_.all<NumberedReview>(kOfApplication, {{"application_id", id}})) {
      reviews.push_back(std::move(each.review));
    }
    return reviews;
  }
  void add_act(const ApplicationId& id, const StaffId& staff_id, std::string_view act,
               Timestamp at) override {
    db_.run(kAddAct,
            {{"application_id", id}, {"staff_id", staff_id}, {"act", act}, {"acted_at", at}});
  }
  bool has_acted(const ApplicationId& id, const StaffId& staff_id) override {
    return db_.number(kHasActed, {{"application_id", id}, {"staff_id", staff_id}}) > 0;
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ReviewStore> make_reviews(Db& db) { return std::make_unique<Reviews>(db); }

Statements review_statements() {
  return {kNextNumber, kInsert, kOfApplication, kAddAct, kHasActed};
}

}  // namespace certhall::store
