#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Staff> {
  template <class Staff, class Columns>
  static void columns(Staff& staff, Columns& columns) {
    columns.plain("id", staff.id);
    columns.owner("staff", staff.id.value);
    columns.plain("login", staff.login);
    columns.sealed("name", staff.name);
    columns.plain("roles", staff.roles);
    columns.plain("password_hash", staff.password_hash);
    columns.sealed("totp_secret", staff.totp_secret);
    columns.plain("totp_last_step", staff.totp_last_step);
    columns.plain("must_change_password", staff.must_change_password);
    columns.plain("enabled", staff.enabled);
    columns.plain("failed_logins", staff.failed_logins);
    columns.plain("locked_until", staff.locked_until);
    columns.plain("revision", staff.revision);
  }
};

namespace {

constexpr Text kColumns(
    "id, login, name, roles, password_hash, totp_secret, totp_last_step, must_change_password,"
    " enabled, failed_logins, locked_until, revision");
constexpr auto kInsert =
    "insert into staff (" + kColumns +
    ") values (:id, :login, :name, :roles, :password_hash, :totp_secret, :totp_last_step,"
    " :must_change_password, :enabled, :failed_logins, :locked_until, :revision)";
constexpr auto kSelect = "select " + kColumns + " from staff";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kFindByLogin = kSelect + " where login = :login";
constexpr auto kList = kSelect + " order by login";
constexpr Text kUpdate(
    "update staff set login = :login, name = :name, roles = :roles, password_hash = :password_hash,"
    " totp_secret = :totp_secret, totp_last_step = :totp_last_step,"
    " must_change_password = :must_change_password, enabled = :enabled,"
    " failed_logins = :failed_logins, locked_until = :locked_until, revision = revision + 1"
    " where id = :id and revision = :revision");

class StaffRows final : public app::StaffStore {
 public:
  explicit StaffRows(Db& db) : db_(db) {}

  void insert(const domain::Staff& staff) override { db_.run(kInsert, db_.bind(staff)); }
  std::optional<domain::Staff> find(const StaffId& id) override {
    return db_.first<domain::Staff>(kFind, {{"id", id}});
  }
  std::optional<domain::Staff> find_by_login(std::string_view login) override {
    return db_.first<domain::Staff>(kFindByLogin, {{"login", login}});
  }
  std::vector<domain::Staff> list() override { return db_.all<domain::Staff>(kList, {}); }
  bool update(domain::Staff& staff) override { return db_.update(kUpdate, staff); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::StaffStore> make_staff(Db& db) { return std::make_unique<StaffRows>(db); }

Statements staff_statements() { return {kInsert, kFind, kFindByLogin, kList, kUpdate}; }

}  // namespace certhall::store
