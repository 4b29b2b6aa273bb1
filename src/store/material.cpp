#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Material> {
  template <class Material, class Columns>
  static void columns(Material& material, Columns& columns) {
    columns.plain("id", material.id);
    columns.owner("material", material.id.value);
    columns.plain("application_id", material.application_id);
    columns.plain("kind", material.kind);
    columns.plain("version", material.version);
    columns.sealed("file_name", material.file_name);
    columns.plain("content_type", material.content_type);
    columns.plain("size_bytes", material.size_bytes);
    columns.plain("page_count", material.page_count);
    columns.plain("original", material.original);
    columns.json("previews", material.previews);
    columns.sealed_json("checks", material.checks);
    columns.plain("form_version", material.form_version);
    columns.plain("uploaded_at", material.uploaded_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, kind, version, file_name, content_type, size_bytes, page_count, original,"
    " previews, checks, form_version, uploaded_at");
constexpr Text kNextVersion(
    "select coalesce(max(version), 0) + 1 as n from material"
    " where application_id = :application_id and kind = :kind");
constexpr auto kInsert =
    "insert into material (" + kColumns +
    ") values (:id, :application_id, :kind, :version, :file_name, :content_type, :size_bytes,"
    " :page_count, :original, :previews, :checks, :form_version, :uploaded_at)";
constexpr auto kCurrent = "select " + kColumns +
                          " from material where application_id = :application_id"
                          " and kind = :kind order by version desc limit 1";
constexpr auto kAllCurrent = "select " + kColumns +
                             " from material m where application_id = :application_id"
                             " and version = (select max(o.version) from material o"
                             " where o.application_id = m.application_id and o.kind = m.kind)"
                             " order by kind";

constexpr auto kAll = "select " + kColumns +
                      " from material where application_id = :application_id"
                      " order by kind, version";
constexpr Text kErase("delete from material where id = :id");

class Materials final : public app::MaterialStore {
 public:
  explicit Materials(Db& db) : db_(db) {}

  void put(domain::Material& material) override {
    material.version = db_.number(
        kNextVersion, {{"application_id", material.application_id}, {"kind", material.kind}});
    db_.run(kInsert, db_.bind(std::as_const(material)));
  }
  std::optional<domain::Material> current(const ApplicationId& id,
                                          domain::MaterialKind kind) override {
    return db_.first<domain::Material>(kCurrent, {{"application_id", id}, {"kind", kind}});
  }
  std::vector<domain::Material> all_current(const ApplicationId& id) override {
    return db_.all<domain::Material>(kAllCurrent, {{"application_id", id}});
  }
  std::vector<domain::Material> all(const ApplicationId& id) override {
    return db_.all<domain::Material>(kAll, {{"application_id", id}});
  }
  void erase(const MaterialId& id) override { db_.run(kErase, {{"id", id}}); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::MaterialStore> make_materials(Db& db) {
  return std::make_unique<Materials>(db);
}

Statements material_statements() {
  return {kNextVersion, kInsert, kCurrent, kAllCurrent, kAll, kErase};
}

}  // namespace certhall::store
