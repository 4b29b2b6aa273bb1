#include "store/statements.h"

#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using namespace std::chrono_literals;
using Rows = std::vector<std::map<std::string, Value>>;

class StatementsTest : public StoreTest {
 protected:
  StatementsTest() {
    connection_.execute("create table thing (name text primary key, size bigint not null)", {});
  }
  Rows named(std::string_view name) {
    return connection_.execute("select size from thing where name = :name", {{"name", name}}).rows;
  }
  void insert(std::string_view name, std::int64_t size) {
    connection_.execute("insert into thing (name, size) values (:name, :size)",
                        {{"name", name}, {"size", size}});
  }
  static Rows sized(std::int64_t size) { return {{{"size", size}}}; }

  Connection connection_{url_, Mode::write, 5s};
};
ON_BOTH_ENGINES(StatementsTest);

TEST_P(StatementsTest, AnswerEachUseForItself) {
  insert("long enough a name that it does not fit into the string itself", 1);
  insert("second", 2);
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_EQ(named("second"), sized(2));
    EXPECT_EQ(named("nothing"), Rows{});
    EXPECT_EQ(named("long enough a name that it does not fit into the string itself"), sized(1));
  }
  connection_.execute("update thing set size = :size", {{"size", 5}});
  EXPECT_EQ(connection_.execute("update thing set size = :size", {{"size", 6}}).affected, 2);
  EXPECT_EQ(named("second"), sized(6));
}

TEST_P(StatementsTest, TakeTheirArgumentsInAnyOrder) {
  const std::string_view text = "insert into thing (name, size) values (:name, :size)";
  connection_.execute(text, {{"name", "first"}, {"size", 1}});
  connection_.execute(text, {{"size", 2}, {"name", "second"}});
  EXPECT_EQ(named("first"), sized(1));
  EXPECT_EQ(named("second"), sized(2));
}

TEST_P(StatementsTest, GoOnAfterOneFailed) {
  insert("only", 1);
  for (int turn = 0; turn < 3; ++turn) {
    connection_.begin();
    EXPECT_EQ(named("only"), sized(1));
    EXPECT_THROW(insert("only", 2), Conflict);
    connection_.rollback();
    connection_.begin();
    insert("other" + std::to_string(turn), turn);
    connection_.commit();
    EXPECT_EQ(named("other" + std::to_string(turn)), sized(turn));
  }
}

TEST_P(StatementsTest, FollowAChangeOfTheTables) {
  insert("only", 7);
  EXPECT_EQ(named("only"), sized(7));
  sql("alter table thing add column colour text not null default 'red'");
  EXPECT_EQ(named("only"), sized(7));
  connection_.execute("drop table thing", {});
  connection_.execute("create table thing (size bigint not null, name text primary key)", {});
  EXPECT_EQ(named("only"), Rows{});
}

TEST_P(StatementsTest, HoldNoTransactionOpen) {
  insert("only", 1);
  Connection reader(url_, Mode::read, 5s);
  const auto size = [&] {
    reader.begin();
    const auto answer = reader.execute("select size from thing order by name", {});
    reader.commit();
    return answer.rows;
  };
  EXPECT_EQ(size(), sized(1));
  connection_.execute("update thing set size = 2", {});
  EXPECT_EQ(size(), sized(2));
}

TEST_P(StatementsTest, AreKeptUpToALimit) {
  Statements statements(connection_.session());
  for (int turn = 0; turn < 3; ++turn) statements.execute("select size from thing", {});
  EXPECT_EQ(statements.size(), 1U);
  for (std::size_t n = 0; n < 2 * Statements::kMost; ++n) {
    const std::string text = "select size from thing where size > " + std::to_string(n);
    statements.execute(text, {});
    EXPECT_LE(statements.size(), Statements::kMost);
  }
  statements.execute("create table other (name text primary key)", {});
  EXPECT_EQ(statements.size(), 0U);
}

}  // namespace
}  // namespace certhall::store
