#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Change> {
  template <class Change, class Columns>
  static void columns(Change& change, Columns& columns) {
    columns.plain("id", change.id);
    columns.owner("change", change.id.value);
    columns.plain("subject", change.subject);
    columns.plain("target", change.target);
    columns.plain("status", change.status);
    columns.plain("revision", change.revision);
    columns.plain("version", change.version);
    columns.sealed("before_text", change.before);
    columns.sealed("after_text", change.after);
    columns.sealed("reason", change.reason);
    columns.plain("effective_at", change.effective_at);
    columns.plain("proposed_by", change.proposed_by);
    columns.plain("proposed_at", change.proposed_at);
    columns.plain("decided_by", change.decided_by);
    columns.plain("decided_at", change.decided_at);
    columns.sealed("decision_reason", change.decision_reason);
    columns.plain("in_force_at", change.in_force_at);
  }
};

template <>
struct Mapping<app::AdministeredText> {
  template <class Kept, class Columns>
  static void columns(Kept& text, Columns& columns) {
    columns.plain("subject", text.subject);
    columns.plain("target", text.target);
    columns.plain("version", text.version);
    columns.plain("body", text.body);
    columns.plain("change_id", text.change_id);
    columns.plain("in_force_at", text.in_force_at);
  }
};

template <>
struct Mapping<app::OneTimeShare> {
  template <class Share, class Columns>
  static void columns(Share& share, Columns& columns) {
    columns.plain("staff_id", share.staff_id);
    columns.plain("holder_id", share.holder_id);
    columns.owner("one_time_share", share.staff_id.value + "/" + share.holder_id.value);
    columns.sealed("share", share.share);
    columns.plain("expires_at", share.expires_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, subject, target, status, revision, version, before_text, after_text, reason,"
    " effective_at, proposed_by, proposed_at, decided_by, decided_at, decision_reason,"
    " in_force_at");
constexpr auto kInsert =
    "insert into change (" + kColumns +
    ") values (:id, :subject, :target, :status, :revision, :version, :before_text, :after_text,"
    " :reason, :effective_at, :proposed_by, :proposed_at, :decided_by, :decided_at,"
    " :decision_reason, :in_force_at)";
constexpr auto kSelect = "select " + kColumns + " from change";
constexpr auto kFind = kSelect + " where id = :id";
constexpr Text kUpdate(
    "update change set status = :status, version = :version, before_text = :before_text,"
    " after_text = :after_text, reason = :reason, effective_at = :effective_at,"
    " decided_by = :decided_by, decided_at = :decided_at, decision_reason = :decision_reason,"
    " in_force_at = :in_force_at, revision = revision + 1"
    " where id = :id and revision = :revision");
constexpr auto kOpen = kSelect + " where status in ('proposed', 'approved') order by id";
constexpr auto kPage = kSelect + " where id < :before order by id desc limit :limit";
constexpr auto kPageOf = kSelect +
                         " where subject = :subject and target = :target and id < :before"
                         " order by id desc limit :limit";
constexpr auto kDue =
    kSelect + " where status = 'approved' and effective_at <= :now order by effective_at, id";

// One character more than an id has, and of those the last.
constexpr std::string_view kBehindAllIds = "zzzzzzzzzzzzzzzzzzzzzzzzzzz";

class Changes final : public app::ChangeStore {
 public:
  explicit Changes(Db& db) : db_(db) {}

  void insert(const domain::Change& change) override { db_.run(kInsert, db_.bind(change)); }
  std::optional<domain::Change> find(const ChangeId& id) override {
    return db_.first<domain::Change>(kFind, {{"id", id}});
  }
  bool update(domain::Change& change) override { return db_.update(kUpdate, change); }
  std::vector<domain::Change> open() override { return db_.all<domain::Change>(kOpen, {}); }
  std::vector<domain::Change> page(std::string_view before, std::string_view subject,
                                   std::string_view target, std::int64_t limit) override {
    const Arguments arguments{{"before", before.empty() ? kBehindAllIds : before},
                              {"subject", subject},
                              {"target", target},
                              {"limit", limit}};
    return db_.all<domain::Change>(subject.empty() ? std::string_view(kPage) : kPageOf, arguments);
  }
  std::vector<domain::Change> due(Timestamp now) override {
    return db_.all<domain::Change>(kDue, {{"now", now}});
  }

 private:
  Db& db_;
};

constexpr Text kTextColumns("subject, target, version, body, change_id, in_force_at");
constexpr auto kTextInForce =
    "select " + kTextColumns +
    " from administered_text t where subject = :subject and version ="
    " (select max(version) from administered_text o where o.subject = t.subject"
    " and o.target = t.target) order by target";
constexpr auto kInsertText = "insert into administered_text (" + kTextColumns +
                             ") values (:subject, :target, :version, :body, :change_id,"
                             " :in_force_at)";

class AdministeredTexts final : public app::AdministeredTextStore {
 public:
  explicit AdministeredTexts(Db& db) : db_(db) {}

  std::vector<app::AdministeredText> in_force(domain::ChangeSubject subject) override {
    return db_.all<app::AdministeredText>(kTextInForce, {{"subject", subject}});
  }
  void insert(const app::AdministeredText& text) override { db_.run(kInsertText, db_.bind(text)); }

 private:
  Db& db_;
};

constexpr Text kShareColumns("staff_id, holder_id, share, expires_at");
constexpr auto kInsertShare = "insert into one_time_share (" + kShareColumns +
                              ") values (:staff_id, :holder_id, :share, :expires_at)";
constexpr auto kFindShare = "select " + kShareColumns +
                            " from one_time_share"
                            " where staff_id = :staff_id and holder_id = :holder_id";
constexpr Text kEraseShare(
    "delete from one_time_share where staff_id = :staff_id and holder_id = :holder_id");
constexpr Text kEraseShares("delete from one_time_share where staff_id = :staff_id");
constexpr Text kEraseExpired("delete from one_time_share where expires_at <= :now");

class OneTimeShares final : public app::OneTimeShareStore {
 public:
  explicit OneTimeShares(Db& db) : db_(db) {}

  void insert(const app::OneTimeShare& share) override { db_.run(kInsertShare, db_.bind(share)); }
  std::optional<app::OneTimeShare> find(const StaffId& staff_id,
                                        const StaffId& holder_id) override {
    return db_.first<app::OneTimeShare>(kFindShare,
                                        {{"staff_id", staff_id}, {"holder_id", holder_id}});
  }
  void erase(const StaffId& staff_id, const StaffId& holder_id) override {
    db_.run(kEraseShare, {{"staff_id", staff_id}, {"holder_id", holder_id}});
  }
  void erase_of(const StaffId& staff_id) override {
    db_.run(kEraseShares, {{"staff_id", staff_id}});
  }
  std::int64_t erase_expired(Timestamp now) override {
    return db_.run(kEraseExpired, {{"now", now}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ChangeStore> make_changes(Db& db) { return std::make_unique<Changes>(db); }
std::unique_ptr<app::AdministeredTextStore> make_administered_texts(Db& db) {
  return std::make_unique<AdministeredTexts>(db);
}
std::unique_ptr<app::OneTimeShareStore> make_one_time_shares(Db& db) {
  return std::make_unique<OneTimeShares>(db);
}

Statements change_statements() {
  return {kInsert,    kFind,       kUpdate,      kOpen,        kPage,
          kPageOf,    kDue,        kTextInForce, kInsertText,  kInsertShare,
          kFindShare, kEraseShare, kEraseShares, kEraseExpired};
}

}  // namespace certhall::store
