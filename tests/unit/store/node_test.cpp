#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

class Operation : public StoreTest {
 protected:
  void add(const std::string& id, const std::string& kind, std::int64_t created) {
    auto item = filled<app::OutboxItem>();
    item.id.value = id;
    item.kind = kind;
    item.created_at = {created};
    item.due_at = {created};
    commit([&](Transaction& tx) { tx.outbox().add(item); });
  }
};
ON_BOTH_ENGINES(Operation);

TEST_P(Operation, KeepsTheLastSignOfLifeOfEachNode) {
  for (const std::int64_t seen : {100, 200}) {
    commit([&](Transaction& tx) {
      tx.nodes().put({.instance = 1, .version = "v" + std::to_string(seen), .seen_at = {seen}});
    });
  }
  commit([](Transaction& tx) { tx.nodes().put({.instance = 2, .version = "v", .seen_at = {5}}); });
  const auto nodes = look([](Transaction& tx) { return tx.nodes().list(); });
  ASSERT_EQ(nodes.size(), 2U);
  EXPECT_EQ(nodes[0].version, "v200");
  EXPECT_EQ(nodes[0].seen_at.ms, 200);
  EXPECT_EQ(nodes[1].instance, 2);
}

TEST_P(Operation, CountsJobsByKindAndState) {
  add("1", "sms", 300);
  add("2", "sms", 200);
  add("3", "crl", 100);
  commit([](Transaction& tx) { tx.outbox().give_up(OutboxId{"3"}, {400}, "never"); });
  const auto waiting = look([](Transaction& tx) { return tx.outbox().waiting(); });
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].kind, "sms");
  EXPECT_EQ(waiting[0].count, 2);
  EXPECT_EQ(waiting[0].oldest.ms, 200);
  const auto lost = look([](Transaction& tx) { return tx.outbox().given_up(); });
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].kind, "crl");
  EXPECT_EQ(lost[0].count, 1);
}

TEST_P(Operation, CountsOpenSessions) {
  auto session = filled<app::Session>();
  session.kind = app::SessionKind::staff;
  session.expires_at = {1000};
  commit([&](Transaction& tx) { tx.sessions().insert(session); });
  const auto count = [&](app::SessionKind kind, std::int64_t now) {
    return look([&](Transaction& tx) { return tx.sessions().count(kind, {now}); });
  };
  EXPECT_EQ(count(app::SessionKind::staff, 999), 1);
  EXPECT_EQ(count(app::SessionKind::staff, 1000), 0);
  EXPECT_EQ(count(app::SessionKind::applicant, 1), 0);
}

TEST_P(Operation, SkipsNumbersThatAnotherHallMayHaveGiven) {
  const Date day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{24}};
  const auto next = [&] {
    return commit([&](Transaction& tx) { return tx.applications().next_number(day); });
  };
  const auto skip = [&] {
    commit([&](Transaction& tx) { tx.applications().skip_numbers(day, 1000); });
  };
  skip();
  EXPECT_EQ(next(), 1001);
  skip();
  EXPECT_EQ(next(), 2002);
}

TEST_P(Operation, PagesThroughTheFilesThatRowsName) {
  for (const char* id : {"a", "b", "c"}) {
    auto row = filled<app::ObjectRow>();
    row.id.value = id;
    commit([&](Transaction& tx) { tx.objects().insert(row); });
  }
  const auto page = look([](Transaction& tx) { return tx.objects().page("a", 1); });
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page[0].id.value, "b");
}

}  // namespace
}  // namespace certhall::store
