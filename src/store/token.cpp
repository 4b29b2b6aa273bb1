#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Token> {
  template <class Token, class Columns>
  static void columns(Token& token, Columns& columns) {
    columns.plain("id", token.id);
    columns.plain("application_id", token.application_id);
    columns.plain("serial", token.serial);
    columns.plain("status", token.status);
    columns.plain("revision", token.revision);
    columns.plain("created_at", token.created_at);
    columns.plain("updated_at", token.updated_at);
  }
};

template <>
struct Mapping<domain::UnlockSession> {
  template <class Session, class Columns>
  static void columns(Session& session, Columns& columns) {
    columns.plain("id", session.id);
    columns.plain("token_id", session.token_id);
    columns.plain("authorised_by", session.authorised_by);
    columns.plain("authorised_at", session.authorised_at);
    columns.plain("expires_at", session.expires_at);
    columns.plain("released_to", session.released_to);
    columns.plain("released_at", session.released_at);
  }
};

namespace {

constexpr Text kColumns("id, application_id, serial, status, revision, created_at, updated_at");
constexpr auto kInsert = "insert into token (" + kColumns +
                         ") values (:id, :application_id, :serial, :status, :revision,"
                         " :created_at, :updated_at)";
constexpr auto kSelect = "select " + kColumns + " from token";
constexpr auto kFindBySerial = kSelect + " where serial = :serial";
constexpr auto kOfApplication =
    kSelect +
    " where application_id = :application_id"
    " and status not in ('spare', 'retired') order by created_at desc, id desc"
    " limit 1";
constexpr Text kUpdate(
    "update token set application_id = :application_id, status = :status, updated_at = "
    ":updated_at, revision = revision + 1"
    " where id = :id and revision = :revision");
constexpr Text kPutSoPin("insert into token_secret (token_id, so_pin) values (:token_id, :so_pin)");
constexpr Text kFindSoPin("select so_pin from token_secret where token_id = :token_id");
constexpr Text kUnlockColumns(
    "id, token_id, authorised_by, authorised_at, expires_at, released_to, released_at");
constexpr auto kInsertUnlock = "insert into unlock_session (" + kUnlockColumns +
                               ") values (:id, :token_id, :authorised_by, :authorised_at,"
                               " :expires_at, :released_to, :released_at)";
constexpr auto kFindUnlock = "select " + kUnlockColumns + " from unlock_session where id = :id";
constexpr Text kReleaseUnlock(
    "update unlock_session set released_to = :released_to, released_at = :released_at"
    " where id = :id and released_to = ''");

class Tokens final : public app::TokenStore {
 public:
  explicit Tokens(Db& db) : db_(db) {}

  void insert(const domain::Token& token) override { db_.run(kInsert, db_.bind(token)); }
  std::optional<domain::Token> find_by_serial(std::string_view serial) override {
    return db_.first<domain::Token>(kFindBySerial, {{"serial", serial}});
  }
  std::optional<domain::Token> of_application(const ApplicationId& id) override {
    return db_.first<domain::Token>(kOfApplication, {{"application_id", id}});
  }
  bool update(domain::Token& token) override { return db_.update(kUpdate, token); }

  void put_so_pin(const TokenId& id, const SecretText& so_pin) override {
    Arguments arguments(db_.sealer());
    arguments.plain("token_id", id);
    arguments.owner("token_secret", id.value);
    arguments.sealed("so_pin", so_pin);
    db_.run(kPutSoPin, arguments);
  }
  std::optional<SecretText> find_so_pin(const TokenId& id) override {
    auto rows = db_.rows(kFindSoPin, {{"token_id", id}});
    if (rows.empty()) return std::nullopt;
    SecretText so_pin;
    rows[0].owner("token_secret", id.value);
    rows[0].sealed("so_pin", so_pin);
    return so_pin;
  }
  void insert_unlock(const domain::UnlockSession& session) override {
    db_.run(kInsertUnlock, db_.bind(session));
  }
  std::optional<domain::UnlockSession> find_unlock(const domain::UnlockId& id) override {
    return db_.first<domain::UnlockSession>(kFindUnlock, {{"id", id}});
  }
  bool release_unlock(const domain::UnlockSession& session) override {
    return db_.run(kReleaseUnlock, {{"released_to", session.released_to},
                                    {"released_at", session.released_at},
                                    {"id", session.id}}) == 1;
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::TokenStore> make_tokens(Db& db) { return std::make_unique<Tokens>(db); }

Statements token_statements() {
  return {kInsert,    kFindBySerial, kOfApplication, kUpdate,       kPutSoPin,
          kFindSoPin, kInsertUnlock, kFindUnlock,    kReleaseUnlock};
}

}  // namespace certhall::store
