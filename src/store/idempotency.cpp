#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr Text kBegin(
    "insert into idempotency (key_digest, request_digest, finished, status, content_type, body,"
    " created_at)"
    " values (:key_digest, :request_digest, 0, 0, '', :body, :created_at)"
    " on conflict (key_digest) do update"
    " set request_digest = excluded.request_digest, created_at = excluded.created_at"
    " where idempotency.finished = 0 and idempotency.created_at < :abandoned");
constexpr Text kFind(
    "select request_digest, finished, status, content_type, body from idempotency"
    " where key_digest = :key_digest");
constexpr Text kFinish(
    "update idempotency set finished = 1, status = :status, content_type = :content_type,"
    " body = :body where key_digest = :key_digest");
constexpr Text kForget("delete from idempotency where key_digest = :key_digest");
constexpr Text kEraseOlder("delete from idempotency where created_at < :limit");

class Idempotency final : public app::IdempotencyStore {
 public:
  explicit Idempotency(Db& db) : db_(db) {}

  std::optional<app::StoredAnswer> begin(std::string_view caller, std::string_view key,
                                         std::string_view request_digest, Timestamp now) override {
    const std::string digest = digest_of(caller, key);
    Arguments arguments = bind(digest, "");
    arguments.plain("request_digest", request_digest);
    arguments.plain("created_at", now);
    arguments.plain("abandoned", now - app::kAbandonedRequest);
    if (db_.run(kBegin, arguments) == 1) return std::nullopt;
    app::StoredAnswer answer;
    Row row = db_.rows(kFind, {{"key_digest", digest}}).at(0);
    row.owner("idempotency", digest);
    row.plain("request_digest", answer.request_digest);
    row.plain("finished", answer.finished);
    row.plain("status", answer.status);
    row.plain("content_type", answer.content_type);
    row.sealed("body", answer.body);
    return answer;
  }

  void finish(std::string_view caller, std::string_view key,
              const app::StoredAnswer& answer) override {
    Arguments arguments = bind(digest_of(caller, key), answer.body);
    arguments.plain("status", answer.status);
    arguments.plain("content_type", answer.content_type);
    db_.run(kFinish, arguments);
  }
  void forget(std::string_view caller, std::string_view key) override {
    db_.run(kForget, {{"key_digest", digest_of(caller, key)}});
  }
  std::int64_t erase_older_than(Timestamp limit) override {
    return db_.run(kEraseOlder, {{"limit", limit}});
  }

 private:
  // The caller's length keeps ("ab", "c") and ("a", "bc") apart.
  [[nodiscard]] std::string digest_of(std::string_view caller, std::string_view key) const {
    const std::string size = std::to_string(caller.size());
    return db_.digest(size + "/" + std::string(caller) + "/" + std::string(key), "idempotency");
  }
  [[nodiscard]] Arguments bind(const std::string& digest, std::string_view body) const {
    Arguments arguments(db_.sealer());
    arguments.plain("key_digest", digest);
    arguments.owner("idempotency", digest);
    arguments.sealed("body", body);
    return arguments;
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::IdempotencyStore> make_idempotency(Db& db) {
  return std::make_unique<Idempotency>(db);
}

Statements idempotency_statements() { return {kBegin, kFind, kFinish, kForget, kEraseOlder}; }

}  // namespace certhall::store
