#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Announcement> {
  template <class Announcement, class Columns>
  static void columns(Announcement& announcement, Columns& columns) {
    columns.plain("code", announcement.code);
    columns.plain("title", announcement.title);
    columns.plain("body", announcement.body);
    columns.plain("pinned", announcement.pinned);
    columns.plain("valid_from", announcement.valid_from);
    columns.plain("valid_to", announcement.valid_to);
    columns.plain("revision", announcement.revision);
  }
};

namespace {

constexpr Text kColumns("code, title, body, pinned, valid_from, valid_to, revision");
constexpr Text kOrder(" order by pinned desc, valid_from desc, code");
constexpr auto kInForce = "select " + kColumns +
                          " from announcement"
                          " where valid_from <= :today and valid_to >= :today" +
                          kOrder;
constexpr auto kAll = "select " + kColumns + " from announcement" + kOrder;
constexpr auto kFind = "select " + kColumns + " from announcement where code = :code";
constexpr auto kInsert = "insert into announcement (" + kColumns +
                         ") values (:code, :title, :body, :pinned, :valid_from, :valid_to,"
                         " :revision)";
constexpr auto kSeed = kInsert + " on conflict do nothing";
constexpr Text kUpdate(
    "update announcement set title = :title, body = :body, pinned = :pinned,"
    " valid_from = :valid_from, valid_to = :valid_to, revision = revision + 1"
    " where code = :code and revision = :revision");

class Announcements final : public app::AnnouncementStore {
 public:
  explicit Announcements(Db& db) : db_(db) {}

  std::vector<domain::Announcement> in_force(Date today) override {
    return db_.all<domain::Announcement>(kInForce, {{"today", today}});
  }
  std::vector<domain::Announcement> list() override {
    return db_.all<domain::Announcement>(kAll, {});
  }
  std::optional<domain::Announcement> find(std::string_view code) override {
    return db_.first<domain::Announcement>(kFind, {{"code", code}});
  }
  void insert(const domain::Announcement& announcement) override {
    db_.run(kInsert, db_.bind(announcement));
  }
  bool update(domain::Announcement& announcement) override {
    return db_.update(kUpdate, announcement);
  }
  void seed(const std::vector<domain::Announcement>& announcements) override {
    for (const auto& each : announcements) db_.run(kSeed, db_.bind(each));
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::AnnouncementStore> make_announcements(Db& db) {
  return std::make_unique<Announcements>(db);
}

Statements announcement_statements() { return {kInForce, kAll, kFind, kInsert, kSeed, kUpdate}; }

}  // namespace certhall::store
