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

namespace {

constexpr Text kColumns("id, application_id, serial, status, revision, created_at, updated_at");
constexpr auto kInsert = "insert into token (" + kColumns +
                         ") values (:id, :application_id, :serial, :status, :revision,"
                         " :created_at, :updated_at)";
constexpr auto kSelect = "select " + kColumns + " from token";
constexpr auto kFindBySerial = kSelect + " where serial = :serial";
constexpr auto kOfApplication = kSelect +
                                " where application_id = :application_id"
                                " and status <> 'retired' order by created_at desc, id desc"
                                " limit 1";
constexpr Text kUpdate(
    "update token set status = :status, updated_at = :updated_at, revision = revision + 1"
    " where id = :id and revision = :revision");

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

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::TokenStore> make_tokens(Db& db) { return std::make_unique<Tokens>(db); }

Statements token_statements() { return {kInsert, kFindBySerial, kOfApplication, kUpdate}; }

}  // namespace certhall::store
