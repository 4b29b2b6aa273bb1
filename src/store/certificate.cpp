#include "store/repositories.h"
#include "store/tally.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Certificate> {
  template <class Certificate, class Columns>
  static void columns(Certificate& certificate, Columns& columns) {
    columns.plain("id", certificate.id);
    columns.owner("certificate", certificate.id.value);
    columns.plain("application_id", certificate.application_id);
    columns.plain("account_id", certificate.account_id);
    columns.plain("usage", certificate.usage);
    columns.plain("status", certificate.status);
    columns.plain("revision", certificate.revision);
    columns.plain("issuer", certificate.issuer);
    columns.plain("serial", certificate.serial);
    columns.sealed("subject", certificate.subject);
    columns.plain("token_serial", certificate.token_serial);
    columns.plain("public_key_digest", certificate.public_key_digest);
    columns.plain("not_before", certificate.not_before);
    columns.plain("not_after", certificate.not_after);
    columns.sealed("tbs", certificate.tbs);
    columns.sealed("der", certificate.der);
    columns.plain("publish", certificate.publish);
    columns.plain("created_at", certificate.created_at);
    columns.plain("revoked_at", certificate.revoked_at);
    columns.plain("revocation_reason", certificate.revocation_reason);
    columns.plain("shard", certificate.shard);
  }
};

template <>
struct Mapping<app::CertificateStore::Revoked> {
  template <class Revoked, class Columns>
  static void columns(Revoked& revoked, Columns& columns) {
    columns.plain("serial", revoked.serial);
    columns.plain("revoked_at", revoked.revoked_at);
    columns.plain("revocation_reason", revoked.reason);
    columns.plain("shard", revoked.shard);
  }
};

template <>
struct Mapping<domain::CertificateStatusEvent> {
  template <class Event, class Columns>
  static void columns(Event& event, Columns& columns) {
    columns.plain("seq", event.seq);
    columns.plain("issuer", event.issuer);
    columns.plain("serial", event.serial);
    columns.plain("status", event.status);
    columns.plain("revoked_at", event.revoked_at);
    columns.plain("reason", event.reason);
    columns.plain("shard", event.shard);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, account_id, usage, status, revision, issuer, serial, subject,"
    " token_serial, public_key_digest, not_before, not_after, tbs, der, publish, created_at,"
    " revoked_at, revocation_reason, shard");
constexpr auto kInsert =
    "insert into certificate (" + kColumns +
    ") values (:id, :application_id, :account_id, :usage, :status, :revision, :issuer, :serial,"
    " :subject, :token_serial, :public_key_digest, :not_before, :not_after, :tbs, :der, :publish,"
    " :created_at, :revoked_at, :revocation_reason, :shard)";
// Serial, names, key and the bytes to be signed stay as they were recorded, whatever comes.
constexpr Text kUpdate(
    "update certificate set status = :status, der = :der, publish = :publish,"
    " token_serial = :token_serial, revoked_at = :revoked_at,"
    " revocation_reason = :revocation_reason, revision = revision + 1"
    " where id = :id and revision = :revision");
constexpr auto kSelect = "select " + kColumns + " from certificate";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kFindBySerial = kSelect + " where serial = :serial";
constexpr auto kFindByIssuerAndSerial = kFindBySerial + " and issuer = :issuer";
constexpr auto kOfApplication =
    kSelect + " where application_id = :application_id order by created_at desc, id desc";
constexpr auto kReserved =
    kSelect + " where status = 'reserved' order by created_at, id limit :limit";
constexpr auto kPage = kSelect + " where id > :after order by id limit :limit";
// The index certificate_revoked holds all of these columns: no row is read.
constexpr Text kRevoked(
    "select serial, revoked_at, revocation_reason, shard from certificate"
    " where issuer = :issuer and status in ('revoked', 'suspended') and not_after > :kept_since"
    " and serial > :after order by serial limit :limit");
constexpr Text kByKey(kSelect + " where public_key_digest = :public_key_digest");
constexpr Text kEventColumns("seq, issuer, serial, status, revoked_at, reason, shard");
constexpr auto kInsertEvent =
    "insert into certificate_event (" + kEventColumns +
    ") values (:seq, :issuer, :serial, :status, :revoked_at, :reason, :shard)";
constexpr auto kEvents = "select " + kEventColumns +
                         " from certificate_event where seq > :after order by seq limit :limit";
constexpr auto kRevocationsSince =
    "select " + kEventColumns +
    " from certificate_event where issuer = :issuer and revoked_at > 0 and seq > :after"
    " order by seq limit :limit";
constexpr Text kLastEvent("select coalesce(max(seq), 0) as seq from certificate_event");
constexpr Text kLastRevocation(
    "select coalesce(max(seq), 0) as seq from certificate_event"
    " where issuer = :issuer and revoked_at > 0");
constexpr Text kBlock(
    "insert into blocked_key (public_key_digest, reason, source, created_at)"
    " values (:public_key_digest, :reason, :source, :created_at)"
    " on conflict (public_key_digest) do nothing");
constexpr Text kIsBlocked(
    "select count(*) as found from blocked_key where public_key_digest = :public_key_digest");

class Certificates final : public app::CertificateStore {
 public:
  explicit Certificates(Db& db) : db_(db) {}

  void reserve(const domain::Certificate& certificate) override {
    db_.run(kInsert, db_.bind(certificate));
  }
  bool update(domain::Certificate& certificate) override {
    const auto before = db_.first<domain::Certificate>(kFind, {{"id", certificate.id}});
    if (!db_.update(kUpdate, certificate)) return false;
    tally_certificate(db_, *before, certificate);
    if (before->status != certificate.status) note_status(*before, certificate);
    return true;
  }
  std::optional<domain::Certificate> find(const CertificateId& id) override {
    return db_.first<domain::Certificate>(kFind, {{"id", id}});
  }
  std::optional<domain::Certificate> find_by_serial(std::string_view issuer,
                                                    std::string_view serial) override {
    return db_.first<domain::Certificate>(kFindByIssuerAndSerial,
                                          {{"issuer", issuer}, {"serial", serial}});
  }
  std::optional<domain::Certificate> find_by_serial(std::string_view serial) override {
    return db_.first<domain::Certificate>(kFindBySerial, {{"serial", serial}});
  }
  std::vector<domain::Certificate> of_application(const ApplicationId& id) override {
    return db_.all<domain::Certificate>(kOfApplication, {{"application_id", id}});
  }
  std::vector<domain::Certificate> reserved(std::int64_t limit) override {
    return db_.all<domain::Certificate>(kReserved, {{"limit", limit}});
  }
  std::vector<domain::Certificate> page(std::string_view after, std::int64_t limit) override {
    return db_.all<domain::Certificate>(kPage, {{"after", after}, {"limit", limit}});
  }
  std::vector<domain::Certificate> of_key(std::string_view public_key_digest) override {
    return db_.all<domain::Certificate>(kByKey, {{"public_key_digest", public_key_digest}});
  }
  std::vector<Revoked> revoked(std::string_view issuer, Timestamp kept_since,
                               std::string_view after, std::int64_t limit) override {
    return db_.all<Revoked>(
        kRevoked,
        {{"issuer", issuer}, {"kept_since", kept_since}, {"after", after}, {"limit", limit}});
  }
  std::vector<domain::CertificateStatusEvent> events(std::int64_t after,
                                                     std::int64_t limit) override {
    return db_.all<domain::CertificateStatusEvent>(kEvents, {{"after", after}, {"limit", limit}});
  }
  std::vector<domain::CertificateStatusEvent> revocations_since(std::string_view issuer,
                                                                std::int64_t after,
                                                                std::int64_t limit) override {
    return db_.all<domain::CertificateStatusEvent>(
        kRevocationsSince, {{"issuer", issuer}, {"after", after}, {"limit", limit}});
  }
  std::int64_t last_event() override { return db_.number(kLastEvent, {}); }
  std::int64_t last_revocation(std::string_view issuer) override {
    return db_.number(kLastRevocation, {{"issuer", issuer}});
  }
  void block_key(const app::BlockedKey& key) override {
    db_.run(kBlock, {{"public_key_digest", key.public_key_digest},
                     {"reason", key.reason},
                     {"source", key.source},
                     {"created_at", key.created_at}});
  }
  bool is_blocked(std::string_view public_key_digest) override {
    return db_.number(kIsBlocked, {{"public_key_digest", public_key_digest}}) > 0;
  }

 private:
  /// One writer at a time: the next number is the next commit.
  void note_status(const domain::Certificate& before, const domain::Certificate& now) {
    domain::CertificateStatusEvent event{.seq = last_event() + 1,
                                         .issuer = now.issuer,
                                         .serial = now.serial,
                                         .status = now.status,
                                         .revoked_at = now.revoked_at,
                                         .reason = now.revocation_reason,
                                         .shard = now.shard};
    if (before.status == domain::CertificateStatus::suspended &&
        now.status == domain::CertificateStatus::issued) {
      event.revoked_at = before.revoked_at;
      event.reason = domain::RevocationReason::remove_from_crl;
    }
    db_.run(kInsertEvent, db_.bind(event));
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::CertificateStore> make_certificates(Db& db) {
  return std::make_unique<Certificates>(db);
}

Statements certificate_statements() {
  return {kInsert,
          kUpdate,
          kFind,
          kFindBySerial,
          kFindByIssuerAndSerial,
          kReserved,
          kPage,
          kRevoked,
          kOfApplication,
          kByKey,
          kEvents,
          kRevocationsSince,
          kInsertEvent,
          kLastEvent,
          kLastRevocation,
          kBlock,
          kIsBlocked};
}

}  // namespace certhall::store
