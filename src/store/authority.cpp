#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::Authority> {
  template <class Authority, class Columns>
  static void columns(Authority& authority, Columns& columns) {
    columns.plain("name", authority.name);
    columns.plain("kind", authority.kind);
    columns.plain("issuer", authority.issuer);
    columns.bytes("certificate", authority.certificate);
    columns.plain("not_after", authority.not_after);
    columns.plain("algorithm", authority.algorithm);
    columns.plain("generation", authority.generation);
    columns.plain("status", authority.status);
    columns.plain("sm2_null", authority.sm2_null);
    columns.plain("crl_shards", authority.crl_shards);
    columns.plain("crl_hours", authority.crl_hours);
  }
};

template <>
struct Mapping<app::CrlIssue> {
  template <class Issue, class Columns>
  static void columns(Issue& issue, Columns& columns) {
    columns.plain("issuer", issue.issuer);
    columns.plain("number", issue.number);
    columns.plain("seq", issue.seq);
    columns.plain("this_update", issue.this_update);
    columns.plain("next_update", issue.next_update);
    columns.plain("signed", issue.is_signed);
  }
};

template <>
struct Mapping<app::StoredCrl> {
  template <class Crl, class Columns>
  static void columns(Crl& crl, Columns& columns) {
    columns.plain("issuer", crl.issuer);
    columns.plain("number", crl.number);
    columns.plain("shard", crl.shard);
    columns.plain("base", crl.base);
    columns.plain("object_id", crl.object);
    columns.plain("size_bytes", crl.size_bytes);
    columns.plain("entries", crl.entries);
  }
};

template <>
struct Mapping<app::SignatureRecord> {
  template <class Record, class Columns>
  static void columns(Record& record, Columns& columns) {
    columns.plain("digest", record.digest);
    columns.plain("kind", record.kind);
    columns.plain("subject", record.subject);
    columns.plain("created_at", record.created_at);
  }
};

namespace {

constexpr Text kColumns(
    "name, kind, issuer, certificate, not_after, algorithm, generation, status, sm2_null,"
    " crl_shards, crl_hours");
constexpr auto kInsert =
    "insert into authority (" + kColumns +
    ") values (:name, :kind, :issuer, :certificate, :not_after, :algorithm, :generation, :status,"
    " :sm2_null, :crl_shards, :crl_hours)";
constexpr Text kReplace(
    "update authority set kind = :kind, issuer = :issuer, certificate = :certificate,"
    " not_after = :not_after, algorithm = :algorithm, generation = :generation, status = :status,"
    " sm2_null = :sm2_null, crl_shards = :crl_shards, crl_hours = :crl_hours where name = :name");
constexpr auto kSelect = "select " + kColumns + " from authority";
constexpr auto kList = kSelect + " order by name";
constexpr auto kFind = kSelect + " where name = :name";
constexpr Text kIssueColumns("issuer, number, seq, this_update, next_update, signed");
constexpr auto kInsertIssue =
    "insert into crl_issue (" + kIssueColumns +
    ") values (:issuer, :number, :seq, :this_update, :next_update, :signed)";
constexpr Text kFinishIssue(
    "update crl_issue set signed = 1 where issuer = :issuer and number = :number and signed = 0");
constexpr auto kSignedIssues =
    "select " + kIssueColumns + " from crl_issue where issuer = :issuer and signed = 1";
constexpr auto kNewestIssue = kSignedIssues + " order by number desc limit 1";
constexpr auto kOldestFreshIssue =
    kSignedIssues + " and next_update > :now order by next_update limit 1";
constexpr auto kLastIssue = "select " + kIssueColumns +
                            " from crl_issue where issuer = :issuer order by number desc limit 1";
constexpr Text kCrlColumns("issuer, number, shard, base, object_id, size_bytes, entries");
constexpr auto kInsertCrl =
    "insert into crl (" + kCrlColumns +
    ") values (:issuer, :number, :shard, :base, :object_id, :size_bytes, :entries)";
constexpr Text kUpdateCrl(
    "update crl set object_id = :object_id, size_bytes = :size_bytes where issuer = :issuer"
    " and number = :number and shard = :shard and base = :base");
constexpr auto kFindCrl = "select " + kCrlColumns +
                          " from crl where issuer = :issuer and number = :number"
                          " and shard = :shard and (base > 0) = (:delta = 1)";
constexpr Text kHighestShard(
    "select coalesce(max(shard), 0) as shard from crl where issuer = :issuer and number = :number");
constexpr Text kStaleCrls(
    "select c.issuer as issuer, c.number as number, c.shard as shard, c.base as base,"
    " c.object_id as object_id, c.size_bytes as size_bytes, c.entries as entries from crl c"
    " join crl_issue i on i.issuer = c.issuer and i.number = c.number"
    " where c.object_id <> '' and i.next_update <= :now limit :limit");
constexpr Text kRecord(
    "insert into signature_record (digest, kind, subject, created_at)"
    " values (:digest, :kind, :subject, :created_at)");
constexpr Text kIsRecorded("select count(*) as found from signature_record where digest = :digest");

class Authorities final : public app::AuthorityStore {
 public:
  explicit Authorities(Db& db) : db_(db) {}

  void insert(const app::Authority& authority) override { db_.run(kInsert, db_.bind(authority)); }
  void replace(const app::Authority& authority) override {
    if (db_.run(kReplace, db_.bind(authority)) == 1) return;
    throw std::logic_error("there is no authority " + authority.name + " to replace");
  }
  std::vector<app::Authority> list() override { return db_.all<app::Authority>(kList, {}); }
  std::optional<app::Authority> find(std::string_view name) override {
    return db_.first<app::Authority>(kFind, {{"name", name}});
  }
  void insert_crl_issue(const app::CrlIssue& issue) override {
    db_.run(kInsertIssue, db_.bind(issue));
  }
  void insert_crl(const app::StoredCrl& crl) override { db_.run(kInsertCrl, db_.bind(crl)); }
  void update_crl(const app::StoredCrl& crl) override {
    if (db_.run(kUpdateCrl, db_.bind(crl)) == 1) return;
    throw std::logic_error("there is no list of " + crl.issuer + " to update");
  }
  void finish_crl_issue(const app::CrlIssue& issue) override {
    if (db_.run(kFinishIssue, {{"issuer", issue.issuer}, {"number", issue.number}}) == 1) return;
    throw std::logic_error("there is no unsigned issue of " + issue.issuer + " to finish");
  }
  std::optional<app::CrlIssue> oldest_fresh_crl(std::string_view issuer, Timestamp now) override {
    return db_.first<app::CrlIssue>(kOldestFreshIssue, {{"issuer", issuer}, {"now", now}});
  }
  std::optional<app::CrlIssue> last_crl_issue(std::string_view issuer) override {
    return db_.first<app::CrlIssue>(kLastIssue, {{"issuer", issuer}});
  }
  std::optional<app::CrlIssue> newest_crl(std::string_view issuer) override {
    return db_.first<app::CrlIssue>(kNewestIssue, {{"issuer", issuer}});
  }
  std::optional<app::StoredCrl> find_crl(std::string_view issuer, std::int64_t number,
                                         std::int64_t shard, bool delta) override {
    return db_.first<app::StoredCrl>(
        kFindCrl,
        {{"issuer", issuer}, {"number", number}, {"shard", shard}, {"delta", delta ? 1 : 0}});
  }
  std::int64_t highest_shard(std::string_view issuer, std::int64_t number) override {
    return db_.number(kHighestShard, {{"issuer", issuer}, {"number", number}});
  }
  std::vector<app::StoredCrl> stale_crls(Timestamp now, std::int64_t limit) override {
    return db_.all<app::StoredCrl>(kStaleCrls, {{"now", now}, {"limit", limit}});
  }
  void record(const app::SignatureRecord& record) override { db_.run(kRecord, db_.bind(record)); }
  bool is_recorded(std::string_view digest) override {
    return db_.number(kIsRecorded, {{"digest", digest}}) > 0;
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::AuthorityStore> make_authorities(Db& db) {
  return std::make_unique<Authorities>(db);
}

Statements authority_statements() {
  return {kInsert,      kReplace,          kList,      kFind,      kInsertIssue, kFinishIssue,
          kNewestIssue, kOldestFreshIssue, kLastIssue, kInsertCrl, kUpdateCrl,   kFindCrl,
          kStaleCrls,   kHighestShard,     kRecord,    kIsRecorded};
}

}  // namespace certhall::store
