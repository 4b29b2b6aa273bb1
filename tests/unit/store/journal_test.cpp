#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

constexpr int kThreads = 8;

template <class Work>
void in_parallel(Work work) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back([&work, i] { work(i); });
}

class Journal : public StoreTest {
 protected:
  app::OutboxItem add_item(std::int64_t n) {
    auto item = filled<app::OutboxItem>(n);
    item.attempts = 0;
    item.due_at = {100};
    item.created_at = {n};
    commit([&](Transaction& tx) { tx.outbox().add(item); });
    return item;
  }
  std::vector<app::OutboxItem> take(std::int64_t now, std::int64_t limit = 10) {
    return commit([&](Transaction& tx) { return tx.outbox().take_due({now}, {now + 50}, limit); });
  }
  void append_audit(int n) {
    commit([&](Transaction& tx) {
      tx.audit().append({.at = {n},
                         .actor = {.kind = domain::ActorKind::staff, .id = "s1"},
                         .act = "application.approve",
                         .subject = "application/" + std::to_string(n),
                         .detail = "{}"});
    });
  }
  /// How many rows hold together from the beginning, and whether the head agrees with the last.
  std::pair<std::int64_t, bool> verify() {
    return look([](Transaction& tx) {
      std::string previous;
      std::int64_t good = 0;
      for (const auto& row : tx.audit().after(0, 10'000)) {
        if (row.seq != good + 1 || !tx.audit().intact(row, previous)) break;
        previous = row.digest;
        ++good;
      }
      const auto head = tx.audit().head();
      return std::pair{good, head.seq == good && head.digest == previous};
    });
  }
};
ON_BOTH_ENGINES(Journal);

TEST_P(Journal, TellsAnApplicationsCourseInOrder) {
  std::vector<app::TimelineRow> rows{filled<app::TimelineRow>(1), filled<app::TimelineRow>(2)};
  const auto id = put_application().id;
  commit([&](Transaction& tx) {
    for (auto& row : rows) {
      row.application_id = id;
      tx.timeline().append(row);
    }
  });
  look([&](Transaction& tx) {
    const auto found = tx.timeline().of_application(id);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_SAME(found[0], rows[0]);
    EXPECT_SAME(found[1], rows[1]);
  });
}

TEST_P(Journal, LeasesDueItemsUntilTheLeaseIsOver) {
  auto first = add_item(1);
  add_item(2);
  EXPECT_TRUE(take(99).empty());
  const auto taken = take(100, 1);
  ASSERT_EQ(taken.size(), 1U);
  first.attempts = 1;
  first.due_at = {150};
  EXPECT_SAME(taken[0], first);
  EXPECT_EQ(take(101).size(), 1U);
  EXPECT_TRUE(take(149).empty());
  EXPECT_EQ(take(151).size(), 2U);
}

TEST_P(Journal, HandsItemsOutInTheOrderOfTheirMaking) {
  for (const int n : {3, 1, 2}) add_item(n);
  const auto taken = take(100);
  ASSERT_EQ(taken.size(), 3U);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(taken[static_cast<std::size_t>(i)].created_at.ms, i + 1);
}

TEST_P(Journal, FinishesRetriesAndGivesUp) {
  const auto done = add_item(1), retried = add_item(2), lost = add_item(3);
  commit([&](Transaction& tx) {
    EXPECT_EQ(tx.outbox().count_waiting(), 3);
    tx.outbox().finish(done.id, {200});
    tx.outbox().retry(retried.id, {300}, "busy");
    tx.outbox().give_up(lost.id, {200}, "never");
    EXPECT_EQ(tx.outbox().count_waiting(), 1);
  });
  EXPECT_TRUE(take(299).empty());
  const auto taken = take(300);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].id, retried.id);
  EXPECT_EQ(taken[0].last_error, "busy");
  EXPECT_EQ(taken[0].payload, retried.payload);
  const auto rows = sql("select payload from outbox where status = 'done'").rows;
  EXPECT_EQ(std::get<std::string>(rows.at(0).at("payload")), "");
}

TEST_P(Journal, NeverHandsOneItemToTwo) {
  constexpr int kItems = 40;
  for (int n = 1; n <= kItems; ++n) add_item(n);
  const auto second_node = open();
  std::mutex mutex;
  std::multiset<std::string> taken;
  in_parallel([&](int i) {
    app::Store& node = i % 2 == 0 ? *store_ : *second_node;
    for (bool more = true; more;) {
      auto tx = node.begin(Mode::write);
      const auto items = tx->outbox().take_due({100}, {200}, 3);
      tx->commit();
      tx.reset();
      more = !items.empty();
      const std::lock_guard lock(mutex);
      for (const auto& item : items) taken.insert(item.id.value);
    }
  });
  EXPECT_EQ(taken.size(), kItems);
  EXPECT_EQ(std::set(taken.begin(), taken.end()).size(), kItems);
}

TEST_P(Journal, ChainsAuditRowsOfManyWritersWithoutAGap) {
  constexpr int kEach = 25;
  const auto second_node = open();
  std::atomic<int> failed = 0;
  in_parallel([&](int i) {
    app::Store& node = i % 2 == 0 ? *store_ : *second_node;
    for (int n = 0; n < kEach; ++n) {
      try {
        auto tx = node.begin(Mode::write);
        auto row = filled<app::AuditRow>(i * kEach + n);
        row.seq = 0;
        tx->audit().append(row);
        if (n % 5 != 4) tx->commit();  // the others roll back and must leave no gap
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
        ++failed;
      }
    }
  });
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(verify(), std::pair(std::int64_t{kThreads * kEach * 4 / 5}, true));
}

TEST_P(Journal, PagesTheAuditTrailFromItsEnd) {
  for (int n = 1; n <= 5; ++n) append_audit(n);
  look([&](Transaction& tx) {
    auto& audit = tx.audit();
    const auto newest = audit.page(0, 2);
    ASSERT_EQ(newest.size(), 2U);
    EXPECT_EQ(newest[0].seq, 5);
    EXPECT_EQ(newest[0].subject, "application/5");
    EXPECT_EQ(newest[0].key_id, "a1");
    EXPECT_EQ(audit.page(4, 10).front().seq, 3);
    EXPECT_EQ(audit.after(3, 10).front().seq, 4);
    EXPECT_EQ(audit.head().seq, 5);
  });
}

TEST_P(Journal, ShowsAnyTamperingWithTheAuditTrail) {
  for (int n = 1; n <= 5; ++n) append_audit(n);
  ASSERT_EQ(verify(), std::pair(std::int64_t{5}, true));
  for (const std::string column : {"acted_at", "actor_kind", "actor_id", "actor_roles", "act",
                                   "subject", "detail", "digest", "mac", "key_id"}) {
    const bool number = column == "acted_at";
    const bool choice = column == "actor_kind" || column == "actor_roles";
    const std::string value = number                   ? "77"
                              : !choice                ? "'x'"
                              : column == "actor_kind" ? "'applicant'"
                                                       : "'auditor'";
    sql("create table kept as select * from audit");
    sql("update audit set " + column + " = " + value + " where seq = 3");
    EXPECT_EQ(verify().first, 2) << column;
    sql("delete from audit");
    sql("insert into audit select * from kept");
    sql("drop table kept");
  }
  EXPECT_EQ(verify(), std::pair(std::int64_t{5}, true));
  sql("delete from audit where seq = 5");
  EXPECT_EQ(verify(), std::pair(std::int64_t{4}, false));
}

TEST_P(Journal, DoesNotTakeARowMadeWithoutTheKey) {
  append_audit(1);
  auto forged = options();
  forged.audit_keys.keys["a1"] = SecretText("a guess");
  const auto attacker = open_store(forged, sealer_);
  auto tx = attacker->begin(Mode::write);
  tx->audit().append({.at = {2}, .act = "forged", .subject = "x", .detail = "{}"});
  tx->commit();
  tx.reset();
  EXPECT_EQ(verify(), std::pair(std::int64_t{1}, false));
}

TEST_P(Journal, VerifiesRowsOfAnOlderKey) {
  append_audit(1);
  auto newer = options();
  newer.audit_keys.current = "a2";
  newer.audit_keys.keys["a2"] = SecretText("a new key");
  store_ = open_store(newer, sealer_);
  append_audit(2);
  EXPECT_EQ(verify(), std::pair(std::int64_t{2}, true));
}

TEST_P(Journal, CountsHitsPerKeyAndWindow) {
  commit([&](Transaction& tx) {
    auto& limits = tx.limits();
    EXPECT_EQ(limits.hit("sms/13800000000", 60, {120'000}), 1);
    EXPECT_EQ(limits.hit("sms/13800000000", 60, {179'999}), 2);
    EXPECT_EQ(limits.hit("sms/13800000000", 60, {180'000}), 1);
    EXPECT_EQ(limits.hit("sms/13800000000", 3600, {180'000}), 1);
    EXPECT_EQ(limits.hit("sms/13900000000", 60, {180'000}), 1);
    EXPECT_EQ(limits.erase_expired({180'000}), 1);
    EXPECT_EQ(limits.hit("sms/13800000000", 60, {180'001}), 2);
  });
}

TEST_P(Journal, AnswersARepeatedRequestWithTheFirstAnswer) {
  auto answer = filled<app::StoredAnswer>();
  commit([&](Transaction& tx) {
    auto& all = tx.idempotency();
    EXPECT_FALSE(all.begin("caller", "key", answer.request_digest, {10}));
    EXPECT_FALSE(all.begin("another", "key", "d", {10}));
    const auto running = all.begin("caller", "key", "other digest", {11});
    ASSERT_TRUE(running);
    EXPECT_FALSE(running->finished);
    EXPECT_EQ(running->request_digest, answer.request_digest);
    all.finish("caller", "key", answer);
    EXPECT_SAME(*all.begin("caller", "key", "x", {12}), answer);
    all.forget("another", "key");
    EXPECT_FALSE(all.begin("another", "key", "d", {20}));
    EXPECT_EQ(all.erase_older_than({11}), 1);
    EXPECT_FALSE(all.begin("caller", "key", "x", {30}));
  });
}

TEST_P(Journal, GivesTheKeyOfARequestThatDiedToTheNextOne) {
  const Timestamp begun{10};
  const Timestamp later = begun + app::kAbandonedRequest;
  commit([&](Transaction& tx) {
    auto& all = tx.idempotency();
    EXPECT_FALSE(all.begin("caller", "key", "d", begun));
    EXPECT_TRUE(all.begin("caller", "key", "d", later));
    EXPECT_FALSE(all.begin("caller", "key", "e", {later.ms + 1}));
    EXPECT_EQ(all.begin("caller", "key", "e", later)->request_digest, "e");
    all.finish("caller", "key", filled<app::StoredAnswer>());
    EXPECT_TRUE(all.begin("caller", "key", "e", later + std::chrono::hours(1)));
  });
}

TEST_P(Journal, KnowsTheFilesThatWereWritten) {
  const auto object = filled<app::ObjectRow>();
  commit([&](Transaction& tx) { tx.objects().insert(object); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.objects().find(object.id), object);
    EXPECT_FALSE(tx.objects().find({"none"}));
  });
}

TEST_P(Journal, KeepsTheSandboxsWorld) {
  const auto message = filled<app::SandboxMessage>(1);
  const auto subscriber = filled<app::SandboxSubscriberRow>();
  const auto transfer = filled<app::SandboxTransferRow>();
  auto parcel = filled<app::SandboxParcelRow>();
  commit([&](Transaction& tx) {
    auto& sandbox = tx.sandbox();
    sandbox.add_message(message);
    sandbox.add_message(message);
    sandbox.add_message(filled<app::SandboxMessage>(2));
    sandbox.put_subscriber({subscriber.mobile, "旧名", "旧号"});
    sandbox.put_subscriber(subscriber);
    sandbox.add_transfer(transfer);
    sandbox.put_parcel(parcel);
    parcel.route.push_back(filled<domain::RouteEvent>(3));
    sandbox.put_parcel(parcel);
  });
  look([&](Transaction& tx) {
    auto& sandbox = tx.sandbox();
    const auto messages = sandbox.messages(9);
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[1].text, message.text);
    EXPECT_EQ(messages[1].mobile, message.mobile);
    EXPECT_EQ(messages[1].id, 1);
    EXPECT_SAME(*sandbox.find_subscriber(subscriber.mobile), subscriber);
    EXPECT_EQ(sandbox.subscribers().size(), 1U);
    EXPECT_SAME(sandbox.transfers(9).at(0), transfer);
    EXPECT_SAME(*sandbox.find_parcel(parcel.waybill), parcel);
    EXPECT_SAME(*sandbox.find_parcel_by_order(parcel.order_key), parcel);
    EXPECT_EQ(sandbox.parcels(9).size(), 1U);
    EXPECT_FALSE(sandbox.find_parcel("none"));
  });
  EXPECT_THROW(commit([&](Transaction& tx) { tx.sandbox().add_transfer(transfer); }), Conflict);
}

}  // namespace
}  // namespace certhall::store
