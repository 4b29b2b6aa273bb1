#include "store/key_centre_store.h"

#include "store/key_centre_repositories.h"
#include "store/schema.h"
#include "store/snapshot.h"
#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

namespace fs = std::filesystem;

/// Beside the hall's database another one, for the key centre.
class KeyCentreStore : public StoreTest {
 protected:
  KeyCentreStore()
      : place_(fs::temp_directory_path() / ("certhall-centre-" + std::to_string(::getpid()))) {
    fs::create_directories(place_ / "copy");
    centre_url_ = another("centre");
    centre_ = open_at(centre_url_);
  }
  ~KeyCentreStore() override {
    centre_.reset();
    fs::remove_all(place_);
    if (is_sqlite()) return;
    for (const auto& name : others_) in_server("drop database " + name + " with (force)");
  }

  std::string another(const std::string& name) {
    if (is_sqlite()) return "sqlite:" + (place_ / (name + ".db")).string();
    others_.push_back(database_name() + "_" + name);
    in_server("create database " + others_.back());
    return "postgresql:" + testing_support::Postgres::shared().database(others_.back());
  }
  std::unique_ptr<kmc::Store> open_at(const std::string& url) {
    StoreOptions there = options();
    there.url = url;
    return open_key_centre(there, sealer_);
  }
  template <class Work>
  void put(Work work) {
    const auto tx = centre_->begin(Mode::write);
    work(*tx);
    tx->commit();
  }
  kmc::StoredKey put_key(std::int64_t n) {
    auto key = filled<kmc::StoredKey>(n);
    key.state = kmc::KeyState::pool;
    key.algorithm = "SM2/SM3";
    put([&](kmc::Transaction& tx) { tx.keys().insert(key); });
    return key;
  }

  const fs::path place_;
  std::vector<std::string> others_;
  std::string centre_url_;
  std::unique_ptr<kmc::Store> centre_;
};
ON_BOTH_ENGINES(KeyCentreStore);

TEST_P(KeyCentreStore, FitsEveryStatement) {
  Connection connection(centre_url_, Mode::write, std::chrono::seconds{5});
  for (const auto& list : {key_centre_statements(), audit_statements()}) {
    for (const std::string_view statement : list) {
      // Who looked at what is a question to the hall alone.
      if (statement.find("review_act") != statement.npos) continue;
      EXPECT_NO_THROW(connection.check(statement)) << statement;
    }
  }
}

TEST_P(KeyCentreStore, KeepsKeysAndGivesEachOutOnce) {
  const auto key = put_key(1);
  const auto second = put_key(2);
  auto issue = filled<kmc::KeyIssue>();
  issue.key_id = key.id;
  put([&](kmc::Transaction& tx) {
    EXPECT_SAME(*tx.keys().find(key.id), key);
    EXPECT_EQ(tx.keys().count_pool("SM2/SM3"), 2);
    tx.keys().issue(issue);
    EXPECT_SAME(*tx.keys().issue_of_request(issue.request), issue);
    EXPECT_SAME(*tx.keys().issue_of_key(key.id), issue);
    EXPECT_SAME(tx.keys().history(issue.subscriber).at(0), issue);
    EXPECT_EQ(tx.keys().oldest_in_pool("SM2/SM3")->id, second.id);
    EXPECT_FALSE(tx.keys().oldest_in_pool("RSA/SHA-256"));
    EXPECT_EQ(tx.keys().page("", 10).size(), 2U);
    EXPECT_EQ(tx.keys().page(key.id.value, 10).size(), 1U);
  });
  auto again = issue;
  again.key_id = second.id;
  EXPECT_THROW(put([&](kmc::Transaction& tx) { tx.keys().issue(again); }), Conflict);
  again = issue;
  again.request = "another";
  EXPECT_THROW(put([&](kmc::Transaction& tx) { tx.keys().issue(again); }), Conflict);
  put([&](kmc::Transaction& tx) {
    EXPECT_EQ(tx.keys().withdraw_pool(), 1);
    EXPECT_EQ(tx.keys().count_pool("SM2/SM3"), 0);
    EXPECT_EQ(tx.keys().find(second.id)->state, kmc::KeyState::withdrawn);
    EXPECT_EQ(tx.keys().find(key.id)->state, kmc::KeyState::issued);
  });
}

TEST_P(KeyCentreStore, KeepsOfficersAndWhatTheyApproved) {
  const auto officer = filled<kmc::KeyOfficer>();
  auto recovery = filled<kmc::Recovery>();
  auto approval = filled<kmc::RecoveryApproval>();
  approval.recovery_id = recovery.id;
  put([&](kmc::Transaction& tx) {
    EXPECT_EQ(tx.officers().quorum(), 0);
    tx.officers().replace({filled<kmc::KeyOfficer>(7)}, 1);
    tx.officers().replace({officer}, 2);
    EXPECT_EQ(tx.officers().quorum(), 2);
    ASSERT_EQ(tx.officers().list().size(), 1U);
    EXPECT_SAME(tx.officers().list().front(), officer);
    tx.recoveries().insert(recovery);
    EXPECT_SAME(*tx.recoveries().find(recovery.id), recovery);
    EXPECT_SAME(*tx.recoveries().find_by_request(recovery.request), recovery);
    EXPECT_EQ(tx.recoveries().list(10).size(), 1U);
    tx.recoveries().approve(approval);
    EXPECT_SAME(tx.recoveries().approvals(recovery.id).at(0), approval);
    auto late = recovery;
    EXPECT_TRUE(tx.recoveries().update(recovery));
    EXPECT_FALSE(tx.recoveries().update(late)) << "it has moved on";
  });
  EXPECT_THROW(put([&](kmc::Transaction& tx) { tx.recoveries().approve(approval); }), Conflict);
}

TEST_P(KeyCentreStore, IsCopiedAndRestored) {
  const auto key = put_key(1);
  const auto snapshot = take_snapshot(centre_url_, [] {});
  snapshot->copy_to(place_ / "copy");
  EXPECT_EQ(fault_of_copy(place_ / "copy"), "");
  const auto url = another("restored");
  restore_snapshot(place_ / "copy", url, snapshot->migrations(), Database::key_centre);
  const auto other = open_at(url);
  EXPECT_SAME(*other->begin(Mode::read)->keys().find(key.id), key);
}

TEST_P(KeyCentreStore, NeverTakesTheHallsDatabase) {
  EXPECT_THROW((void)open_at(url_), std::runtime_error);
}

}  // namespace
}  // namespace certhall::store
