#include "store/connection.h"
#include "store/repositories.h"
#include "store/status_cursor.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr Text kNewest("select coalesce(max(seq), 0) as seq from certificate_event");
constexpr Text kFind(
    "select status, revoked_at, revocation_reason from certificate"
    " where issuer = :issuer and serial = :serial");
constexpr Text kLease("select applied_seq from status_lease where holder = :holder");
constexpr Text kInsert("insert into status_lease (holder, applied_seq) values (:holder, :seq)");
constexpr Text kRenew("update status_lease set applied_seq = :seq where holder = :holder");
constexpr Text kRemove("delete from status_lease where holder = :holder");
constexpr Text kBehind("select holder from status_lease where applied_seq < :seq");

class Statuses final : public app::StatusStore {
 public:
  Statuses(Db& db, Connection& connection) : db_(db), connection_(connection) {}

  std::int64_t newest() override { return db_.number(kNewest, {}); }
  void scan(std::int64_t after, std::int64_t up_to,
            const std::function<void(const app::StatusChange&)>& take) override {
    if (after >= up_to) return;
    if (connection_.is_sqlite()) return scan_sqlite(connection_.session(), after, up_to, take);
    scan_postgresql(connection_.session(), after, up_to, take);
  }
  bool find(std::string_view issuer, std::string_view serial,
            const std::function<void(const app::StatusChange&)>& take) override {
    const auto rows = db_.rows(kFind, {{"issuer", issuer}, {"serial", serial}});
    if (rows.empty()) return false;
    std::string status;
    std::string reason;
    app::StatusChange change{.issuer = issuer, .serial = serial};
    rows.front().plain("status", status);
    rows.front().plain("revoked_at", change.revoked_at);
    rows.front().plain("revocation_reason", reason);
    change.status = status;
    change.reason = reason;
    take(change);
    return true;
  }

  std::optional<std::int64_t> lease_of(std::string_view holder) override {
    const auto rows = db_.rows(kLease, {{"holder", holder}});
    if (rows.empty()) return std::nullopt;
    return rows.front().number("applied_seq");
  }
  void insert_lease(std::string_view holder, std::int64_t applied_seq) override {
    db_.run(kInsert, {{"holder", holder}, {"seq", applied_seq}});
  }
  bool renew_lease(std::string_view holder, std::int64_t applied_seq) override {
    return db_.run(kRenew, {{"holder", holder}, {"seq", applied_seq}}) == 1;
  }
  void remove_lease(std::string_view holder) override { db_.run(kRemove, {{"holder", holder}}); }
  std::vector<std::string> leases_behind(std::int64_t seq) override {
    std::vector<std::string> holders;
    for (const auto& row : db_.rows(kBehind, {{"seq", seq}}))
      row.plain("holder", holders.emplace_back());
    return holders;
  }

 private:
  Db& db_;
  Connection& connection_;
};

}  // namespace

std::unique_ptr<app::StatusStore> make_statuses(Db& db, Connection& connection) {
  return std::make_unique<Statuses>(db, connection);
}

Statements status_statements() {
  return {kNewest, kFind, kLease, kInsert, kRenew, kRemove, kBehind};
}

}  // namespace certhall::store
