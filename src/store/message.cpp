#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::MessageRow> {
  template <class Message, class Columns>
  static void columns(Message& message, Columns& columns) {
    columns.plain("id", message.id);
    columns.plain("label", message.label);
    columns.plain("recipient", message.recipient);
    columns.plain("subject", message.subject);
    columns.plain("status", message.status);
    columns.plain("attempts", message.attempts);
    columns.plain("due_at", message.due_at);
    columns.plain("created_at", message.created_at);
    columns.plain("finished_at", message.finished_at);
    columns.plain("last_error", message.last_error);
  }
};

namespace {

constexpr Text kSelect(
    "select id, label, recipient, subject, status, attempts, due_at, created_at, finished_at,"
    " last_error from outbox");
constexpr Text kEnd(" and kind = 'sms' and id < :before order by id desc limit :limit");
constexpr auto kPage =
    kSelect + " where kind = 'sms' and id < :before order by id desc limit :limit";
constexpr auto kPageOfStatus = kSelect + " where status = :status" + kEnd;
constexpr auto kPageOfSubject =
    kSelect +
    " where subject = :subject and (:status = '' or status || '' = :status)"
    " and kind || '' = 'sms' and id < :before order by id desc limit :limit";
constexpr auto kFind = kSelect + " where id = :id and kind = 'sms'";
constexpr Text kCount(
    "select count(*) as n from (select 1 as one from outbox where kind = 'sms'"
    " and status = :status limit :most) counted");
// What was sent has no text any more, so it cannot be sent twice.
constexpr Text kSendAgain(
    "update outbox set status = 'waiting', attempts = 0, due_at = :now, finished_at = 0"
    " where id = :id and kind = 'sms' and status in ('waiting', 'given_up') and payload <> ''");

class Messages final : public app::MessageStore {
 public:
  explicit Messages(Db& db) : db_(db) {}

  std::vector<app::MessageRow> page(std::string_view status, std::string_view subject,
                                    std::string_view before, std::int64_t limit) override {
    const std::string_view end = before.empty() ? "zz" : before;
    if (!subject.empty())
      return known(db_.all<app::MessageRow>(
          kPageOfSubject,
          {{"subject", subject}, {"status", status}, {"before", end}, {"limit", limit}}));
    if (!status.empty())
      return known(db_.all<app::MessageRow>(
          kPageOfStatus, {{"status", status}, {"before", end}, {"limit", limit}}));
    return known(db_.all<app::MessageRow>(kPage, {{"before", end}, {"limit", limit}}));
  }
  std::optional<app::MessageRow> find(const OutboxId& id) override {
    auto found = known(db_.all<app::MessageRow>(kFind, {{"id", id}}));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  }
  std::int64_t count(std::string_view status, std::int64_t most) override {
    return db_.number(kCount, {{"status", status}, {"most", most}});
  }
  bool send_again(const OutboxId& id, Timestamp now) override {
    return db_.run(kSendAgain, {{"id", id}, {"now", now}}) == 1;
  }

 private:
  static std::vector<app::MessageRow> known(std::vector<app::MessageRow> rows) {
    for (auto& row : rows) row.sendable = row.status != "done";
    return rows;
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::MessageStore> make_messages(Db& db) { return std::make_unique<Messages>(db); }

Statements message_statements() {
  return {kPage, kPageOfStatus, kPageOfSubject, kFind, kCount, kSendAgain};
}

}  // namespace certhall::store
