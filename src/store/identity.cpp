#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Identity> {
  template <class Identity, class Columns>
  static void columns(Identity& identity, Columns& columns) {
    columns.plain("id", identity.id);
    columns.owner("identity", identity.id.value);
    columns.plain("application_id", identity.application_id);
    columns.plain("status", identity.status);
    columns.plain("revision", identity.revision);
    columns.plain("link_digest", identity.link_digest);
    columns.plain("phone_digest", identity.phone_digest);
    columns.plain("expires_at", identity.expires_at);
    columns.sealed("person_name", identity.person_name);
    columns.sealed("person_number", identity.person_number);
    columns.sealed("read_name", identity.read_name);
    columns.sealed("read_number", identity.read_number);
    columns.plain("corrected", identity.corrected);
    columns.plain("front_taken", identity.front_taken);
    columns.plain("back_taken", identity.back_taken);
    columns.plain("failure", identity.failure);
    columns.plain("details_digest", identity.details_digest);
    columns.plain("provider_reference", identity.provider_reference);
    columns.plain("updated_at", identity.updated_at);
    columns.plain("verified_at", identity.verified_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, status, revision, link_digest, phone_digest, expires_at, person_name,"
    " person_number, read_name, read_number, corrected, front_taken, back_taken, failure,"
    " details_digest, provider_reference, updated_at, verified_at");
constexpr auto kInsert =
    "insert into identity (" + kColumns +
    ") values (:id, :application_id, :status, :revision, :link_digest, :phone_digest, :expires_at,"
    " :person_name, :person_number, :read_name, :read_number, :corrected, :front_taken,"
    " :back_taken, :failure, :details_digest, :provider_reference, :updated_at, :verified_at)";
constexpr Text kUpdate(
    "update identity set status = :status, link_digest = :link_digest,"
    " phone_digest = :phone_digest, expires_at = :expires_at, person_name = :person_name,"
    " person_number = :person_number, read_name = :read_name, read_number = :read_number,"
    " corrected = :corrected, front_taken = :front_taken, back_taken = :back_taken,"
    " failure = :failure, details_digest = :details_digest,"
    " provider_reference = :provider_reference, updated_at = :updated_at,"
    " verified_at = :verified_at, revision = revision + 1"
    " where id = :id and revision = :revision");
constexpr auto kSelect = "select " + kColumns + " from identity";
constexpr auto kOfApplication = kSelect + " where application_id = :application_id";
// The second condition lets both engines use the index, which leaves the empty ones out.
constexpr auto kFindByLink = kSelect + " where link_digest = :link_digest and link_digest <> ''";
constexpr auto kFindByPhone =
    kSelect + " where phone_digest = :phone_digest and phone_digest <> ''";

class Identities final : public app::IdentityStore {
 public:
  explicit Identities(Db& db) : db_(db) {}

  void insert(const domain::Identity& identity) override { db_.run(kInsert, db_.bind(identity)); }
  bool update(domain::Identity& identity) override { return db_.update(kUpdate, identity); }
  std::optional<domain::Identity> of_application(const ApplicationId& id) override {
    return db_.first<domain::Identity>(kOfApplication, {{"application_id", id}});
  }
  std::optional<domain::Identity> find_by_link(std::string_view link_digest) override {
    return db_.first<domain::Identity>(kFindByLink, {{"link_digest", link_digest}});
  }
  std::optional<domain::Identity> find_by_phone(std::string_view phone_digest) override {
    return db_.first<domain::Identity>(kFindByPhone, {{"phone_digest", phone_digest}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::IdentityStore> make_identities(Db& db) {
  return std::make_unique<Identities>(db);
}

Statements identity_statements() {
  return {kInsert, kUpdate, kOfApplication, kFindByLink, kFindByPhone};
}

}  // namespace certhall::store
