#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

class People : public StoreTest {};
ON_BOTH_ENGINES(People);

TEST_P(People, AreFoundByIdAndByMobile) {
  const auto account = put_account();
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.accounts().find(account.id), account);
    EXPECT_SAME(*tx.accounts().find_by_mobile(account.mobile), account);
    EXPECT_FALSE(tx.accounts().find({"nobody"}));
    EXPECT_FALSE(tx.accounts().find_by_mobile("13900000000"));
  });
}

TEST_P(People, HaveOneAccountPerMobile) {
  auto account = put_account();
  account.id.value = "another";
  EXPECT_THROW(commit([&](Transaction& tx) { tx.accounts().insert(account); }), Conflict);
}

TEST_P(People, GetOneLoginCodePerNumberAndBrowserAndTheNewestCounts) {
  auto code = filled<app::LoginCode>();
  commit([&](Transaction& tx) {
    tx.login_codes().put(filled<app::LoginCode>());
    code.code_digest = "newer";
    code.expires_at = {9'000};
    tx.login_codes().put(code);
    tx.login_codes().set_tries_left(code.mobile, code.browser_digest, 3);
    code.tries_left = 3;
  });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.login_codes().find(code.mobile, code.browser_digest), code);
    EXPECT_FALSE(tx.login_codes().find(code.mobile, "another browser"));
    EXPECT_FALSE(tx.login_codes().find("13900000000", code.browser_digest));
  });
  commit([&](Transaction& tx) {
    EXPECT_EQ(tx.login_codes().erase_expired({8'999}), 0);
    EXPECT_EQ(tx.login_codes().erase_expired({9'000}), 1);
    tx.login_codes().put(code);
    tx.login_codes().erase(code.mobile, code.browser_digest);
    EXPECT_FALSE(tx.login_codes().find(code.mobile, code.browser_digest));
  });
}

TEST_P(People, HaveSessionsOfTheirKind) {
  auto session = filled<app::Session>();
  commit([&](Transaction& tx) {
    tx.sessions().insert(session);
    tx.sessions().touch(session.id, {77});
  });
  session.last_seen_at = {77};
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.sessions().find(app::SessionKind::staff, session.token_digest), session);
    EXPECT_FALSE(tx.sessions().find(app::SessionKind::applicant, session.token_digest));
  });
}

TEST_P(People, LoseSessionsOneByOneAllAtOnceAndByTime) {
  commit([&](Transaction& tx) {
    for (int i = 1; i <= 4; ++i) {
      auto session = filled<app::Session>(i);
      session.subject = i == 4 ? "other" : "same";
      session.expires_at = {i * 100};
      tx.sessions().insert(session);
    }
    const auto alive = [&](int i) {
      return tx.sessions()
          .find(app::SessionKind::staff, filled<app::Session>(i).token_digest)
          .has_value();
    };
    EXPECT_EQ(tx.sessions().erase_expired({100}), 1);
    EXPECT_FALSE(alive(1));
    tx.sessions().erase(filled<app::Session>(2).id);
    EXPECT_FALSE(alive(2));
    tx.sessions().erase_of(app::SessionKind::applicant, "same");
    EXPECT_TRUE(alive(3));
    tx.sessions().erase_of(app::SessionKind::staff, "same");
    EXPECT_FALSE(alive(3));
    EXPECT_TRUE(alive(4));
  });
}

TEST_P(People, OfTheStaffAreKeptWhole) {
  const auto first = put_staff(1);
  const auto second = put_staff(2);
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.staff().find(first.id), first);
    EXPECT_SAME(*tx.staff().find_by_login(second.login), second);
    EXPECT_EQ(tx.staff().list().size(), 2U);
  });
  auto twin = filled<domain::Staff>(3);
  twin.login = first.login;
  EXPECT_THROW(commit([&](Transaction& tx) { tx.staff().insert(twin); }), Conflict);
}

TEST_P(People, OfTheStaffAreChangedByOneAtATime) {
  auto mine = put_staff();
  auto theirs = mine;
  mine.totp_secret = SecretText("");
  mine.failed_logins = 7;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.staff().update(mine)); });
  EXPECT_EQ(mine.revision, theirs.revision + 1);
  commit([&](Transaction& tx) { EXPECT_FALSE(tx.staff().update(theirs)); });
  look([&](Transaction& tx) { EXPECT_SAME(*tx.staff().find(mine.id), mine); });
}

TEST_P(People, ReadTheNewestConsentDocumentsInTheWizardsOrder) {
  auto guide = filled<domain::ConsentDocument>(1);
  auto agreement = filled<domain::ConsentDocument>(2);
  commit([&](Transaction& tx) {
    tx.consents().publish(agreement, 2);
    tx.consents().publish(guide, 1);
    agreement.version = "a later version";
    tx.consents().publish(agreement, 2);
    tx.consents().publish(filled<domain::ConsentDocument>(2), 2);  // again, nothing new
  });
  look([&](Transaction& tx) {
    EXPECT_EQ(tx.consents().documents_in_force(), (std::vector{guide, agreement}));
  });
}

TEST_P(People, CannotBeShownAnotherTextUnderAPublishedVersion) {
  auto document = filled<domain::ConsentDocument>();
  commit([&](Transaction& tx) { tx.consents().publish(document, 1); });
  document.digest = "another";
  EXPECT_THROW(commit([&](Transaction& tx) { tx.consents().publish(document, 1); }), Conflict);
}

TEST_P(People, AgreeAndTheProofIsKept) {
  const auto document = filled<domain::ConsentDocument>();
  const auto account = put_account();
  std::vector<domain::Consent> consents{filled<domain::Consent>(1), filled<domain::Consent>(2)};
  commit([&](Transaction& tx) {
    tx.consents().publish(document, 1);
    for (auto& each : consents) {
      each.account_id = account.id;
      each.application_id = {"application"};
      each.code = document.code;
      each.version = document.version;
      tx.consents().insert(each);
    }
  });
  look([&](Transaction& tx) {
    const auto found = tx.consents().of_application({"application"});
    ASSERT_EQ(found.size(), 2U);
    EXPECT_SAME(found[0], consents[0]);
    EXPECT_SAME(found[1], consents[1]);
    EXPECT_TRUE(tx.consents().of_application({"another"}).empty());
  });
}

}  // namespace
}  // namespace certhall::store
