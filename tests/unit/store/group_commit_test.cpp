#include "store/group_commit.h"

#include <functional>
#include <future>
#include <thread>

#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using namespace std::chrono_literals;
using Work = std::function<void()>;

class GroupCommitTest : public StoreTest {
 protected:
  GroupCommitTest() {
    sql("create table thing (name text primary key)");
    sql("create table part (name text references thing deferrable initially deferred)");
  }

  void insert(const std::string& name) {
    connection_.execute("insert into thing (name) values (:name)", {{"name", name}});
  }
  Work keep(const std::string& name) {
    return [this, name] {
      insert(name);
      group_.commit();
    };
  }

  /// All `units`, each in a thread of its own: while one has its turn, the next one waits for it.
  void in_turn(std::vector<Work> units) {
    units_ = std::move(units);
    threads_.resize(units_.size());
    begin(0);
  }
  void begin(std::size_t unit) {
    threads_[unit] = std::async(std::launch::async, [this, unit] {
      group_.begin();
      if (unit + 1 < units_.size()) {
        begin(unit + 1);
        while (group_.waiting() == 0) std::this_thread::sleep_for(1ms);
      }
      units_[unit]();
    });
  }
  /// Asked for in their order.
  bool went_well(std::size_t unit) {
    try {
      threads_[unit].get();
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

  /// As others see it.
  std::string kept() {
    std::string names;
    for (const auto& row : sql("select name from thing order by name").rows)
      names += std::get<std::string>(row.at("name"));
    return names;
  }
  /// Nothing can be committed any more.
  void lose_the_transaction() {
    if (is_sqlite()) {
      connection_.execute("insert or rollback into thing (name) values ('a')", {});
    } else {
      const auto own = connection_.execute("select pg_backend_pid() as pid", {}).rows;
      sql("select pg_terminate_backend(" +
          std::to_string(std::get<std::int64_t>(own[0].at("pid"))) + ") as done");
      insert("x");
    }
  }

  Connection connection_{url_, Mode::write, 5s};
  GroupCommit group_{connection_, 5s, {.units = 3, .time = 1h}};
  std::vector<Work> units_;
  std::vector<std::future<void>> threads_;  // end before all else
};
ON_BOTH_ENGINES(GroupCommitTest);

TEST_P(GroupCommitTest, NobodyReturnsBeforeTheLastHasCommitted) {
  in_turn({keep("a"), [this] {
             EXPECT_EQ(threads_[0].wait_for(100ms), std::future_status::timeout);
             EXPECT_EQ(kept(), "");
             keep("b")();
           }});
  EXPECT_TRUE(went_well(0));
  EXPECT_TRUE(went_well(1));
  EXPECT_EQ(kept(), "ab");
}

TEST_P(GroupCommitTest, WhoeverIsAloneCommitsAtOnce) {
  group_.begin();
  keep("a")();
  EXPECT_EQ(kept(), "a");
  group_.begin();
  insert("b");
  group_.rollback();
  group_.begin();
  keep("c")();
  EXPECT_EQ(kept(), "ac");
}

TEST_P(GroupCommitTest, OneThatIsRolledBackTakesNobodyAlong) {
  const Work drop = [this] {
    insert("x");
    group_.rollback();
  };
  in_turn({keep("a"), drop, keep("b")});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(went_well(i)) << i;
  EXPECT_EQ(kept(), "ab");

  in_turn({drop, keep("c"), drop});  // the first and the last one, too
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(went_well(i)) << i;
  EXPECT_EQ(kept(), "abc");
}

TEST_P(GroupCommitTest, NorDoesOneWhoseStatementFailed) {
  const Work twice = [this] {
    insert("x");
    EXPECT_THROW(insert("a"), Conflict);
    group_.commit();
  };
  in_turn({keep("a"), twice, keep("b")});
  EXPECT_TRUE(went_well(0));
  EXPECT_FALSE(went_well(1));
  EXPECT_TRUE(went_well(2));
  EXPECT_EQ(kept(), "ab");
}

TEST_P(GroupCommitTest, NorOneThatOnlyItsCommitWouldRefuse) {
  const Work orphan = [this] {
    insert("x");
    connection_.execute("insert into part (name) values ('nothing')", {});
    group_.commit();
  };
  in_turn({keep("a"), orphan, keep("b")});
  EXPECT_TRUE(went_well(0));
  EXPECT_FALSE(went_well(1));
  EXPECT_TRUE(went_well(2));

  in_turn({keep("c"), orphan});
  EXPECT_TRUE(went_well(0));
  EXPECT_FALSE(went_well(1));
  EXPECT_EQ(kept(), "abc");
}

TEST_P(GroupCommitTest, ALostTransactionIsToldToAllWhoWereInIt) {
  in_turn({keep("a"), keep("b"), [this] {
             EXPECT_THROW(lose_the_transaction(), std::exception);
             group_.rollback();
           }});
  EXPECT_FALSE(went_well(0));
  EXPECT_FALSE(went_well(1));
  EXPECT_TRUE(went_well(2));
  EXPECT_EQ(kept(), "");
  group_.begin();  // a new connection where the old one is gone
  keep("c")();
  EXPECT_EQ(kept(), "c");
}

TEST_P(GroupCommitTest, SoIsACommitThatFails) {
  in_turn({keep("a"), [this] {
             insert("b");
             connection_.rollback();  // as a server does that goes away before the commit comes
             group_.commit();
           }});
  EXPECT_FALSE(went_well(0));
  EXPECT_FALSE(went_well(1));
  EXPECT_EQ(kept(), "");
}

TEST_P(GroupCommitTest, AGroupHasAnEnd) {
  in_turn({keep("a"), keep("b"), keep("c"), [this] {
             EXPECT_EQ(kept(), "abc");  // its three have not waited for the fourth
             keep("d")();
           }});
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(went_well(i)) << i;
}

TEST_P(GroupCommitTest, WhoeverGivesUpWaitingLeavesNobodyBehind) {
  GroupCommit impatient(connection_, 50ms, {.units = 3, .time = 1h});
  impatient.begin();
  insert("a");
  EXPECT_THROW(std::async(std::launch::async, [&] { impatient.begin(); }).get(),
               std::runtime_error);
  impatient.commit();
  EXPECT_EQ(kept(), "a");
}

}  // namespace
}  // namespace certhall::store
