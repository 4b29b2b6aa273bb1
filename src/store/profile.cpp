#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::ProfileVersion> {
  template <class Version, class Columns>
  static void columns(Version& version, Columns& columns) {
    columns.plain("code", version.code);
    columns.plain("version", version.version);
    columns.plain("body", version.body);
    columns.plain("change_id", version.change_id);
    columns.plain("in_force_at", version.in_force_at);
  }
};

namespace {

constexpr Text kColumns("code, version, body, change_id, in_force_at");
constexpr auto kSelect = "select " + kColumns + " from profile";
constexpr auto kAllInForce =
    kSelect +
    " where version = (select max(n.version) from profile n where n.code = profile.code)"
    " order by code";
constexpr auto kInForce = kSelect + " where code = :code order by version desc limit 1";
constexpr auto kAt = kSelect +
                     " where code = :code and (in_force_at <= :time or version = 1)"
                     " order by version desc limit 1";
constexpr auto kInsert = "insert into profile (" + kColumns +
                         ") values (:code, :version, :body, :change_id, :in_force_at)";

class Profiles final : public app::ProfileStore {
 public:
  explicit Profiles(Db& db) : db_(db) {}

  std::vector<app::ProfileVersion> in_force() override {
    return db_.all<app::ProfileVersion>(kAllInForce, {});
  }
  std::optional<app::ProfileVersion> in_force(std::string_view code) override {
    return db_.first<app::ProfileVersion>(kInForce, {{"code", code}});
  }
  std::optional<app::ProfileVersion> at(std::string_view code, Timestamp time) override {
    return db_.first<app::ProfileVersion>(kAt, {{"code", code}, {"time", time}});
  }
  void insert(const app::ProfileVersion& version) override { db_.run(kInsert, db_.bind(version)); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ProfileStore> make_profiles(Db& db) { return std::make_unique<Profiles>(db); }

Statements profile_statements() { return {kAllInForce, kInForce, kAt, kInsert}; }

}  // namespace certhall::store
