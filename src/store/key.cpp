#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::EncryptionKey> {
  template <class Key, class Columns>
  static void columns(Key& key, Columns& columns) {
    columns.plain("id", key.id);
    columns.plain("application_id", key.application_id);
    columns.plain("public_key_digest", key.public_key_digest);
    columns.plain("created_at", key.created_at);
  }
};

template <>
struct Mapping<app::EarlierKey> {
  template <class Earlier, class Columns>
  static void columns(Earlier& earlier, Columns& columns) {
    Mapping<app::EncryptionKey>::columns(earlier.key, columns);
    columns.owner("encryption_key", earlier.key.id.value);
    columns.sealed("private_key", earlier.private_key);
  }
};

namespace {

constexpr Text kColumns("id, application_id, public_key_digest, created_at");
constexpr auto kInsert = "insert into encryption_key (" + kColumns +
                         ", private_key)"
                         " values (:id, :application_id, :public_key_digest, :created_at, '')";
constexpr auto kFind =
    "select " + kColumns + " from encryption_key where public_key_digest = :public_key_digest";
constexpr auto kEarlier = "select " + kColumns +
                          ", private_key from encryption_key where private_key <> ''"
                          " order by id limit :limit";
constexpr Text kForget("update encryption_key set private_key = '' where id = :id");

class EncryptionKeys final : public app::EncryptionKeyStore {
 public:
  explicit EncryptionKeys(Db& db) : db_(db) {}

  void insert(const app::EncryptionKey& key) override { db_.run(kInsert, db_.bind(key)); }
  std::optional<app::EncryptionKey> find_by_public_key(
      std::string_view public_key_digest) override {
    return db_.first<app::EncryptionKey>(kFind, {{"public_key_digest", public_key_digest}});
  }
  std::vector<app::EarlierKey> earlier(std::int64_t limit) override {
    return db_.all<app::EarlierKey>(kEarlier, {{"limit", limit}});
  }
  void forget_private_key(const KeyId& id) override { db_.run(kForget, {{"id", id}}); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::EncryptionKeyStore> make_encryption_keys(Db& db) {
  return std::make_unique<EncryptionKeys>(db);
}

Statements key_statements() { return {kInsert, kFind, kEarlier, kForget}; }

}  // namespace certhall::store
