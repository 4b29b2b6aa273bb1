#include <set>
#include <thread>

#include "unit/kmc/centre_test.h"

namespace certhall::kmc {
namespace {

class Issue : public CentreTest {};

std::int64_t pooled(Store& store) {
  return app::read(store, [](Transaction& tx) { return tx.keys().count_pool("SM2/SM3"); });
}

TEST_F(Issue, FillsThePoolToTwiceItsMark) {
  EXPECT_EQ(fill_pool(centre_), 8);
  EXPECT_EQ(pooled(*store_), 8);
  EXPECT_EQ(fill_pool(centre_), 0);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(issue_key(centre_, request("r" + std::to_string(i))));
  EXPECT_EQ(pooled(*store_), 3);
  EXPECT_EQ(fill_pool(centre_), 5);
}

TEST_F(Issue, GivesTheSameRequestTheSameKeyAndAnotherAnotherOne) {
  ASSERT_EQ(fill_pool(centre_), 8);
  const auto first = issue_key(centre_, request("r1"));
  const auto again = issue_key(centre_, request("r1"));
  const auto other = issue_key(centre_, request("r2"));
  ASSERT_TRUE(first && again && other);
  EXPECT_EQ(first->spki, again->spki);
  EXPECT_NE(first->envelope, again->envelope) << "a fresh envelope each time";
  EXPECT_NE(first->spki, other->spki);
  EXPECT_EQ(opened_spki(*first, user_), first->spki);
  EXPECT_EQ(opened_spki(*again, user_), first->spki);
  EXPECT_EQ(audit_rows("key.issue").size(), 2u) << "a repeated request issues nothing";
}

TEST_F(Issue, RefusesAKnownRequestWithOtherContents) {
  ASSERT_TRUE(issue_key(centre_, request("r1")));
  auto changed = request("r1");
  const auto other = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  changed.recipient = other.public_key().spki();
  EXPECT_EQ(issue_key(centre_, changed).error().code, ErrorCode::invalid)
      << "nobody gets a known key under a key of his own";
  EXPECT_EQ(issue_key(centre_, request("r1", "application2")).error().code, ErrorCode::invalid);
}

TEST_F(Issue, DoesWithoutAPool) {
  const auto key = issue_key(centre_, request("r1"));
  ASSERT_TRUE(key);
  EXPECT_EQ(opened_spki(*key, user_), key->spki);
}

TEST_F(Issue, GivesSixtyFourAtOnceSixtyFourKeys) {
  ASSERT_EQ(fill_pool(centre_), 8);  // the pool runs dry on the way
  std::vector<std::string> spkis(64);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < spkis.size(); ++i)
    threads.emplace_back([&, i] {
      // Each request comes twice, as a double click does.
      const auto key = issue_key(centre_, request("r" + std::to_string(i)));
      const auto again = issue_key(centre_, request("r" + std::to_string(i)));
      if (key && again && key->spki == again->spki) spkis[i] = key->spki;
    });
  for (auto& thread : threads) thread.join();
  const std::set<std::string> different(spkis.begin(), spkis.end());
  EXPECT_EQ(different.size(), 64u);
  EXPECT_FALSE(different.contains(""));
}

TEST_F(Issue, ACrashBetweenTakingAndHandingOverCostsNothing) {
  ASSERT_EQ(fill_pool(centre_), 8);
  // The transaction that takes the key is durable, the answer never left: the process is gone.
  const auto taken = app::write(*store_, [&](Transaction& tx) -> Result<StoredKey> {
    auto key = *tx.keys().oldest_in_pool("SM2/SM3");
    tx.keys().issue({.request = "r1",
                     .key_id = key.id,
                     .subscriber = "application1",
                     .recipient = user_.public_key().spki(),
                     .issued_at = clock_.now()});
    return key;
  });
  // Another transaction was cut off before its commit.
  {
    const auto tx = store_->begin(app::Mode::write);
    const auto key = *tx->keys().oldest_in_pool("SM2/SM3");
    tx->keys().issue({.request = "r2", .key_id = key.id, .subscriber = "application1"});
  }
  store_.reset();
  store_ = open();
  const Centre after{*store_, clock_, random_, {}};
  EXPECT_EQ(pooled(*store_), 7);
  EXPECT_EQ(issue_key(after, request("r1")).value().spki, taken->public_key);
  EXPECT_NE(issue_key(after, request("r2")).value().spki, taken->public_key);
}

TEST_F(Issue, AKeyGoesOutOnceWhateverTheProgramThinks) {
  const auto key = issue_key(centre_, request("r1"));
  ASSERT_TRUE(key);
  const auto tx = store_->begin(app::Mode::write);
  EXPECT_THROW(tx->keys().issue({.request = "r2", .key_id = key->id}), app::Conflict);
  EXPECT_THROW(sql("insert into key_issue (request, key_id, subscriber, recipient, issued_at)"
                   " select 'r3', key_id, subscriber, recipient, issued_at from key_issue"),
               std::runtime_error);
}

TEST_F(Issue, KeepsTheHistoryOfEachSubscriber) {
  const auto first = issue_key(centre_, request("r1"));
  clock_.pass(std::chrono::hours{1});
  const auto second = issue_key(centre_, request("r2"));
  ASSERT_TRUE(issue_key(centre_, request("r3", "application2")));
  const auto records = history(centre_, "application1");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].spki, first->spki);
  EXPECT_EQ(records[1].spki, second->spki);
  EXPECT_LT(records[0].issued_at, records[1].issued_at);
}

TEST_F(Issue, TakesOverAnEarlierKeyOnce) {
  const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  const app::EarlierKeyHandover earlier{.request = request("r1"),
                                        .id = {"earlier1"},
                                        .private_key = key.to_pkcs8(),
                                        .created_at = clock_.now()};
  ASSERT_TRUE(adopt_key(centre_, earlier));
  ASSERT_TRUE(adopt_key(centre_, earlier)) << "cut off before the hall forgot it, it comes again";
  const auto issued = issue_key(centre_, request("r1"));
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->spki, key.public_key().spki());
  EXPECT_EQ(audit_rows("key.adopt").size(), 1u);
}

// What was in the pool when a backup was made may have gone out before it was restored.
TEST_F(Issue, NothingOfTheOldPoolGoesOutAfterARestore) {
  ASSERT_EQ(fill_pool(centre_), 8);
  const auto before = app::read(*store_, [](Transaction& tx) { return tx.keys().page("", 100); });
  EXPECT_EQ(withdraw_pool(centre_), 8);
  EXPECT_EQ(pooled(*store_), 0);
  const auto key = issue_key(centre_, request("r1"));
  ASSERT_TRUE(key);
  for (const auto& each : before) EXPECT_NE(each.public_key, key->spki);
  EXPECT_EQ(audit_rows("key.withdraw").size(), 1u);
}

TEST_F(Issue, NamesWhatCannotBe) {
  auto foreign = request("r1");
  const auto p256 = pki::PrivateKey::generate(pki::Algorithm::p256_sha256);
  foreign.recipient = p256.public_key().spki();
  EXPECT_EQ(issue_key(centre_, foreign).error().code, ErrorCode::invalid);
  EXPECT_EQ(issue_key(centre_, request("")).error().code, ErrorCode::invalid);
  auto damaged = request("r1");
  damaged.recipient = "none";
  EXPECT_EQ(issue_key(centre_, damaged).error().code, ErrorCode::malformed);
  EXPECT_TRUE(history(centre_, "application1").empty()) << "what is refused takes no key";
}

TEST_F(Issue, KeepsNoPrivateKeyInTheClear) {
  ASSERT_EQ(fill_pool(centre_), 8);
  const auto key =
      app::read(*store_, [](Transaction& tx) { return *tx.keys().oldest_in_pool("SM2/SM3"); });
  store::Connection connection(url_, app::Mode::read, std::chrono::seconds{5});
  for (const auto& row : connection.execute("select private_key from encryption_key", {}).rows) {
    const auto& text = std::get<std::string>(row.at("private_key"));
    EXPECT_EQ(text.find(to_base64(key.private_key.reveal()).substr(60, 40)), std::string::npos);
    EXPECT_EQ(from_base64(text).value().substr(0, 2), "s1");
  }
}

TEST_F(Issue, HandsP256KeysOverInCms) {
  const auto p256 = pki::PrivateKey::generate(pki::Algorithm::p256_sha256);
  auto wish = request("r1");
  wish.algorithm = pki::Algorithm::p256_sha256;
  wish.recipient = p256.public_key().spki();
  const auto key = issue_key(centre_, wish);
  ASSERT_TRUE(key);
  EXPECT_EQ(opened_spki(*key, p256), key->spki);
}

}  // namespace
}  // namespace certhall::kmc
