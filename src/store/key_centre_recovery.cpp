#include "store/key_centre_repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<kmc::KeyOfficer> {
  template <class Officer, class Columns>
  static void columns(Officer& officer, Columns& columns) {
    columns.plain("id", officer.id);
    columns.owner("kmc.key_officer", officer.id.value);
    columns.plain("login", officer.login);
    columns.sealed("name", officer.name);
    columns.plain("public_key", officer.public_key);
    columns.plain("created_at", officer.created_at);
  }
};

template <>
struct Mapping<kmc::Recovery> {
  template <class Recovery, class Columns>
  static void columns(Recovery& recovery, Columns& columns) {
    columns.plain("id", recovery.id);
    columns.owner("kmc.recovery", recovery.id.value);
    columns.plain("request", recovery.request);
    columns.plain("kind", recovery.kind);
    columns.plain("subscriber", recovery.subscriber);
    columns.json("key_ids", recovery.keys);
    columns.bytes("recipient", recovery.recipient);
    columns.sealed("order_number", recovery.order_number);
    columns.sealed("reason", recovery.reason);
    columns.sealed_json("officers_after", recovery.after);
    columns.plain("quorum_after", recovery.quorum_after);
    columns.plain("requested_by", recovery.requested_by);
    columns.plain("requested_at", recovery.requested_at);
    columns.plain("needed", recovery.needed);
    columns.plain("done_at", recovery.done_at);
    columns.plain("revision", recovery.revision);
  }
};

template <>
struct Mapping<kmc::RecoveryApproval> {
  template <class Approval, class Columns>
  static void columns(Approval& approval, Columns& columns) {
    columns.plain("recovery_id", approval.recovery_id);
    columns.plain("login", approval.login);
    columns.plain("public_key", approval.public_key);
    columns.bytes("signature", approval.signature);
    columns.plain("approved_at", approval.approved_at);
  }
};

namespace {

constexpr Text kOfficerColumns("id, login, name, public_key, created_at");
constexpr auto kOfficers = "select " + kOfficerColumns + " from key_officer order by login";
constexpr auto kAppoint = "insert into key_officer (" + kOfficerColumns +
                          ") values (:id, :login, :name, :public_key, :created_at)";
constexpr Text kDismiss("delete from key_officer");
constexpr Text kQuorum("select coalesce(max(quorum), 0) as n from key_officer_quorum");
constexpr Text kSetQuorum(
    "insert into key_officer_quorum (only_row, quorum) values (1, :quorum)"
    " on conflict (only_row) do update set quorum = excluded.quorum");

class KeyOfficers final : public kmc::KeyOfficerStore {
 public:
  explicit KeyOfficers(Db& db) : db_(db) {}

  std::vector<kmc::KeyOfficer> list() override { return db_.all<kmc::KeyOfficer>(kOfficers, {}); }
  std::int64_t quorum() override { return db_.number(kQuorum, {}); }
  void replace(const std::vector<kmc::KeyOfficer>& officers, std::int64_t quorum) override {
    db_.run(kDismiss, {});
    for (const auto& officer : officers) db_.run(kAppoint, db_.bind(officer));
    db_.run(kSetQuorum, {{"quorum", quorum}});
  }

 private:
  Db& db_;
};

constexpr Text kColumns(
    "id, request, kind, subscriber, key_ids, recipient, order_number, reason, officers_after,"
    " quorum_after, requested_by, requested_at, needed, done_at, revision");
constexpr auto kInsert =
    "insert into recovery (" + kColumns +
    ") values (:id, :request, :kind, :subscriber, :key_ids, :recipient, :order_number, :reason,"
    " :officers_after, :quorum_after, :requested_by, :requested_at, :needed, :done_at, :revision)";
constexpr auto kSelect = "select " + kColumns + " from recovery";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kOfRequest = kSelect + " where request = :request";
constexpr auto kList = kSelect + " order by id desc limit :limit";
constexpr Text kUpdate(
    "update recovery set done_at = :done_at, revision = :revision + 1"
    " where id = :id and revision = :revision");
constexpr Text kApprovalColumns("recovery_id, login, public_key, signature, approved_at");
constexpr auto kApprove = "insert into recovery_approval (" + kApprovalColumns +
                          ") values (:recovery_id, :login, :public_key, :signature, :approved_at)";
constexpr auto kApprovals = "select " + kApprovalColumns +
                            " from recovery_approval where recovery_id = :recovery_id"
                            " order by approved_at, login";

class Recoveries final : public kmc::RecoveryStore {
 public:
  explicit Recoveries(Db& db) : db_(db) {}

  void insert(const kmc::Recovery& recovery) override { db_.run(kInsert, db_.bind(recovery)); }
  bool update(kmc::Recovery& recovery) override { return db_.update(kUpdate, recovery); }
  std::optional<kmc::Recovery> find(const KeyRecoveryId& id) override {
    return db_.first<kmc::Recovery>(kFind, {{"id", id}});
  }
  std::optional<kmc::Recovery> find_by_request(std::string_view request) override {
    return db_.first<kmc::Recovery>(kOfRequest, {{"request", request}});
  }
  std::vector<kmc::Recovery> list(std::int64_t limit) override {
    return db_.all<kmc::Recovery>(kList, {{"limit", limit}});
  }
  void approve(const kmc::RecoveryApproval& approval) override {
    db_.run(kApprove, db_.bind(approval));
  }
  std::vector<kmc::RecoveryApproval> approvals(const KeyRecoveryId& id) override {
    return db_.all<kmc::RecoveryApproval>(kApprovals, {{"recovery_id", id}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<kmc::KeyOfficerStore> make_key_officers(Db& db) {
  return std::make_unique<KeyOfficers>(db);
}
std::unique_ptr<kmc::RecoveryStore> make_recoveries(Db& db) {
  return std::make_unique<Recoveries>(db);
}

Statements key_officer_statements() { return {kOfficers, kAppoint, kDismiss, kQuorum, kSetQuorum}; }
Statements recovery_statements() {
  return {kInsert, kFind, kOfRequest, kList, kUpdate, kApprove, kApprovals};
}

}  // namespace certhall::store
