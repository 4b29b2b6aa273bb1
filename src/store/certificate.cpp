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
  }
};

template <>
struct Mapping<app::CertificateStore::Revoked> {
  template <class Revoked, class Columns>
  static void columns(Revoked& revoked, Columns& columns) {
    columns.plain("serial", revoked.serial);
    columns.plain("revoked_at", revoked.revoked_at);
    columns.plain("revocation_reason", revoked.reason);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, account_id, usage, status, revision, issuer, serial, subject,"
    " token_serial, public_key_digest, not_before, not_after, tbs, der, publish, created_at,"
    " revoked_at, revocation_reason");
constexpr auto kInsert =
    "insert into certificate (" + kColumns +
    ") values (:id, :application_id, :account_id, :usage, :status, :revision, :issuer, :serial,"
    " :subject, :token_serial, :public_key_digest, :not_before, :not_after, :tbs, :der, :publish,"
    " :created_at, :revoked_at, :revocation_reason)";
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
constexpr Text kRevoked(
    "select serial, revoked_at, revocation_reason from certificate"
    " where issuer = :issuer and status = 'revoked' and not_after > :now order by serial");

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
  std::vector<Revoked> revoked(std::string_view issuer, Timestamp now) override {
    return db_.all<Revoked>(kRevoked, {{"issuer", issuer}, {"now", now}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::CertificateStore> make_certificates(Db& db) {
  return std::make_unique<Certificates>(db);
}

Statements certificate_statements() {
  return {kInsert,        kUpdate,   kFind, kFindBySerial, kFindByIssuerAndSerial,
          kOfApplication, kReserved, kPage, kRevoked};
}

}  // namespace certhall::store
