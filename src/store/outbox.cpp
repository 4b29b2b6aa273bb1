#include <algorithm>

#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::OutboxItem> {
  template <class Item, class Columns>
  static void columns(Item& item, Columns& columns) {
    columns.plain("id", item.id);
    columns.owner("outbox", item.id.value);
    columns.plain("kind", item.kind);
    columns.sealed("payload", item.payload);
    columns.plain("subject", item.subject);
    columns.plain("attempts", item.attempts);
    columns.plain("due_at", item.due_at);
    columns.plain("created_at", item.created_at);
    columns.plain("last_error", item.last_error);
    columns.plain("request_id", item.request_id);
    columns.plain("label", item.label);
    columns.plain("recipient", item.recipient);
  }
};

namespace {

constexpr Text kAdd(
    "insert into outbox (id, kind, payload, subject, status, attempts, due_at, created_at,"
    " finished_at, last_error, label, recipient, request_id)"
    " values (:id, :kind, :payload, :subject, 'waiting', :attempts, :due_at, :created_at, 0,"
    " :last_error, :label, :recipient, :request_id)");
// Two runners cannot take the same: writers queue up (store.h).
constexpr Text kTakeDue(
    "update outbox set due_at = :lease_until, attempts = attempts + 1 where id in"
    " (select id from outbox where status = 'waiting' and due_at <= :now"
    " order by due_at, id limit :limit)"
    " returning id, kind, payload, subject, attempts, due_at, created_at, last_error,"
    " label, recipient, request_id");
constexpr Text kFinish(
    "update outbox set status = 'done', payload = '', finished_at = :now, last_error = ''"
    " where id = :id");
constexpr Text kRetry(
    "update outbox set due_at = :due_at, last_error = :error"
    " where id = :id and status = 'waiting'");
constexpr Text kGiveUp(
    "update outbox set status = 'given_up', finished_at = :now, last_error = :error"
    " where id = :id and status = 'waiting'");
constexpr Text kWaiting(
    "select kind, count(*) as number, min(created_at) as oldest from outbox"
    " where status = 'waiting' group by kind order by kind");
constexpr Text kGivenUp(
    "select kind, count(*) as number, min(created_at) as oldest from outbox"
    " where status = 'given_up' group by kind order by kind");
constexpr Text kCountWaiting("select count(*) as n from outbox where status = 'waiting'");

class Outbox final : public app::OutboxStore {
 public:
  explicit Outbox(Db& db) : db_(db) {}

  void add(const app::OutboxItem& item) override { db_.run(kAdd, db_.bind(item)); }

  std::vector<app::OutboxItem> take_due(Timestamp now, Timestamp lease_until,
                                        std::int64_t limit) override {
    auto items = db_.all<app::OutboxItem>(
        kTakeDue, {{"now", now}, {"lease_until", lease_until}, {"limit", limit}});
    std::ranges::sort(
        items, {}, [](const app::OutboxItem& item) { return std::tie(item.created_at, item.id); });
    return items;
  }
  void finish(const OutboxId& id, Timestamp now) override {
    db_.run(kFinish, {{"id", id}, {"now", now}});
  }
  void retry(const OutboxId& id, Timestamp due_at, std::string_view error) override {
    db_.run(kRetry, {{"id", id}, {"due_at", due_at}, {"error", error}});
  }
  void give_up(const OutboxId& id, Timestamp now, std::string_view error) override {
    db_.run(kGiveUp, {{"id", id}, {"now", now}, {"error", error}});
  }
  std::int64_t count_waiting() override { return db_.number(kCountWaiting, {}); }
  std::vector<app::Backlog> waiting() override { return backlog(kWaiting); }
  std::vector<app::Backlog> given_up() override { return backlog(kGivenUp); }

 private:
  std::vector<app::Backlog> backlog(std::string_view sql) {
    std::vector<app::Backlog> all;
    for (const Row& row : db_.rows(sql, {})) {
      auto& each = all.emplace_back();
      row.plain("kind", each.kind);
      each.count = row.number("number");
      each.oldest = {row.number("oldest")};
    }
    return all;
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::OutboxStore> make_outbox(Db& db) { return std::make_unique<Outbox>(db); }

Statements outbox_statements() {
  return {kAdd, kTakeDue, kFinish, kRetry, kGiveUp, kWaiting, kGivenUp, kCountWaiting};
}

}  // namespace certhall::store
