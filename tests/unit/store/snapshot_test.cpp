#include "store/snapshot.h"

#include <fstream>

#include "store/inspection.h"
#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

namespace fs = std::filesystem;

class SnapshotTest : public StoreTest {
 protected:
  SnapshotTest()
      : folder_(fs::temp_directory_path() / ("certhall-snapshot-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_ / "copy");
  }
  ~SnapshotTest() override { fs::remove_all(folder_); }

  app::ObjectRow put_object(const std::string& id) {
    auto row = filled<app::ObjectRow>();
    row.id.value = id;
    commit([&](Transaction& tx) { tx.objects().insert(row); });
    return row;
  }
  [[nodiscard]] std::string other_url() const {
    if (is_sqlite()) return "sqlite:" + (folder_ / "other.sqlite").string();
    const auto& server = testing_support::Postgres::shared();
    const std::string name = database_name() + "_restored";
    Connection("postgresql:" + server.database("postgres"), Mode::write, std::chrono::seconds{5})
        .execute("create database " + name, {});
    return "postgresql:" + server.database(name);
  }

  const fs::path folder_;
};
ON_BOTH_ENGINES(SnapshotTest);

TEST_P(SnapshotTest, HoldsWhatWasThereAtItsMomentAndNothingLater) {
  put_object("a");
  const auto account = put_account(1);
  bool alone = false;
  const auto snapshot = take_snapshot(url_, [&] { alone = true; });
  put_object("b");
  put_account(2);
  EXPECT_TRUE(alone);
  ASSERT_EQ(snapshot->objects("", 10).size(), 1U);
  EXPECT_EQ(snapshot->objects("", 10).front().id.value, "a");
  snapshot->copy_to(folder_ / "copy");
  EXPECT_EQ(fault_of_copy(folder_ / "copy"), "");

  const std::string url = other_url();
  restore_snapshot(folder_ / "copy", url, snapshot->migrations());
  StoreOptions there = options();
  there.url = url;
  const auto other = open_store(there, sealer_);
  const auto tx = other->begin(Mode::read);
  const auto found = tx->accounts().find(account.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->mobile, account.mobile);
  EXPECT_TRUE(tx->objects().find(ObjectId{"a"}));
  EXPECT_FALSE(tx->objects().find(ObjectId{"b"}));
}

TEST_P(SnapshotTest, KeepsTextsWithEveryCharacter) {
  auto row = filled<app::ObjectRow>();
  row.id.value = "odd";
  row.content_type = "tab\t newline\n backslash\\ \\N \\. 中文 'quote\"";
  commit([&](Transaction& tx) { tx.objects().insert(row); });
  const auto snapshot = take_snapshot(url_, [] {});
  snapshot->copy_to(folder_ / "copy");
  const std::string url = other_url();
  restore_snapshot(folder_ / "copy", url, snapshot->migrations());
  const auto found = take_snapshot(url, [] {})->objects("", 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().content_type, row.content_type);
}

TEST_P(SnapshotTest, RestoresOnlyIntoWhatIsEmpty) {
  const auto snapshot = take_snapshot(url_, [] {});
  snapshot->copy_to(folder_ / "copy");
  EXPECT_THROW(restore_snapshot(folder_ / "copy", url_, snapshot->migrations()), std::exception);
  EXPECT_TRUE(inspect(url_).fault.empty());
}

TEST_P(SnapshotTest, RefusesAMigrationThatItDoesNotKnow) {
  const auto snapshot = take_snapshot(url_, [] {});
  snapshot->copy_to(folder_ / "copy");
  EXPECT_THROW(restore_snapshot(folder_ / "copy", other_url(), {"9999_from_tomorrow"}),
               std::runtime_error);
}

TEST_P(SnapshotTest, FindsADamagedCopy) {
  for (std::int64_t n = 1; n < 40; ++n) put_account(n);
  if (!is_sqlite()) GTEST_SUCCEED() << "the digests of a backup find it";
  if (!is_sqlite()) return;
  take_snapshot(url_, [] {})->copy_to(folder_ / "copy");
  const fs::path file = folder_ / "copy" / "certhall.db";
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekp(8192);
  bytes << std::string(40'000, 'x');
  bytes.close();
  EXPECT_NE(fault_of_copy(folder_ / "copy"), "");
}

TEST_P(SnapshotTest, InspectsWithoutChangingAnything) {
  const auto seen = inspect(url_);
  EXPECT_EQ(seen.fault, "");
  EXPECT_TRUE(seen.missing.empty());
  EXPECT_TRUE(seen.newer.empty());
  EXPECT_NE(seen.server.find(is_sqlite() ? "SQLite" : "PostgreSQL"), std::string::npos);
  sql("insert into schema_version (name) values ('9999_from_tomorrow')");
  sql("delete from schema_version where name = '0001_initial'");
  EXPECT_EQ(inspect(url_).newer, std::vector<std::string>{"9999_from_tomorrow"});
  EXPECT_EQ(inspect(url_).missing, std::vector<std::string>{"0001_initial"});
}

}  // namespace
}  // namespace certhall::store
