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
struct Mapping<app::StoredCrl> {
  template <class Crl, class Columns>
  static void columns(Crl& crl, Columns& columns) {
    columns.plain("issuer", crl.issuer);
    columns.plain("number", crl.number);
    columns.plain("this_update", crl.this_update);
    columns.plain("next_update", crl.next_update);
    columns.bytes("der", crl.der);
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
constexpr Text kCrlColumns("issuer, number, this_update, next_update, der");
constexpr auto kInsertCrl = "insert into crl (" + kCrlColumns +
                            ") values (:issuer, :number, :this_update, :next_update, :der)";
constexpr auto kNewestCrl =
    "select " + kCrlColumns +
    " from crl where issuer = :issuer and der <> '' order by number desc limit 1";
constexpr Text kFinishCrl(
    "update crl set der = :der where issuer = :issuer and number = :number and der = ''");
constexpr Text kLastCrlNumber(
    "select coalesce(max(number), 0) as number from crl where issuer = :issuer");
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
  void insert_crl(const app::StoredCrl& crl) override { db_.run(kInsertCrl, db_.bind(crl)); }
  void finish_crl(const app::StoredCrl& crl) override {
    if (db_.run(kFinishCrl, db_.bind(crl)) == 1) return;
    throw std::logic_error("there is no unsigned list of " + crl.issuer + " to finish");
  }
  std::optional<app::StoredCrl> newest_crl(std::string_view issuer) override {
    return db_.first<app::StoredCrl>(kNewestCrl, {{"issuer", issuer}});
  }
  std::int64_t last_crl_number(std::string_view issuer) override {
    return db_.number(kLastCrlNumber, {{"issuer", issuer}});
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
  return {kInsert,    kReplace,   kList,          kFind,   kInsertCrl,
          kNewestCrl, kFinishCrl, kLastCrlNumber, kRecord, kIsRecorded};
}

}  // namespace certhall::store
