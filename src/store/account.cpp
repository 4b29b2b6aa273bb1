#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Account> {
  template <class Account, class Columns>
  static void columns(Account& account, Columns& columns) {
    columns.plain("id", account.id);
    columns.owner("account", account.id.value);
    columns.sealed("mobile", account.mobile);
    columns.digest("mobile_digest", account.mobile, "mobile");
    columns.plain("created_at", account.created_at);
  }
};

namespace {

constexpr Text kSelect("select id, mobile, created_at from account");
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kFindByMobile = kSelect + " where mobile_digest = :mobile_digest";
constexpr Text kInsert(
    "insert into account (id, mobile, mobile_digest, created_at)"
    " values (:id, :mobile, :mobile_digest, :created_at)");

class Accounts final : public app::AccountStore {
 public:
  explicit Accounts(Db& db) : db_(db) {}

  std::optional<domain::Account> find(const AccountId& id) override {
    return db_.first<domain::Account>(kFind, {{"id", id}});
  }
  std::optional<domain::Account> find_by_mobile(std::string_view mobile) override {
    return db_.first<domain::Account>(kFindByMobile,
                                      {{"mobile_digest", db_.digest(mobile, "mobile")}});
  }
  void insert(const domain::Account& account) override { db_.run(kInsert, db_.bind(account)); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::AccountStore> make_accounts(Db& db) { return std::make_unique<Accounts>(db); }

Statements account_statements() { return {kFind, kFindByMobile, kInsert}; }

}  // namespace certhall::store
