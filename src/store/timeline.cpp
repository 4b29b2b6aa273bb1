#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

struct NumberedRow {
  std::int64_t number = 0;
  app::TimelineRow row;
};

}  // namespace

template <>
struct Mapping<NumberedRow> {
  template <class Numbered, class Columns>
  static void columns(Numbered& numbered, Columns& columns) {
    auto& row = numbered.row;
    columns.plain("application_id", row.application_id);
    columns.plain("number", numbered.number);
    columns.owner("timeline", row.application_id.value + "/" + std::to_string(numbered.number));
    columns.plain("happened_at", row.at);
    columns.plain("title", row.title);
    columns.sealed("detail", row.detail);
  }
};

namespace {

constexpr Text kNextNumber(
    "select coalesce(max(number), 0) + 1 as n from timeline"
    " where application_id = :application_id");
constexpr Text kAppend(
    "insert into timeline (application_id, number, happened_at, title, detail)"
    " values (:application_id, :number, :happened_at, :title, :detail)");
constexpr Text kOfApplication(
    "select application_id, number, happened_at, title, detail from timeline"
    " where application_id = :application_id order by number");

class Timeline final : public app::TimelineStore {
 public:
  explicit Timeline(Db& db) : db_(db) {}

  void append(const app::TimelineRow& row) override {
    const NumberedRow numbered{
        .number = db_.number(kNextNumber, {{"application_id", row.application_id}}), .row = row};
    db_.run(kAppend, db_.bind(numbered));
  }
  std::vector<app::TimelineRow> of_application(const ApplicationId& id) override {
    std::vector<app::TimelineRow> rows;
    for (auto& each : db_.all<NumberedRow>(kOfApplication, {{"application_id", id}})) {
      rows.push_back(std::move(each.row));
    }
    return rows;
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::TimelineStore> make_timeline(Db& db) { return std::make_unique<Timeline>(db); }

Statements timeline_statements() { return {kNextNumber, kAppend, kOfApplication}; }

}  // namespace certhall::store
