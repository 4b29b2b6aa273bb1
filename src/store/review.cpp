#include "store/fifty.h"
#include "store/repositories.h"
#include "store/tally.h"
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
    columns.plain("waited_minutes", review.waited_minutes);
  }
};

template <>
struct Mapping<app::ReviewClaim> {
  template <class Claim, class Columns>
  static void columns(Claim& claim, Columns& columns) {
    columns.plain("application_id", claim.application_id);
    columns.plain("staff_id", claim.staff_id);
    columns.plain("claimed_at", claim.claimed_at);
    columns.plain("lease_until", claim.lease_until);
  }
};

namespace {

constexpr Text kColumns(
    "application_id, number, staff_id, decision, items, note, checklist, decided_at,"
    " waited_minutes");
constexpr Text kNextNumber(
    "select coalesce(max(number), 0) + 1 as n from review where application_id = :application_id");
constexpr auto kInsert = "insert into review (" + kColumns +
                         ") values (:application_id, :number, :staff_id, :decision, :items, :note,"
                         " :checklist, :decided_at, :waited_minutes)";
constexpr auto kOfApplication =
    "select " + kColumns + " from review where application_id = :application_id order by number";
constexpr auto kReturns =
    "select application_id, count(*) as n from review"
    " where decision = 'return_for_correction' and application_id in " +
    kFifty + " group by application_id";
constexpr auto kActed =
    "select application_id from review_act where staff_id = :staff_id and application_id in " +
    kFifty;
constexpr Text kAddAct(
    "insert into review_act (application_id, staff_id, act, acted_at)"
    " values (:application_id, :staff_id, :act, :acted_at) on conflict do nothing");
constexpr Text kHasActed(
    "select count(*) as n from review_act"
    " where application_id = :application_id and staff_id = :staff_id");
constexpr Text kClaim(
    "insert into review_claim (application_id, staff_id, claimed_at, lease_until)"
    " values (:application_id, :staff_id, :claimed_at, :lease_until)"
    " on conflict (application_id) do update set staff_id = excluded.staff_id,"
    " claimed_at = excluded.claimed_at, lease_until = excluded.lease_until"
    " where review_claim.staff_id = excluded.staff_id or review_claim.lease_until <= :now");
constexpr Text kClaims(
    "select application_id, staff_id, claimed_at, lease_until from review_claim"
    " where application_id ");
constexpr auto kClaimOf = kClaims + "= :application_id";
constexpr auto kClaimsOf = kClaims + "in " + kFifty;
constexpr Text kRelease(
    "delete from review_claim where application_id = :application_id and staff_id = :staff_id");

class Reviews final : public app::ReviewStore {
 public:
  explicit Reviews(Db& db) : db_(db) {}

  void insert(const domain::Review& review) override {
    const NumberedReview numbered{
        .number = db_.number(kNextNumber, {{"application_id", review.application_id}}),
        .review = review};
    db_.run(kInsert, db_.bind(numbered));
    tally_review(db_, review);
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

  std::map<ApplicationId, app::ReviewState> states(std::span<const ApplicationId> ids,
                                                   const StaffId& staff_id) override {
    std::map<ApplicationId, app::ReviewState> states;
    for (const auto& id : ids) states[id] = {};
    const auto of = [&](const Row& row) -> app::ReviewState& {
      ApplicationId id;
      row.plain("application_id", id);
      return states[id];
    };
    each_fifty(ids, [&](Arguments arguments) {
      for (const auto& row : db_.rows(kReturns, arguments)) of(row).returns = row.number("n");
      for (const auto& claim : db_.all<app::ReviewClaim>(kClaimsOf, arguments))
        states[claim.application_id].claim = claim;
      arguments.plain("staff_id", staff_id);
      for (const auto& row : db_.rows(kActed, arguments)) of(row).acted = true;
    });
    return states;
  }

  bool claim(const app::ReviewClaim& claim, Timestamp now) override {
    Arguments arguments = db_.bind(claim);
    arguments.plain("now", now);
    return db_.run(kClaim, arguments) == 1;
  }
  std::optional<app::ReviewClaim> claim_of(const ApplicationId& id) override {
    return db_.first<app::ReviewClaim>(kClaimOf, {{"application_id", id}});
  }
  void release(const ApplicationId& id, const StaffId& staff_id) override {
    db_.run(kRelease, {{"application_id", id}, {"staff_id", staff_id}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ReviewStore> make_reviews(Db& db) { return std::make_unique<Reviews>(db); }

Statements review_statements() {
  return {kNextNumber, kInsert, kOfApplication, kReturns,  kActed,  kAddAct,
          kHasActed,   kClaim,  kClaimOf,       kClaimsOf, kRelease};
}

}  // namespace certhall::store
