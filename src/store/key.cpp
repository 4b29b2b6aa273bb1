#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::EncryptionKey> {
  template <class Key, class Columns>
  static void columns(Key& key, Columns& columns) {
    columns.plain("id", key.id);
    columns.owner("encryption_key", key.id.value);
    columns.plain("application_id", key.application_id);
    columns.plain("public_key_digest", key.public_key_digest);
    columns.sealed("private_key", key.private_key);
    columns.plain("created_at", key.created_at);
  }
};

namespace {

constexpr Text kInsert(
    "insert into encryption_key (id, application_id, public_key_digest, private_key, created_at)"
    " values (:id, :application_id, :public_key_digest, :private_key, :created_at)");
constexpr Text kFind(
    "select id, application_id, public_key_digest, private_key, created_at from encryption_key"
    " where public_key_digest = :public_key_digest");

class EncryptionKeys final : public app::EncryptionKeyStore {
 public:
  explicit EncryptionKeys(Db& db) : db_(db) {}

  void insert(const app::EncryptionKey& key) override { db_.run(kInsert, db_.bind(key)); }
  std::optional<app::EncryptionKey> find_by_public_key(
      std::string_view public_key_digest) override {
    return db_.first<app::EncryptionKey>(kFind, {{"public_key_digest", public_key_digest}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::EncryptionKeyStore> make_encryption_keys(Db& db) {
  return std::make_unique<EncryptionKeys>(db);
}

Statements key_statements() { return {kInsert, kFind}; }

}  // namespace certhall::store
