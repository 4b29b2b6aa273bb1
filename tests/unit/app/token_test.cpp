#include "app/token.h"

#include "app/issuance.h"
#include "app/production.h"
#include "unit/app/hall_test.h"

namespace certhall::app {
namespace {

using domain::ApplicationStatus;
using domain::Role;
using domain::TokenStatus;

class HallTokens : public HallTest {
 protected:
  domain::Application claimed() {
    auto application = put_application(ApplicationStatus::approved);
    EXPECT_TRUE(claim_production(hall_, producer_, application.number));
    return application;
  }
  TokenStatus status_of(std::string_view serial) {
    return look([&](Transaction& tx) { return tx.tokens().find_by_serial(serial)->status; });
  }
  void set_status(std::string_view serial, TokenStatus status) {
    commit([&](Transaction& tx) {
      auto token = *tx.tokens().find_by_serial(serial);
      token.status = status;
      EXPECT_TRUE(tx.tokens().update(token));
    });
  }
  std::int64_t audited(std::string_view act) {
    return look([&](Transaction& tx) {
      std::int64_t found = 0;
      for (const auto& row : tx.audit().page(0, 1000)) found += row.act == act ? 1 : 0;
      return found;
    });
  }
  /// A locked device with an administrator PIN.
  std::string locked() {
    const auto application = claimed();
    so_pin_ = *begin_token(hall_, producer_, application.id, {"UK0001", ""});
    set_status("UK0001", TokenStatus::locked);
    return "UK0001";
  }

  const domain::Actor producer_ = put_staff(Role::producer);
  const domain::Actor reviewer_ = put_staff(Role::reviewer);
  SecretText so_pin_;
};

TEST_F(HallTokens, GetOneAdministratorPinEachAndKeepIt) {
  const auto first = claimed();
  const auto pin = begin_token(hall_, producer_, first.id, {"UK0001", ""});
  ASSERT_TRUE(pin) << pin.error().message;
  EXPECT_EQ(pin->reveal().size(), 16U);
  EXPECT_EQ(begin_token(hall_, producer_, first.id, {"UK0001", ""})->reveal(), pin->reveal());
  EXPECT_EQ(begun_on(hall_, first.id), "UK0001");
  ASSERT_TRUE(abandon_token(hall_, producer_, first.id, "UK0001"));
  EXPECT_EQ(status_of("UK0001"), TokenStatus::spare);
  EXPECT_EQ(begun_on(hall_, first.id), "");
  const auto second = claimed();
  EXPECT_EQ(begin_token(hall_, producer_, second.id, {"UK0001", ""})->reveal(), pin->reveal());
  const auto third = claimed();
  EXPECT_NE(begin_token(hall_, producer_, third.id, {"UK0003", ""})->reveal(), pin->reveal());
}

TEST_F(HallTokens, AreBegunOnlyByTheStationThatHoldsTheClaim) {
  const auto application = put_application(ApplicationStatus::approved);
  EXPECT_EQ(begin_token(hall_, producer_, application.id, {"UK0001", ""}).error().code,
            ErrorCode::wrong_state);
  ASSERT_TRUE(claim_production(hall_, producer_, application.number));
  const auto other = put_staff(Role::producer);
  EXPECT_EQ(begin_token(hall_, other, application.id, {"UK0001", ""}).error().code,
            ErrorCode::wrong_state);
  EXPECT_TRUE(begin_token(hall_, producer_, application.id, {"UK0001", ""}));
}

TEST_F(HallTokens, NeverServeTwoApplicationsAtOnce) {
  const auto first = claimed();
  const auto second = claimed();
  ASSERT_TRUE(begin_token(hall_, producer_, first.id, {"UK0001", ""}));
  const auto taken = begin_token(hall_, producer_, second.id, {"UK0001", ""});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::duplicate);
  EXPECT_NE(taken.error().message.find("UK0001"), std::string::npos);
  const auto beside = begin_token(hall_, producer_, first.id, {"UK0002", ""});
  ASSERT_FALSE(beside);
  EXPECT_EQ(beside.error().code, ErrorCode::duplicate);
}

TEST_F(HallTokens, ThatLeftTheHouseAreNeverErased) {
  const auto first = claimed();
  ASSERT_TRUE(begin_token(hall_, producer_, first.id, {"UK0001", ""}));
  for (const auto status : {TokenStatus::written, TokenStatus::in_use, TokenStatus::locked,
                            TokenStatus::lost, TokenStatus::damaged, TokenStatus::retired}) {
    set_status("UK0001", status);
    const auto next = claimed();
    EXPECT_EQ(begin_token(hall_, producer_, next.id, {"UK0001", ""}).error().code,
              ErrorCode::duplicate)
        << static_cast<int>(status);
  }
}

TEST_F(HallTokens, WithSomethingUnreadableOnThemAreRefused) {
  const auto application = claimed();
  const auto refused = begin_token(hall_, producer_, application.id, {"UK0001", "no DER"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.at(0).field, "certificate");
  EXPECT_EQ(begin_token(hall_, producer_, application.id, {"U 1", ""}).error().fields.at(0).field,
            "token_serial");
  EXPECT_EQ(begun_on(hall_, application.id), "");
}

TEST_F(HallTokens, GiveTheirAdministratorPinToOneAuthorisedUnlockOnce) {
  const auto serial = locked();
  const auto session = authorise_unlock(hall_, reviewer_, serial);
  ASSERT_TRUE(session) << session.error().message;
  const auto pin = release_so_pin(hall_, producer_, session->id);
  ASSERT_TRUE(pin) << pin.error().message;
  EXPECT_EQ(pin->reveal(), so_pin_.reveal());
  EXPECT_EQ(release_so_pin(hall_, producer_, session->id).error().code, ErrorCode::gone);
  EXPECT_EQ(audited("token.unlock_authorise"), 1);
  EXPECT_EQ(audited("token.so_pin_release"), 1);
  EXPECT_EQ(audited("token.so_pin_refused"), 1);
}

TEST_F(HallTokens, KeepTheirAdministratorPinFromEverybodyElse) {
  const auto serial = locked();
  EXPECT_EQ(authorise_unlock(hall_, producer_, serial).error().code, ErrorCode::forbidden);
  EXPECT_EQ(authorise_unlock(hall_, put_staff(Role::administrator), serial).error().code,
            ErrorCode::forbidden);
  const auto session = authorise_unlock(hall_, reviewer_, serial);
  for (const auto role : {Role::reviewer, Role::finance, Role::administrator, Role::auditor})
    EXPECT_EQ(release_so_pin(hall_, put_staff(role), session->id).error().code,
              ErrorCode::forbidden);
  auto both = reviewer_;
  both.roles.add(Role::producer);
  EXPECT_EQ(release_so_pin(hall_, both, session->id).error().code, ErrorCode::forbidden);
  EXPECT_EQ(audited("token.so_pin_refused"), 5);
  clock_.pass(std::chrono::seconds{kUnlockSeconds});
  EXPECT_EQ(release_so_pin(hall_, producer_, session->id).error().code, ErrorCode::gone);
  EXPECT_EQ(release_so_pin(hall_, producer_, {"none"}).error().code, ErrorCode::not_found);
}

TEST_F(HallTokens, ThatAreNotLockedAreNotUnlocked) {
  const auto application = claimed();
  ASSERT_TRUE(begin_token(hall_, producer_, application.id, {"UK0001", ""}));
  EXPECT_EQ(authorise_unlock(hall_, reviewer_, "UK0001").error().code, ErrorCode::wrong_state);
  EXPECT_EQ(authorise_unlock(hall_, reviewer_, "UK9999").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace certhall::app
