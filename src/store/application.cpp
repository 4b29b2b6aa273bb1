#include "store/fifty.h"
#include "store/filing.h"
#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Application> {
  template <class Application, class Columns>
  static void columns(Application& application, Columns& columns) {
    columns.plain("id", application.id);
    columns.owner("application", application.id.value);
    columns.plain("number", application.number);
    columns.plain("account_id", application.account_id);
    columns.plain("kind", application.kind);
    columns.plain("status", application.status);
    columns.plain("revision", application.revision);
    columns.plain("relying_application", application.relying_application);
    columns.sealed_json("details", application.details);
    columns.plain("form_version", application.form_version);
    columns.plain("form_digest", application.form_digest);
    columns.plain("created_at", application.created_at);
    columns.plain("updated_at", application.updated_at);
    columns.plain("submitted_at", application.submitted_at);
    columns.plain("due_at", application.due_at);
  }
};

template <>
struct Mapping<app::ApplicationStore::IdlePlace> {
  template <class Place, class Columns>
  static void columns(Place& place, Columns& columns) {
    columns.plain("id", place.id);
    columns.plain("updated_at", place.updated_at);
  }
};

namespace {

constexpr Text kNextNumber(
    "insert into application_number (day, last) values (:day, 1)"
    " on conflict (day) do update set last = application_number.last + 1 returning last");
constexpr Text kSkipNumbers(
    "insert into application_number (day, last) values (:day, :count)"
    " on conflict (day) do update set last = application_number.last + :count");
constexpr Text kColumns(
    "id, number, account_id, kind, status, revision, relying_application, details, form_version,"
    " form_digest, created_at, updated_at, submitted_at, due_at");
constexpr auto kInsert =
    "insert into application (" + kColumns +
    ") values (:id, :number, :account_id, :kind, :status, :revision, :relying_application,"
    " :details, :form_version, :form_digest, :created_at, :updated_at, :submitted_at, :due_at)";
constexpr auto kSelect = "select " + kColumns + " from application";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kFindAll = kSelect + " where id in " + kFifty;
constexpr auto kFindByNumber = kSelect + " where number = :number";
constexpr Text kUpdate(
    "update application set number = :number, kind = :kind, status = :status,"
    " relying_application = :relying_application, details = :details,"
    " form_version = :form_version, form_digest = :form_digest, updated_at = :updated_at,"
    " submitted_at = :submitted_at, due_at = :due_at, revision = revision + 1"
    " where id = :id and revision = :revision");
constexpr auto kOfAccount = kSelect +
                            " where account_id = :account_id"
                            " order by created_at desc, id desc limit :limit";
// The state stands in the text: a plan for any of them would be a bad one for this, the rarest.
constexpr auto kApproved =
    kSelect +
    " where status = 'approved'"
    " order by case when due_at = 0 then 1 else 0 end, due_at, submitted_at, id limit :limit";
constexpr Text kIdle(
    "select id, updated_at from application"
    " where status in ('draft', 'awaiting_payment', 'returned') and updated_at <= :before"
    " and (updated_at > :updated_at or (updated_at = :updated_at and id > :id))"
    " order by updated_at, id limit :limit");

class Applications final : public app::ApplicationStore {
 public:
  explicit Applications(Db& db) : db_(db) {}

  std::int64_t next_number(Date day) override { return db_.number(kNextNumber, {{"day", day}}); }
  void skip_numbers(Date day, std::int64_t count) override {
    db_.run(kSkipNumbers, {{"day", day}, {"count", count}});
  }
  void insert(const domain::Application& application) override {
    db_.run(kInsert, db_.bind(application));
    file_application(db_, nullptr, application);
  }
  std::optional<domain::Application> find(const ApplicationId& id) override {
    return db_.first<domain::Application>(kFind, {{"id", id}});
  }
  std::optional<domain::Application> find_by_number(std::string_view number) override {
    return db_.first<domain::Application>(kFindByNumber, {{"number", number}});
  }
  std::map<ApplicationId, domain::Application> find_all(
      std::span<const ApplicationId> ids) override {
    std::map<ApplicationId, domain::Application> found;
    each_fifty(ids, [&](const Arguments& arguments) {
      for (auto& each : db_.all<domain::Application>(kFindAll, arguments))
        found.emplace(each.id, std::move(each));
    });
    return found;
  }
  bool update(domain::Application& application) override {
    const auto before = find(application.id);
    if (!db_.update(kUpdate, application)) return false;
    file_application(db_, &*before, application);
    return true;
  }
  std::vector<domain::Application> of_account(const AccountId& id, std::int64_t limit) override {
    return db_.all<domain::Application>(kOfAccount, {{"account_id", id}, {"limit", limit}});
  }

  std::vector<domain::Application> approved(std::int64_t limit) override {
    return db_.all<domain::Application>(kApproved, {{"limit", limit}});
  }

  std::vector<IdlePlace> idle(Timestamp before, const IdlePlace& after,
                              std::int64_t limit) override {
    Arguments arguments = db_.bind(after);
    arguments.plain("before", before);
    arguments.plain("limit", limit);
    return db_.all<IdlePlace>(kIdle, arguments);
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::ApplicationStore> make_applications(Db& db) {
  return std::make_unique<Applications>(db);
}

Statements application_statements() {
  return {kSkipNumbers,  kNextNumber, kInsert,    kFind,     kFindAll,
          kFindByNumber, kUpdate,     kOfAccount, kApproved, kIdle};
}

}  // namespace certhall::store
