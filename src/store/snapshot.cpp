#include "store/snapshot.h"

#include "store/connection.h"
#include "store/schema.h"
#include "store/snapshot_engines.h"
#include "store/text.h"

namespace certhall::store {
namespace {

namespace fs = std::filesystem;

constexpr auto kWait = std::chrono::seconds{30};
constexpr Text kApplied("select name from schema_version order by name");
constexpr Text kObjects(
    "select id, content_type, size_bytes, digest, created_at from stored_object"
    " where id > :after order by id limit :limit");

class TakenSnapshot final : public Snapshot {
 public:
  TakenSnapshot(const std::string& url, const std::function<void()>& meanwhile)
      : connection_(url, app::Mode::read, kWait) {
    Connection writer(url, app::Mode::write, kWait);
    writer.begin();  // nobody else writes until its rollback
    try {
      connection_.begin();
      migrations_ = applied();  // the first look fixes the moment that this connection sees
      meanwhile();
    } catch (...) {
      writer.rollback();
      throw;
    }
    writer.rollback();
  }
  ~TakenSnapshot() override { connection_.rollback(); }
  TakenSnapshot(const TakenSnapshot&) = delete;
  TakenSnapshot& operator=(const TakenSnapshot&) = delete;

  void copy_to(const fs::path& folder) override {
    if (connection_.is_sqlite()) return copy_sqlite(connection_.session(), folder);
    copy_postgresql(connection_.session(), folder);
  }
  std::vector<std::string> migrations() override { return migrations_; }
  std::vector<app::ObjectRow> objects(const std::string& after, std::int64_t limit) override {
    std::vector<app::ObjectRow> all;
    for (const auto& row :
         connection_.execute(kObjects, {{"after", after}, {"limit", limit}}).rows) {
      auto& each = all.emplace_back();
      each.id.value = std::get<std::string>(row.at("id"));
      each.content_type = std::get<std::string>(row.at("content_type"));
      each.size_bytes = std::get<std::int64_t>(row.at("size_bytes"));
      each.digest = std::get<std::string>(row.at("digest"));
      each.created_at = {std::get<std::int64_t>(row.at("created_at"))};
    }
    return all;
  }

 private:
  std::vector<std::string> applied() {
    std::vector<std::string> names;
    for (const auto& row : connection_.execute(kApplied, {}).rows)
      names.push_back(std::get<std::string>(row.at("name")));
    return names;
  }

  Connection connection_;
  std::vector<std::string> migrations_;
};

std::vector<Migration> known(const std::vector<std::string>& names,
                             const std::vector<Migration>& all) {
  std::vector<Migration> found;
  for (const std::string& name : names) {
    const auto one =
        std::ranges::find_if(all, [&](const Migration& each) { return each.name == name; });
    if (one == all.end())
      throw std::runtime_error("the backup was made by a newer certhall (it knows " + name +
                               "): restore it with that one");
    found.push_back(*one);
  }
  return found;
}

}  // namespace

std::unique_ptr<Snapshot> take_snapshot(const std::string& url,
                                        const std::function<void()>& meanwhile) {
  return std::make_unique<TakenSnapshot>(url, meanwhile);
}

void restore_snapshot(const fs::path& folder, const std::string& url,
                      const std::vector<std::string>& migrations, Database database) {
  const auto steps =
      known(migrations, database == Database::hall ? store::migrations() : key_centre_migrations());
  constexpr std::string_view kSqlite = "sqlite:";
  if (url.starts_with(kSqlite)) return restore_sqlite(folder, url.substr(kSqlite.size()));
  Connection connection(url, app::Mode::write, kWait);
  require_empty_postgresql(connection);
  migrate(connection, steps);
  connection.begin();
  try {
    fill_postgresql(connection.session(), folder);
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

std::string fault_of_copy(const fs::path& folder) {
  if (fs::exists(folder / kSqliteCopy)) return fault_of_sqlite(folder / kSqliteCopy);
  const bool is_there =
      fs::exists(folder / "application.copy") || fs::exists(folder / "key_issue.copy");
  return is_there ? "" : "there is no database in it";
}

}  // namespace certhall::store
