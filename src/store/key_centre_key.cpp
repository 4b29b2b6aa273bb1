#include "store/key_centre_repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<kmc::StoredKey> {
  template <class Key, class Columns>
  static void columns(Key& key, Columns& columns) {
    columns.plain("id", key.id);
    columns.owner("kmc.encryption_key", key.id.value);
    columns.plain("algorithm", key.algorithm);
    columns.bytes("public_key", key.public_key);
    columns.plain("public_key_digest", key.public_key_digest);
    columns.sealed("private_key", key.private_key);
    columns.plain("state", key.state);
    columns.plain("created_at", key.created_at);
  }
};

template <>
struct Mapping<kmc::KeyIssue> {
  template <class Issue, class Columns>
  static void columns(Issue& issue, Columns& columns) {
    columns.plain("request", issue.request);
    columns.plain("key_id", issue.key_id);
    columns.plain("subscriber", issue.subscriber);
    columns.bytes("recipient", issue.recipient);
    columns.plain("issued_at", issue.issued_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, algorithm, public_key, public_key_digest, private_key, state, created_at");
constexpr auto kInsert = "insert into encryption_key (" + kColumns +
                         ") values (:id, :algorithm, :public_key, :public_key_digest,"
                         " :private_key, :state, :created_at)";
constexpr auto kSelect = "select " + kColumns + " from encryption_key";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kOldest =
    kSelect + " where algorithm = :algorithm and state = 'pool' order by id limit 1";
constexpr Text kCount(
    "select count(*) as n from encryption_key where algorithm = :algorithm and state = 'pool'");
constexpr auto kPage = kSelect + " where id > :after order by id limit :limit";
constexpr Text kTake(
    "update encryption_key set state = 'issued' where id = :id and state = 'pool'");
constexpr Text kWithdraw("update encryption_key set state = 'withdrawn' where state = 'pool'");
constexpr Text kIssueColumns("request, key_id, subscriber, recipient, issued_at");
constexpr auto kIssue = "insert into key_issue (" + kIssueColumns +
                        ") values (:request, :key_id, :subscriber, :recipient, :issued_at)";
constexpr auto kSelectIssue = "select " + kIssueColumns + " from key_issue";
constexpr auto kOfRequest = kSelectIssue + " where request = :request";
constexpr auto kOfKey = kSelectIssue + " where key_id = :key_id";
constexpr auto kHistory =
    kSelectIssue + " where subscriber = :subscriber order by issued_at, key_id";

class CentreKeys final : public kmc::KeyStore {
 public:
  explicit CentreKeys(Db& db) : db_(db) {}

  void insert(const kmc::StoredKey& key) override { db_.run(kInsert, db_.bind(key)); }
  std::optional<kmc::StoredKey> find(const KeyId& id) override {
    return db_.first<kmc::StoredKey>(kFind, {{"id", id}});
  }
  std::optional<kmc::StoredKey> oldest_in_pool(std::string_view algorithm) override {
    return db_.first<kmc::StoredKey>(kOldest, {{"algorithm", algorithm}});
  }
  std::int64_t count_pool(std::string_view algorithm) override {
    return db_.number(kCount, {{"algorithm", algorithm}});
  }
  std::int64_t withdraw_pool() override { return db_.run(kWithdraw, {}); }
  void issue(const kmc::KeyIssue& issue) override {
    if (db_.run(kTake, {{"id", issue.key_id}}) != 1)
      throw app::Conflict("this key has been issued already");
    db_.run(kIssue, db_.bind(issue));
  }
  std::optional<kmc::KeyIssue> issue_of_request(std::string_view request) override {
    return db_.first<kmc::KeyIssue>(kOfRequest, {{"request", request}});
  }
  std::optional<kmc::KeyIssue> issue_of_key(const KeyId& id) override {
    return db_.first<kmc::KeyIssue>(kOfKey, {{"key_id", id}});
  }
  std::vector<kmc::KeyIssue> history(std::string_view subscriber) override {
    return db_.all<kmc::KeyIssue>(kHistory, {{"subscriber", subscriber}});
  }
  std::vector<kmc::StoredKey> page(std::string_view after, std::int64_t limit) override {
    return db_.all<kmc::StoredKey>(kPage, {{"after", after}, {"limit", limit}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<kmc::KeyStore> make_centre_keys(Db& db) { return std::make_unique<CentreKeys>(db); }

Statements centre_key_statements() {
  return {kInsert,    kFind,  kOldest,  kCount, kPage,    kTake,
          kOfRequest, kOfKey, kHistory, kIssue, kWithdraw};
}

}  // namespace certhall::store
