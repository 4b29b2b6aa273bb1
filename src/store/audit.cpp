#include <algorithm>
#include <limits>

#include "base/crypto.h"
#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::AuditRow> {
  template <class Row, class Columns>
  static void columns(Row& row, Columns& columns) {
    columns.plain("seq", row.seq);
    columns.plain("acted_at", row.at);
    columns.plain("actor_kind", row.actor.kind);
    columns.plain("actor_id", row.actor.id);
    columns.plain("actor_roles", row.actor.roles);
    columns.plain("act", row.act);
    columns.plain("subject", row.subject);
    columns.plain("detail", row.detail);
    columns.plain("digest", row.digest);
    columns.plain("mac", row.mac);
    columns.plain("key_id", row.key_id);
  }
};

template <>
struct Mapping<app::RevealCount> {
  template <class Count, class Columns>
  static void columns(Count& count, Columns& columns) {
    columns.plain("staff_id", count.staff_id);
    columns.plain("looks", count.looks);
    columns.plain("idle", count.idle);
    columns.plain("refused", count.refused);
  }
};

template <>
struct Mapping<app::AuditStore::Head> {
  template <class Head, class Columns>
  static void columns(Head& head, Columns& columns) {
    columns.plain("seq", head.seq);
    columns.plain("digest", head.digest);
  }
};

namespace {

constexpr Text kColumns(
    "seq, acted_at, actor_kind, actor_id, actor_roles, act, subject, detail, digest, mac, key_id");
constexpr auto kInsert = "insert into audit (" + kColumns +
                         ") values (:seq, :acted_at, :actor_kind, :actor_id, :actor_roles, :act,"
                         " :subject, :detail, :digest, :mac, :key_id)";
constexpr Text kHead("select seq, digest from audit_head");
constexpr Text kMoveHead(
    "insert into audit_head (only_row, seq, digest) values (1, :seq, :digest)"
    " on conflict (only_row) do update set seq = excluded.seq, digest = excluded.digest");
constexpr auto kSelect = "select " + kColumns + " from audit";
constexpr auto kPage = kSelect + " where seq < :before order by seq desc limit :limit";
constexpr auto kAfter = kSelect + " where seq > :after order by seq limit :limit";

constexpr auto kRow = kSelect + " where seq = :seq";

// One text for each index, so that neither engine reads a million rows for a page; what else is
// asked for is looked up in the rows that it finds. A time becomes a number first: the chain is in
// the order of time.
constexpr Text kRest(
    " and (:actor = '' or actor_id = :actor) and (:act = '' or act = :act)"
    " and (:subject = '' or subject = :subject) and seq > :after and seq < :before"
    " order by seq desc limit :limit");
constexpr auto kFindAll = kSelect + " where seq > 0" + kRest;
constexpr auto kFindActor = kSelect + " where actor_id = :actor" + kRest;
constexpr auto kFindAct = kSelect + " where act = :act" + kRest;
constexpr auto kFindSubject = kSelect + " where subject = :subject" + kRest;
constexpr Text kLastBefore("select coalesce(max(seq), 0) as n from audit where acted_at < :time");

// subject is "application/<id>": the id begins at its 13th character.
constexpr Text kReveals(
    "select actor_id as staff_id, sum(case when act = 'person.reveal' then 1 else 0 end) as looks,"
    " sum(case when act = 'person.reveal' and not exists (select 1 from review_act r"
    " where r.staff_id = a.actor_id and r.application_id = substr(a.subject, 13)"
    " and r.acted_at >= a.acted_at) then 1 else 0 end) as idle,"
    " sum(case when act = 'person.reveal_refused' then 1 else 0 end) as refused"
    " from audit a where act in ('person.reveal', 'person.reveal_refused') and acted_at >= :since"
    " group by actor_id order by looks desc, actor_id");

std::string_view query_for(const app::AuditFilter& filter) {
  if (!filter.subject.empty()) return kFindSubject;
  if (!filter.actor.empty()) return kFindActor;
  if (!filter.act.empty()) return kFindAct;
  return kFindAll;
}

// Every field with its length in front, so that no two rows have the same text.
void append_field(std::string& text, std::string_view field) {
  text.append(std::to_string(field.size())).append(":").append(field);
}

std::string digest_of(const app::AuditRow& row, std::string_view previous) {
  std::string text;
  append_field(text, "certhall audit 1");
  append_field(text, previous);
  append_field(text, std::to_string(row.seq));
  append_field(text, std::to_string(row.at.ms));
  append_field(text, enum_to_text(row.actor.kind));
  append_field(text, row.actor.id);
  append_field(text, roles_column(row.actor.roles));
  append_field(text, row.act);
  append_field(text, row.subject);
  append_field(text, row.detail);
  return to_hex(sha256(text));
}

class Audit final : public app::AuditStore {
 public:
  Audit(Db& db, const AuditKeys& keys) : db_(db), keys_(keys) {}

  void append(app::AuditRow row) override {
    const Head before = head();
    row.seq = before.seq + 1;
    row.digest = digest_of(row, before.digest);
    row.key_id = keys_.current;
    row.mac = mac_of(row);
    db_.run(kInsert, db_.bind(row));
    db_.run(kMoveHead, {{"seq", row.seq}, {"digest", row.digest}});
  }

  std::vector<app::AuditRow> page(std::int64_t before, std::int64_t limit) override {
    if (before == 0) before = std::numeric_limits<std::int64_t>::max();
    return db_.all<app::AuditRow>(kPage, {{"before", before}, {"limit", limit}});
  }
  std::vector<app::AuditRow> after(std::int64_t after, std::int64_t limit) override {
    return db_.all<app::AuditRow>(kAfter, {{"after", after}, {"limit", limit}});
  }

  std::vector<app::AuditRow> find(const app::AuditFilter& filter, std::int64_t before,
                                  std::int64_t limit) override {
    if (before == 0) before = std::numeric_limits<std::int64_t>::max();
    if (filter.until.ms != 0) before = std::min(before, last_before(filter.until) + 1);
    const std::int64_t after = filter.from.ms == 0 ? 0 : last_before(filter.from);
    return db_.all<app::AuditRow>(query_for(filter), {{"actor", filter.actor},
                                                      {"act", filter.act},
                                                      {"subject", filter.subject},
                                                      {"after", after},
                                                      {"before", before},
                                                      {"limit", limit}});
  }
  std::optional<app::AuditRow> row(std::int64_t seq) override {
    return db_.first<app::AuditRow>(kRow, {{"seq", seq}});
  }
  std::vector<app::RevealCount> reveals(Timestamp since) override {
    return db_.all<app::RevealCount>(kReveals, {{"since", since}});
  }

  bool intact(const app::AuditRow& row, std::string_view previous_digest) override {
    return keys_.keys.contains(row.key_id) && row.digest == digest_of(row, previous_digest) &&
           equal_constant_time(row.mac, mac_of(row));
  }
  Head head() override { return db_.first<Head>(kHead, {}).value_or(Head{}); }

 private:
  [[nodiscard]] std::int64_t last_before(Timestamp time) {
    return db_.number(kLastBefore, {{"time", time}});
  }
  [[nodiscard]] std::string mac_of(const app::AuditRow& row) const {
    return to_hex(hmac_sha256(keys_.keys.at(row.key_id).reveal(), row.digest));
  }

  Db& db_;
  const AuditKeys& keys_;
};

}  // namespace

std::unique_ptr<app::AuditStore> make_audit(Db& db, const AuditKeys& keys) {
  return std::make_unique<Audit>(db, keys);
}

Statements audit_statements() {
  return {kInsert,  kHead,      kMoveHead, kPage,        kAfter,      kRow,
          kFindAll, kFindActor, kFindAct,  kFindSubject, kLastBefore, kReveals};
}

}  // namespace certhall::store
