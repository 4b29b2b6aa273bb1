#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::Session> {
  template <class Session, class Columns>
  static void columns(Session& session, Columns& columns) {
    columns.plain("id", session.id);
    columns.plain("kind", session.kind);
    columns.plain("token_digest", session.token_digest);
    columns.plain("subject", session.subject);
    columns.plain("created_at", session.created_at);
    columns.plain("last_seen_at", session.last_seen_at);
    columns.plain("expires_at", session.expires_at);
  }
};

namespace {

constexpr Text kColumns("id, kind, token_digest, subject, created_at, last_seen_at, expires_at");
constexpr auto kInsert = "insert into session (" + kColumns +
                         ") values (:id, :kind, :token_digest, :subject, :created_at,"
                         " :last_seen_at, :expires_at)";
constexpr auto kFind =
    "select " + kColumns + " from session where kind = :kind and token_digest = :token_digest";
constexpr Text kTouch("update session set last_seen_at = :last_seen_at where id = :id");
constexpr Text kErase("delete from session where id = :id");
constexpr Text kEraseOf("delete from session where kind = :kind and subject = :subject");
constexpr Text kCount("select count(*) as n from session where kind = :kind and expires_at > :now");
constexpr Text kEraseExpired("delete from session where expires_at <= :now");

class Sessions final : public app::SessionStore {
 public:
  explicit Sessions(Db& db) : db_(db) {}

  void insert(const app::Session& session) override { db_.run(kInsert, db_.bind(session)); }
  std::optional<app::Session> find(app::SessionKind kind, std::string_view token_digest) override {
    return db_.first<app::Session>(kFind, {{"kind", kind}, {"token_digest", token_digest}});
  }
  void touch(const SessionId& id, Timestamp last_seen_at) override {
    db_.run(kTouch, {{"id", id}, {"last_seen_at", last_seen_at}});
  }
  void erase(const SessionId& id) override { db_.run(kErase, {{"id", id}}); }
  void erase_of(app::SessionKind kind, std::string_view subject) override {
    db_.run(kEraseOf, {{"kind", kind}, {"subject", subject}});
  }
  std::int64_t erase_expired(Timestamp now) override {
    return db_.run(kEraseExpired, {{"now", now}});
  }
  std::int64_t count(app::SessionKind kind, Timestamp now) override {
    return db_.number(kCount, {{"kind", kind}, {"now", now}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::SessionStore> make_sessions(Db& db) { return std::make_unique<Sessions>(db); }

Statements session_statements() {
  return {kInsert, kFind, kTouch, kErase, kEraseOf, kEraseExpired, kCount};
}

}  // namespace certhall::store
