#include <algorithm>
#include <regex>
#include <set>

#include "store/repositories.h"
#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using app::ApplicationFilter;
using app::ListPlace;
using domain::ApplicationStatus;
using domain::CertificateType;
using domain::SearchKind;

class Worklists : public StoreTest {
 protected:
  domain::Application put(std::int64_t n, ApplicationStatus status, CertificateType type,
                          std::int64_t created, std::int64_t due = 0) {
    auto application = filled<domain::Application>(n);
    application.account_id = put_account(n).id;
    application.status = status;
    application.details.certificate_type = type;
    application.created_at = {created};
    application.submitted_at = {due == 0 ? 0 : created};
    application.due_at = {due};
    commit([&](Transaction& tx) { tx.applications().insert(application); });
    return application;
  }
  std::vector<std::string> walk(const ApplicationFilter& filter, std::int64_t limit) {
    std::vector<std::string> ids;
    std::optional<ListPlace> after;
    for (;;) {
      const auto rows =
          look([&](Transaction& tx) { return tx.worklists().page(filter, after, limit); });
      for (const auto& row : rows) ids.push_back(row.id.value);
      if (std::ssize(rows) < limit) return ids;
      const auto& last = rows.back();
      after = ListPlace{.at = filter.by_due ? last.due_at : last.created_at, .id = last.id.value};
    }
  }
  std::vector<ApplicationId> find(SearchKind kind, std::string_view value) {
    return look([&](Transaction& tx) {
      return tx.searches().find({.kind = kind, .value = std::string(value)}, 10);
    });
  }
  /// Some value for each name of a statement.
  static std::vector<Argument> named(std::string_view statement) {
    std::vector<Argument> arguments;
    static const std::regex kName(":([a-z_]+)");
    const std::string text(statement);
    std::set<std::string> seen;
    for (std::sregex_iterator it(text.begin(), text.end(), kName), end; it != end; ++it)
      if (seen.insert((*it)[1].str()).second) arguments.emplace_back((*it)[1].str(), 1);
    return arguments;
  }
  void expect_right_tallies() {
    look([](Transaction& tx) { EXPECT_EQ(tx.tallies().all(), tx.tallies().recount()); });
  }
};
ON_BOTH_ENGINES(Worklists);

TEST_P(Worklists, GoThroughAllPagesWithoutGapOrDouble) {
  std::set<std::string> all;
  for (std::int64_t n = 1; n <= 23; ++n)  // several of the same moment
    all.insert(put(n, ApplicationStatus::approved, CertificateType::organization, n / 4).id.value);
  put(50, ApplicationStatus::refused, CertificateType::organization, 3);
  for (const std::int64_t limit : {1, 4, 5, 23, 24}) {
    const auto ids = walk({.status = ApplicationStatus::approved}, limit);
    EXPECT_EQ(ids.size(), all.size()) << limit;
    EXPECT_EQ(std::set(ids.begin(), ids.end()), all) << limit;
  }
  EXPECT_EQ(walk({}, 5).size(), all.size() + 1);
}

TEST_P(Worklists, StayCompleteWhileRowsChange) {
  for (std::int64_t n = 1; n <= 9; ++n)
    put(n, ApplicationStatus::approved, CertificateType::organization, n);
  const auto first = look([&](Transaction& tx) { return tx.worklists().page({}, {}, 4); });
  put(10, ApplicationStatus::approved, CertificateType::organization, 100);  // comes in before
  const ListPlace place{.at = first.back().created_at, .id = first.back().id.value};
  const auto rest = look([&](Transaction& tx) { return tx.worklists().page({}, place, 10); });
  EXPECT_EQ(rest.size(), 5U);
  for (const auto& row : rest)
    EXPECT_TRUE(std::ranges::none_of(first, [&](const auto& each) { return each.id == row.id; }));
}

TEST_P(Worklists, AreNarrowedByEverythingAtOnce) {
  const auto one = put(1, ApplicationStatus::in_review, CertificateType::organization, 10, 500);
  const auto two = put(2, ApplicationStatus::in_review, CertificateType::natural_person, 20, 400);
  const auto three = put(3, ApplicationStatus::completed, CertificateType::natural_person, 30);
  const auto ids = [&](const ApplicationFilter& filter) { return walk(filter, 10); };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids({.status = ApplicationStatus::in_review}), (Ids{two.id.value, one.id.value}));
  EXPECT_EQ(ids({.certificate_type = CertificateType::natural_person}),
            (Ids{three.id.value, two.id.value}));
  EXPECT_EQ(ids({.status = ApplicationStatus::in_review,
                 .certificate_type = CertificateType::natural_person}),
            Ids{two.id.value});
  EXPECT_EQ(ids({.relying_application = three.relying_application}), Ids{three.id.value});
  EXPECT_EQ(ids({.created_from = {20}, .created_before = Timestamp{30}}), Ids{two.id.value});
  EXPECT_EQ(ids({.by_due = true}), (Ids{two.id.value, one.id.value}));
  EXPECT_EQ(ids({.due_before = Timestamp{450}, .by_due = true}), Ids{two.id.value});
  auto payment = filled<domain::Payment>(1);
  payment.application_id = one.id;
  payment.status = domain::PaymentStatus::refund_due;
  commit([&](Transaction& tx) { tx.payments().insert(payment); });
  EXPECT_EQ(ids({.payment_status = domain::PaymentStatus::refund_due}), Ids{one.id.value});
  payment.status = domain::PaymentStatus::refunded;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.payments().update(payment)); });
  EXPECT_EQ(ids({.payment_status = domain::PaymentStatus::refund_due}), Ids{});
  EXPECT_EQ(ids({.status = ApplicationStatus::in_review,
                 .payment_status = domain::PaymentStatus::refunded}),
            Ids{one.id.value});
}

TEST_P(Worklists, FindPersonsByWhatTheyAreCalledNow) {
  auto application = put(1, ApplicationStatus::draft, CertificateType::organization, 10);
  application.details.organization.name = "湖南示例建设（集团）有限公司";
  application.details.agent.mobile = "13900000001";
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.applications().update(application)); });
  const std::vector own{application.id};
  EXPECT_EQ(find(SearchKind::mobile, "13900000001"), own);
  EXPECT_EQ(find(SearchKind::name, "湖南示例建设(集团)有限公司"), own);
  application.details.agent = {};
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.applications().update(application)); });
  EXPECT_TRUE(find(SearchKind::mobile, "13900000001").empty());  // as a cancelled one is erased
  EXPECT_EQ(find(SearchKind::name, "湖南示例建设(集团)有限公司"), own);
  const auto stored = sql("select digest from search_term").rows;
  for (const auto& row : stored) EXPECT_EQ(std::get<std::string>(row.at("digest")).size(), 32U);
}

TEST_P(Worklists, FindNumbersByTheirBeginning) {
  auto one = put(1, ApplicationStatus::draft, CertificateType::organization, 10);
  auto two = put(2, ApplicationStatus::draft, CertificateType::organization, 20);
  one.number = "HN20261123-000017";
  two.number = "HN20261124-000001";
  commit([&](Transaction& tx) {
    EXPECT_TRUE(tx.applications().update(one));
    EXPECT_TRUE(tx.applications().update(two));
  });
  EXPECT_EQ(find(SearchKind::application_number, "HN20261123"), std::vector{one.id});
  EXPECT_EQ(find(SearchKind::application_number, "HN20261123-000017"), std::vector{one.id});
  EXPECT_EQ(find(SearchKind::application_number, "HN2026112"), (std::vector{two.id, one.id}));
  EXPECT_TRUE(find(SearchKind::application_number, "HN20261123-1").empty());
}

// Whatever happens to an application, the tallies say what the rows say.
TEST_P(Worklists, AreTalliedRightAfterARandomWalk) {
  std::vector<domain::Application> all;
  for (std::int64_t n = 1; n <= 6; ++n)
    all.push_back(put(n, ApplicationStatus::draft, CertificateType::organization, n));
  std::uint32_t state = 7;
  const auto next = [&](std::uint32_t below) {
    return (state = state * 1664525 + 1013904223) / 65536 % below;
  };
  const auto staff = put_staff();
  for (int step = 0; step < 120; ++step) {
    auto& application = all[next(6)];
    application.status = static_cast<ApplicationStatus>(next(10));
    application.details.certificate_type = static_cast<CertificateType>(next(3));
    application.relying_application = next(2) == 0 ? "hn-ggzy" : "cs-ggzy";
    if (next(3) == 0) application.submitted_at = {1'700'000'000'000 + step * 7'200'000LL};
    commit([&](Transaction& tx) {
      EXPECT_TRUE(tx.applications().update(application));
      if (next(4) != 0) return;
      auto review = filled<domain::Review>(step);
      review.application_id = application.id;
      review.staff_id = staff.id;
      review.waited_minutes = next(2'000);
      tx.reviews().insert(review);
    });
  }
  expect_right_tallies();
  look([](Transaction& tx) { EXPECT_GT(tx.tallies().list("received", "", "zzzz").size(), 3U); });
  sql("update tally set amount = amount + 1 where name = 'status' and key = 'draft'");
  look([](Transaction& tx) { EXPECT_NE(tx.tallies().all(), tx.tallies().recount()); });
  commit([](Transaction& tx) { tx.tallies().replace(tx.tallies().recount()); });
  expect_right_tallies();
}

TEST_P(Worklists, TakeInWhatAnOlderProgramLeft) {
  for (std::int64_t n = 1; n <= 5; ++n)
    put(n, ApplicationStatus::approved, CertificateType::natural_person, n);
  sql("update application set certificate_type = '', received_at = 0");
  sql("delete from search_term");
  sql("delete from tally");
  commit([](Transaction& tx) { EXPECT_EQ(tx.worklists().file_old(3), 3); });
  store_ = open();  // the process was broken off
  commit([](Transaction& tx) {
    EXPECT_EQ(tx.worklists().file_old(3), 2);
    EXPECT_EQ(tx.worklists().file_old(3), 0);
  });
  expect_right_tallies();
  const auto agent = filled<domain::Application>(4).details.agent;
  EXPECT_EQ(find(SearchKind::email, agent.email).size(), 1U);
  EXPECT_EQ(walk({.certificate_type = CertificateType::natural_person}, 10).size(), 5U);
}

// A list or a search that reads the whole table is slow at a million rows, and nobody notices at
// ten.
TEST_P(Worklists, RunAlongAnIndexInsteadOfReadingEverything) {
  if (!is_sqlite()) return;  // PostgreSQL's planner reads small tables whole, whatever there is
  Connection connection(url_, Mode::write, std::chrono::seconds{5});
  std::size_t asked = 0;
  auto statements = worklist_statements();
  for (const auto& list : {search_statements(), message_statements(), filing_statements()})
    statements.insert(statements.end(), list.begin(), list.end());
  for (const std::string_view statement : statements) {
    for (const auto& row :
         connection
             .execute("explain query plan " + std::string(statement) + " -- returning",
                      named(statement))
             .rows) {
      const auto detail = std::get<std::string>(row.at("detail"));
      const bool whole = detail.starts_with("SCAN ") && detail.find("INDEX") == detail.npos &&
                         !detail.starts_with("SCAN (") && !detail.starts_with("SCAN counted");
      EXPECT_FALSE(whole) << detail << ": " << statement;
      EXPECT_EQ(detail.find("TEMP B-TREE FOR ORDER"), detail.npos) << detail << ": " << statement;
      ++asked;
    }
  }
  EXPECT_GT(asked, 20U);
}

class Messages : public StoreTest {
 protected:
  app::OutboxItem put_message(const std::string& id, const std::string& subject) {
    const app::OutboxItem item{.id = OutboxId{id},
                               .kind = "sms",
                               .payload = "secret",
                               .subject = subject,
                               .due_at = {1},
                               .created_at = {1},
                               .last_error = "",
                               .label = "pin",
                               .recipient = "139****0001"};
    commit([&](Transaction& tx) { tx.outbox().add(item); });
    return item;
  }
};
ON_BOTH_ENGINES(Messages);

TEST_P(Messages, AreListedNewestFirstWithWhatBecameOfThem) {
  put_message("01a", "application/x");
  put_message("01b", "application/y");
  put_message("01c", "application/x");
  commit([](Transaction& tx) {
    tx.outbox().finish({"01a"}, {5});
    tx.outbox().give_up({"01b"}, {6}, "upstream");
  });
  look([](Transaction& tx) {
    const auto all = tx.messages().page("", "", "", 2);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].id.value, "01c");
    EXPECT_EQ(all[1].status, "given_up");
    EXPECT_EQ(all[1].recipient, "139****0001");
    EXPECT_EQ(tx.messages().page("", "", "01b", 2).size(), 1U);
    EXPECT_EQ(tx.messages().page("given_up", "", "", 9).size(), 1U);
    EXPECT_EQ(tx.messages().page("", "application/x", "", 9).size(), 2U);
    EXPECT_EQ(tx.messages().page("done", "application/x", "", 9).size(), 1U);
    EXPECT_EQ(tx.messages().count("given_up", 9), 1);
  });
}

TEST_P(Messages, AreSentAgainOnlyWhileTheirTextExists) {
  put_message("01a", "application/x");
  put_message("01b", "application/x");
  commit([](Transaction& tx) {
    tx.outbox().finish({"01a"}, {5});
    tx.outbox().give_up({"01b"}, {6}, "upstream");
  });
  commit([](Transaction& tx) {
    EXPECT_FALSE(tx.messages().send_again({"01a"}, {9}));
    EXPECT_TRUE(tx.messages().send_again({"01b"}, {9}));
  });
  commit([](Transaction& tx) {
    const auto due = tx.outbox().take_due({10}, {100}, 9);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].payload, "secret");
    EXPECT_EQ(due[0].attempts, 1);
  });
}

TEST_P(Messages, AreNotMixedWithOtherWork) {
  put_message("01a", "application/x");
  sql("update outbox set kind = 'courier_order'");
  look([](Transaction& tx) { EXPECT_TRUE(tx.messages().page("", "", "", 9).empty()); });
  commit([](Transaction& tx) { EXPECT_FALSE(tx.messages().send_again({"01a"}, {9})); });
}

class ReviewClaims : public StoreTest {};
ON_BOTH_ENGINES(ReviewClaims);

TEST_P(ReviewClaims, BelongToOneReviewerForAWhile) {
  const auto application = put_application();
  const auto first = put_staff(1);
  const auto second = put_staff(2);
  const auto claim = [&](const domain::Staff& staff, std::int64_t now) {
    return commit([&](Transaction& tx) {
      return tx.reviews().claim({.application_id = application.id,
                                 .staff_id = staff.id,
                                 .claimed_at = {now},
                                 .lease_until = {now + 100}},
                                {now});
    });
  };
  EXPECT_TRUE(claim(first, 1));
  EXPECT_FALSE(claim(second, 50));
  EXPECT_TRUE(claim(first, 60));
  EXPECT_TRUE(claim(second, 160));
  commit([&](Transaction& tx) { tx.reviews().release(application.id, first.id); });
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.reviews().claim_of(application.id)->staff_id, second.id);
  });
  commit([&](Transaction& tx) { tx.reviews().release(application.id, second.id); });
  look([&](Transaction& tx) { EXPECT_FALSE(tx.reviews().claim_of(application.id)); });
}

}  // namespace
}  // namespace certhall::store
