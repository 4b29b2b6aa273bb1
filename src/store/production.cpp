#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::ProductionClaim> {
  template <class Claim, class Columns>
  static void columns(Claim& claim, Columns& columns) {
    columns.plain("application_id", claim.application_id);
    columns.plain("staff_id", claim.staff_id);
    columns.plain("claimed_at", claim.claimed_at);
    columns.plain("lease_until", claim.lease_until);
  }
};

namespace {

constexpr Text kClaimOf(
    "select application_id, staff_id, claimed_at, lease_until from production_claim"
    " where application_id = :application_id");
constexpr Text kClaim(
    "insert into production_claim (application_id, staff_id, claimed_at, lease_until)"
    " values (:application_id, :staff_id, :claimed_at, :lease_until)"
    " on conflict (application_id) do update set staff_id = excluded.staff_id,"
    " claimed_at = excluded.claimed_at, lease_until = excluded.lease_until"
    " where production_claim.staff_id = excluded.staff_id"
    " or production_claim.lease_until <= :now");
constexpr Text kRelease("delete from production_claim where application_id = :application_id");
constexpr Text kPutPin(
    "insert into pin (application_id, pin) values (:application_id, :pin)"
    " on conflict (application_id) do update set pin = excluded.pin");
constexpr Text kFindPin("select pin from pin where application_id = :application_id");
// As long as any sealed PIN, so that the bytes land where it was.
constexpr Text kOverwritePin("update pin set pin = :zeros where application_id = :application_id");
constexpr Text kErasePin("delete from pin where application_id = :application_id");

class Production final : public app::ProductionStore {
 public:
  explicit Production(Db& db) : db_(db) {}

  std::optional<app::ProductionClaim> claim_of(const ApplicationId& id) override {
    return db_.first<app::ProductionClaim>(kClaimOf, {{"application_id", id}});
  }
  bool claim(const app::ProductionClaim& claim, Timestamp now) override {
    Arguments arguments = db_.bind(claim);
    arguments.plain("now", now);
    return db_.run(kClaim, arguments) == 1;
  }
  void release(const ApplicationId& id) override { db_.run(kRelease, {{"application_id", id}}); }

  void put_pin(const ApplicationId& id, const SecretText& pin) override {
    Arguments arguments(db_.sealer());
    arguments.plain("application_id", id);
    arguments.owner("pin", id.value);
    arguments.sealed("pin", pin);
    db_.run(kPutPin, arguments);
  }
  std::optional<SecretText> find_pin(const ApplicationId& id) override {
    auto rows = db_.rows(kFindPin, {{"application_id", id}});
    if (rows.empty()) return std::nullopt;
    SecretText pin;
    rows[0].owner("pin", id.value);
    rows[0].sealed("pin", pin);
    return pin;
  }
  void erase_pin(const ApplicationId& id) override {
    db_.run(kOverwritePin, {{"application_id", id}, {"zeros", std::string(256, '0')}});
    db_.run(kErasePin, {{"application_id", id}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ProductionStore> make_production(Db& db) {
  return std::make_unique<Production>(db);
}

Statements production_statements() {
  return {kClaimOf, kClaim, kRelease, kPutPin, kFindPin, kOverwritePin, kErasePin};
}

}  // namespace certhall::store
