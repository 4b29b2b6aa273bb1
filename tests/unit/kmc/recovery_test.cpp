#include "base/encoding.h"
#include "unit/kmc/centre_test.h"

namespace certhall::kmc {
namespace {

/// Five officers, three of whom a judicial order needs.
class Recovering : public CentreTest {
 protected:
  Recovering() {
    for (const std::string login : {"officer1", "officer2", "officer3", "officer4", "officer5"}) {
      keys_.emplace(login, pki::PrivateKey::generate(pki::Algorithm::p256_sha256));
      set_.officers.push_back({.login = login,
                               .name = "测试密管员",
                               .public_key = keys_.at(login).public_key().spki()});
    }
    set_.quorum = 3;
    if (!found_officers(centre_, set_)) throw std::logic_error("no officers");
    key_ = *issue_key(centre_, request("r1"));
    wish_.key = key_.id;
  }

  [[nodiscard]] JudicialOrder order() const {
    return {.subscriber = "application1",
            .recipient = court_.public_key().spki(),
            .order_number = "（2026）示例字第1号",
            .reason = "依法调取",
            .requested_by = "operator"};
  }
  [[nodiscard]] std::string statement(const KeyRecoveryId& id) {
    return app::read(*store_,
                     [&](Transaction& tx) { return statement_of(*tx.recoveries().find(id)); });
  }
  Status approve_as(const std::string& login, const KeyRecoveryId& id) {
    return approve(centre_, id, login, keys_.at(login).sign(statement(id)));
  }
  auto take(const KeyRecoveryId& id) { return collect(centre_, id, pki::EnvelopeForm::natural); }

  OfficerSet set_;
  std::map<std::string, pki::PrivateKey> keys_;
  app::HandedKey key_;
  pki::PrivateKey court_ = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  pki::PrivateKey new_token_ = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
  app::KeyRecoveryRequest wish_{.request = "w1",
                                .subscriber = "application1",
                                .key = {},
                                .recipient = new_token_.public_key().spki(),
                                .reason = "介质损坏",
                                .requested_by = "reviewer1"};
};

TEST_F(Recovering, ByOrderNeedsThreeDifferentOfficers) {
  const auto id = ask_judicial(centre_, order());
  ASSERT_TRUE(id);
  EXPECT_EQ(take(*id).error().code, ErrorCode::wrong_state);
  ASSERT_TRUE(approve_as("officer1", *id));
  ASSERT_TRUE(approve_as("officer1", *id)) << "a double click";
  ASSERT_TRUE(approve_as("officer2", *id));
  EXPECT_EQ(take(*id).error().code, ErrorCode::wrong_state) << "two of them, however often";
  EXPECT_TRUE(audit_rows("key.recover").empty()) << "and nothing came out";
  ASSERT_TRUE(approve_as("officer4", *id));
  const auto keys = take(*id);
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 1u);
  EXPECT_EQ(opened_spki(keys->front(), court_), key_.spki);
  EXPECT_EQ(opened_spki(keys->front(), user_), "") << "for the order's own key alone";
  const auto rows = audit_rows("key.recover");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_NE(rows.front().detail.find("示例字第1号"), std::string::npos);
  EXPECT_NE(rows.front().detail.find("officer4"), std::string::npos);
  EXPECT_EQ(audit_rows("recovery.approve").size(), 3u);
}

TEST_F(Recovering, IsRecordedEveryTime) {
  const auto id = ask_judicial(centre_, order());
  for (const auto* login : {"officer1", "officer2", "officer3"})
    ASSERT_TRUE(approve_as(login, *id));
  ASSERT_TRUE(take(*id) && take(*id));
  EXPECT_EQ(audit_rows("key.recover").size(), 2u);
}

TEST_F(Recovering, ByTheUserNeedsOneOfficerWhoIsNotTheRequester) {
  const auto id = ask_recovery(centre_, wish_);
  ASSERT_TRUE(id);
  EXPECT_EQ(ask_recovery(centre_, wish_).value(), *id) << "a repeated request is the same";
  EXPECT_EQ(take(*id).error().code, ErrorCode::wrong_state);
  ASSERT_TRUE(approve_as("officer2", *id));
  const auto keys = take(*id);
  ASSERT_TRUE(keys);
  EXPECT_EQ(opened_spki(keys->front(), new_token_), key_.spki);
  EXPECT_EQ(opened_spki(keys->front(), user_), "");

  wish_.request = "w2";
  wish_.requested_by = "officer3";
  const auto own = ask_recovery(centre_, wish_);
  EXPECT_EQ(approve_as("officer3", *own).error().code, ErrorCode::forbidden);
  EXPECT_FALSE(take(*own));
}

TEST_F(Recovering, TakesNobodysSignatureForAnothers) {
  const auto id = ask_judicial(centre_, order());
  const auto other = ask_judicial(centre_, order());
  const std::string signature = keys_.at("officer1").sign(statement(*id));
  EXPECT_EQ(approve(centre_, *id, "officer2", signature).error().code, ErrorCode::forbidden);
  EXPECT_EQ(approve(centre_, *other, "officer1", signature).error().code, ErrorCode::forbidden)
      << "an approval is for one recovery";
  EXPECT_EQ(approve(centre_, *id, "nobody", signature).error().code, ErrorCode::forbidden);
  std::string flipped = signature;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  EXPECT_FALSE(approve(centre_, *id, "officer1", flipped));
}

// Whoever can write into the database, but has no officer's key, gets nothing out by the program.
TEST_F(Recovering, IsNotMovedByRowsThatNobodySigned) {
  const auto id = ask_judicial(centre_, order());
  for (const auto* login : {"officer1", "officer2", "officer3"})
    sql("insert into recovery_approval (recovery_id, login, public_key, signature, approved_at)"
        " select '" +
        id->value +
        "', login, public_key, 'AAAA', 1 from key_officer"
        " where login = '" +
        login + "'");
  EXPECT_EQ(take(*id).error().code, ErrorCode::wrong_state);
}

// A recipient changed after the approvals is not what was approved.
TEST_F(Recovering, HandsOverOnlyWhatWasSigned) {
  const auto id = ask_judicial(centre_, order());
  for (const auto* login : {"officer1", "officer2", "officer3"})
    ASSERT_TRUE(approve_as(login, *id));
  sql("update recovery set recipient = '" + to_base64(new_token_.public_key().spki()) + "'");
  EXPECT_EQ(take(*id).error().code, ErrorCode::wrong_state);
}

TEST_F(Recovering, EndsAfterThirtyDays) {
  const auto id = ask_recovery(centre_, wish_);
  ASSERT_TRUE(approve_as("officer1", *id));
  clock_.pass(std::chrono::days{30} + std::chrono::seconds{1});
  EXPECT_EQ(take(*id).error().code, ErrorCode::gone);
  EXPECT_EQ(approve_as("officer2", *id).error().code, ErrorCode::gone);
}

TEST_F(Recovering, IsOfTheSubscribersOwnKeys) {
  wish_.subscriber = "application2";
  EXPECT_EQ(ask_recovery(centre_, wish_).error().code, ErrorCode::not_found);
  auto stranger = order();
  stranger.subscriber = "application2";
  EXPECT_EQ(ask_judicial(centre_, stranger).error().code, ErrorCode::not_found);
}

TEST_F(Recovering, WhatACourtOrderedDoesNotComeOutThroughTheHall) {
  const auto id = ask_judicial(centre_, order());
  for (const auto* login : {"officer1", "officer2", "officer3"})
    ASSERT_TRUE(approve_as(login, *id));
  LocalKeyCentre hall(centre_);
  EXPECT_EQ(hall.recover(*id, pki::EnvelopeForm::natural).error().code, ErrorCode::forbidden);
}

TEST_F(Recovering, OfficersAreReplacedByThemselves) {
  EXPECT_EQ(found_officers(centre_, set_).error().code, ErrorCode::wrong_state);
  OfficerSet after = set_;
  after.officers.resize(3);
  after.quorum = 2;
  const auto id = ask_officers(centre_, after, "两人离任", "operator");
  ASSERT_TRUE(id);
  ASSERT_TRUE(approve_as("officer1", *id) && approve_as("officer2", *id));
  EXPECT_EQ(install_officers(centre_, *id).error().code, ErrorCode::wrong_state);
  ASSERT_TRUE(approve_as("officer5", *id));
  ASSERT_TRUE(install_officers(centre_, *id));
  const auto left = ask_judicial(centre_, order());
  EXPECT_EQ(approve_as("officer5", *left).error().code, ErrorCode::forbidden);
  ASSERT_TRUE(approve_as("officer1", *left) && approve_as("officer2", *left));
  EXPECT_TRUE(take(*left)) << "two are enough now";
}

TEST_F(Recovering, AnApprovalEndsWithTheOffice) {
  const auto waiting = ask_judicial(centre_, order());
  for (const auto* login : {"officer3", "officer4", "officer5"})
    ASSERT_TRUE(approve_as(login, *waiting));
  OfficerSet after = set_;
  after.officers.resize(3);
  const auto id = ask_officers(centre_, after, "两人离任", "operator");
  for (const auto* login : {"officer1", "officer2", "officer3"})
    ASSERT_TRUE(approve_as(login, *id));
  ASSERT_TRUE(install_officers(centre_, *id));
  EXPECT_EQ(take(*waiting).error().code, ErrorCode::wrong_state);
}

TEST_F(Recovering, NamesWhatIsWrongWithASetOfOfficers) {
  const auto refused = [&](auto change) {
    OfficerSet set = set_;
    change(set);
    return make_officers(centre_, set).error().code == ErrorCode::invalid;
  };
  EXPECT_TRUE(refused([](auto& set) { set.quorum = 1; }));
  EXPECT_TRUE(refused([](auto& set) { set.quorum = 6; }));
  EXPECT_TRUE(refused([](auto& set) { set.officers[1].login = "officer1"; }));
  EXPECT_TRUE(refused([](auto& set) { set.officers[1].public_key = set.officers[0].public_key; }))
      << "one person, two votes";
  EXPECT_TRUE(refused([](auto& set) { set.officers[1].public_key = "none"; }));
  EXPECT_TRUE(refused([](auto& set) { set.officers[1].name = ""; }));
}

}  // namespace
}  // namespace certhall::kmc
