#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::AccountCheck> {
  template <class Check, class Columns>
  static void columns(Check& check, Columns& columns) {
    columns.plain("id", check.id);
    columns.owner("account_check", check.id.value);
    columns.plain("application_id", check.application_id);
    columns.plain("status", check.status);
    columns.plain("revision", check.revision);
    columns.sealed("account_number", check.account_number);
    columns.sealed("bank_name", check.bank_name);
    columns.sealed("branch", check.branch);
    columns.plain("amount", check.amount);
    columns.plain("attempt", check.attempt);
    columns.plain("failure", check.failure);
    columns.plain("attend_at", check.attend_at);
    columns.plain("attended", check.attended);
    columns.plain("created_at", check.created_at);
    columns.plain("updated_at", check.updated_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, status, revision, account_number, bank_name, branch, amount, attempt,"
    " failure, attend_at, attended, created_at, updated_at");
constexpr auto kInsert =
    "insert into account_check (" + kColumns +
    ") values (:id, :application_id, :status, :revision, :account_number, :bank_name, :branch,"
    " :amount, :attempt, :failure, :attend_at, :attended, :created_at, :updated_at)";
constexpr auto kSelect = "select " + kColumns + " from account_check";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kOfApplication = kSelect + " where application_id = :application_id";
constexpr Text kUpdate(
    "update account_check set status = :status, account_number = :account_number,"
    " bank_name = :bank_name, branch = :branch, amount = :amount, attempt = :attempt,"
    " failure = :failure, attend_at = :attend_at, attended = :attended, updated_at = :updated_at,"
    " revision = revision + 1 where id = :id and revision = :revision");
constexpr Text kErase("delete from account_check where application_id = :application_id");
constexpr Text kTakeDue(
    "update account_check set attend_at = :lease_until where id in"
    " (select id from account_check where attend_at > 0 and attend_at <= :now"
    " order by attend_at limit :limit) returning id");
constexpr auto kUnsettled = kSelect +
                            " where status in ('due', 'sent', 'failed', 'returned')"
                            " order by updated_at, id limit :limit";

class AccountChecks final : public app::AccountCheckStore {
 public:
  explicit AccountChecks(Db& db) : db_(db) {}

  void insert(const domain::AccountCheck& check) override { db_.run(kInsert, db_.bind(check)); }
  std::optional<domain::AccountCheck> find(const AccountCheckId& id) override {
    return db_.first<domain::AccountCheck>(kFind, {{"id", id}});
  }
  std::optional<domain::AccountCheck> of_application(const ApplicationId& id) override {
    return db_.first<domain::AccountCheck>(kOfApplication, {{"application_id", id}});
  }
  bool update(domain::AccountCheck& check) override { return db_.update(kUpdate, check); }
  void erase(const ApplicationId& id) override { db_.run(kErase, {{"application_id", id}}); }
  std::vector<AccountCheckId> take_due(Timestamp now, Timestamp lease_until,
                                       std::int64_t limit) override {
    std::vector<AccountCheckId> ids;
    for (const Row& row :
         db_.rows(kTakeDue, {{"now", now}, {"lease_until", lease_until}, {"limit", limit}}))
      row.plain("id", ids.emplace_back());
    return ids;
  }
  std::vector<domain::AccountCheck> unsettled(std::int64_t limit) override {
    return db_.all<domain::AccountCheck>(kUnsettled, {{"limit", limit}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::AccountCheckStore> make_account_checks(Db& db) {
  return std::make_unique<AccountChecks>(db);
}

Statements account_check_statements() {
  return {kInsert, kFind, kOfApplication, kUpdate, kErase, kTakeDue, kUnsettled};
}

}  // namespace certhall::store
