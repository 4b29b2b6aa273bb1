#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::ObjectRow> {
  template <class Object, class Columns>
  static void columns(Object& object, Columns& columns) {
    columns.plain("id", object.id);
    columns.plain("content_type", object.content_type);
    columns.plain("size_bytes", object.size_bytes);
    columns.plain("digest", object.digest);
    columns.plain("created_at", object.created_at);
  }
};

namespace {

constexpr Text kInsert(
    "insert into stored_object (id, content_type, size_bytes, digest, created_at)"
    " values (:id, :content_type, :size_bytes, :digest, :created_at)");
constexpr Text kFind(
    "select id, content_type, size_bytes, digest, created_at from stored_object where id = :id");

constexpr Text kPage(
    "select id, content_type, size_bytes, digest, created_at from stored_object"
    " where id > :after order by id limit :limit");
constexpr Text kErase("delete from stored_object where id = :id");

class Objects final : public app::ObjectStore {
 public:
  explicit Objects(Db& db) : db_(db) {}

  void insert(const app::ObjectRow& row) override { db_.run(kInsert, db_.bind(row)); }
  std::optional<app::ObjectRow> find(const ObjectId& id) override {
    return db_.first<app::ObjectRow>(kFind, {{"id", id}});
  }
  void erase(const ObjectId& id) override { db_.run(kErase, {{"id", id}}); }
  std::vector<app::ObjectRow> page(std::string_view after, std::int64_t limit) override {
    return db_.all<app::ObjectRow>(kPage, {{"after", after}, {"limit", limit}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ObjectStore> make_objects(Db& db) { return std::make_unique<Objects>(db); }

Statements object_statements() { return {kInsert, kFind, kErase, kPage}; }

}  // namespace certhall::store
