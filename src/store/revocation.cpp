#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::RevocationList> {
  template <class List, class Columns>
  static void columns(List& list, Columns& columns) {
    columns.plain("id", list.id);
    columns.plain("digest", list.digest);
    columns.plain("title", list.title);
    columns.plain("change_id", list.change_id);
    columns.plain("lines", list.lines);
    columns.plain("done", list.done);
    columns.plain("created_at", list.created_at);
    columns.plain("finished_at", list.finished_at);
  }
};

template <>
struct Mapping<domain::RevocationLine> {
  template <class Line, class Columns>
  static void columns(Line& line, Columns& columns) {
    columns.plain("list_id", line.list_id);
    columns.plain("number", line.number);
    columns.plain("target", line.target);
    columns.plain("reason", line.reason);
    columns.plain("outcome", line.outcome);
    columns.plain("certificates", line.certificates);
  }
};

namespace {

constexpr Text kListColumns("id, digest, title, change_id, lines, done, created_at, finished_at");
constexpr auto kInsertList =
    "insert into revocation_list (" + kListColumns +
    ") values (:id, :digest, :title, :change_id, :lines, :done, :created_at, :finished_at)";
constexpr Text kUpdateList(
    "update revocation_list set done = :done, finished_at = :finished_at where id = :id");
constexpr auto kSelectList = "select " + kListColumns + " from revocation_list";
constexpr auto kFindList = kSelectList + " where id = :id";
constexpr auto kFindByDigest = kSelectList + " where digest = :digest";
constexpr auto kLists = kSelectList + " order by id desc limit :limit";
constexpr auto kUnfinished = kSelectList + " where finished_at = 0 order by id limit :limit";
constexpr Text kLineColumns("list_id, number, target, reason, outcome, certificates");
constexpr auto kInsertLine =
    "insert into revocation_line (" + kLineColumns +
    ") values (:list_id, :number, :target, :reason, :outcome, :certificates)";
constexpr Text kUpdateLine(
    "update revocation_line set outcome = :outcome, certificates = :certificates"
    " where list_id = :list_id and number = :number");
constexpr auto kSelectLine =
    "select " + kLineColumns + " from revocation_line where list_id = :list_id";
constexpr auto kLines = kSelectLine + " and number > :after order by number limit :limit";
constexpr auto kWaiting = kSelectLine + " and outcome = 'waiting' order by number limit :limit";

class Revocations final : public app::RevocationStore {
 public:
  explicit Revocations(Db& db) : db_(db) {}

  void insert(const domain::RevocationList& list) override { db_.run(kInsertList, db_.bind(list)); }
  void insert(const domain::RevocationLine& line) override { db_.run(kInsertLine, db_.bind(line)); }
  std::optional<domain::RevocationList> find(const RevocationListId& id) override {
    return db_.first<domain::RevocationList>(kFindList, {{"id", id}});
  }
  std::optional<domain::RevocationList> find_by_digest(std::string_view digest) override {
    return db_.first<domain::RevocationList>(kFindByDigest, {{"digest", digest}});
  }
  std::vector<domain::RevocationList> lists(std::int64_t limit) override {
    return db_.all<domain::RevocationList>(kLists, {{"limit", limit}});
  }
  std::vector<domain::RevocationList> unfinished(std::int64_t limit) override {
    return db_.all<domain::RevocationList>(kUnfinished, {{"limit", limit}});
  }
  std::vector<domain::RevocationLine> lines(const RevocationListId& id, std::int64_t after,
                                            std::int64_t limit) override {
    return db_.all<domain::RevocationLine>(kLines,
                                           {{"list_id", id}, {"after", after}, {"limit", limit}});
  }
  std::vector<domain::RevocationLine> waiting(const RevocationListId& id,
                                              std::int64_t limit) override {
    return db_.all<domain::RevocationLine>(kWaiting, {{"list_id", id}, {"limit", limit}});
  }
  void update(const domain::RevocationLine& line) override { db_.run(kUpdateLine, db_.bind(line)); }
  void update(const domain::RevocationList& list) override { db_.run(kUpdateList, db_.bind(list)); }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::RevocationStore> make_revocations(Db& db) {
  return std::make_unique<Revocations>(db);
}

Statements revocation_statements() {
  return {kInsertList, kUpdateList, kFindList,   kFindByDigest, kLists,
          kUnfinished, kInsertLine, kUpdateLine, kLines,        kWaiting};
}

}  // namespace certhall::store
