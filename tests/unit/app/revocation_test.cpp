#include "app/revocation.h"

#include "app/change.h"
#include "unit/app/authority_hall.h"

namespace certhall::app {
namespace {

using domain::CertificateEvent;
using domain::CertificateStatus;
using domain::RevocationOutcome;
using domain::RevocationReason;

class Revocations : public AuthorityHall {
 protected:
  StatusOrder revoke(RevocationReason reason = RevocationReason::superseded) {
    return {.event = CertificateEvent::revoke, .reason = reason, .confirmed = true};
  }
  CertificateStatus status(const std::string& serial) {
    return look([&](Transaction& tx) { return tx.certificates().find_by_serial(serial)->status; });
  }
  domain::RevocationList record(const std::string& text) {
    domain::RevocationList list;
    commit([&](Transaction& tx) {
      list = record_revocation_list(tx, hall(), "2026-11-24", text, ChangeId{});
    });
    return list;
  }
};

TEST_F(Revocations, OfAPairTakeBothAndStayWhenRepeated) {
  const auto id = put_claimed();
  const auto serial = issue(id);
  const auto done = change_certificate(hall(), administrator_, serial, true, revoke());
  ASSERT_TRUE(done);
  ASSERT_EQ(done->size(), 2U);
  for (const auto& each : *done) EXPECT_EQ(each.status, CertificateStatus::revoked);
  const auto again = change_certificate(hall(), administrator_, serial, true,
                                        revoke(RevocationReason::key_compromise));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->at(0).revocation_reason, RevocationReason::superseded);
  EXPECT_EQ(look([&](Transaction& tx) { return tx.certificates().last_event(); }), 4);
  EXPECT_FALSE(look([&](Transaction& tx) { return tx.tokens().of_application(id); }));
}

TEST_F(Revocations, CanBeUndoneOnlyWhereTheyWereSuspensions) {
  const auto serial = issue(put_claimed());
  const auto order = [&](CertificateEvent event) {
    return change_certificate(hall(), administrator_, serial, false,
                              {.event = event, .confirmed = true});
  };
  EXPECT_FALSE(order(CertificateEvent::release));
  ASSERT_TRUE(order(CertificateEvent::suspend));
  EXPECT_EQ(status(serial), CertificateStatus::suspended);
  EXPECT_FALSE(order(CertificateEvent::suspend));
  ASSERT_TRUE(order(CertificateEvent::release));
  EXPECT_EQ(status(serial), CertificateStatus::issued);
  ASSERT_TRUE(order(CertificateEvent::suspend));
  ASSERT_TRUE(order(CertificateEvent::revoke));
  EXPECT_FALSE(order(CertificateEvent::release));
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
}

TEST_F(Revocations, AreToldToWhomTheyConcernOnceAPair) {
  const auto id = put_claimed();
  const auto serial = issue(id);
  static_cast<void>(sms());
  const auto order = [&](CertificateEvent event) {
    EXPECT_TRUE(change_certificate(hall(), administrator_, serial, true,
                                   {.event = event, .confirmed = true}));
    return sms();
  };
  const auto suspended = order(CertificateEvent::suspend);
  ASSERT_FALSE(suspended.empty());
  EXPECT_NE(suspended[0].find("已挂起"), std::string::npos) << suspended[0];
  const auto released = order(CertificateEvent::release);
  EXPECT_EQ(released.size(), suspended.size());
  EXPECT_NE(released[0].find("恢复使用"), std::string::npos) << released[0];
  const auto revoked = order(CertificateEvent::revoke);
  EXPECT_EQ(revoked.size(), suspended.size());
  EXPECT_NE(revoked[0].find("已吊销"), std::string::npos) << revoked[0];
  EXPECT_TRUE(order(CertificateEvent::revoke).empty());
}

TEST_F(Revocations, AreRefusedToOthersWithoutConfirmationAndForNoFinalReason) {
  const auto serial = issue(put_claimed());
  auto order = revoke();
  EXPECT_EQ(change_certificate(hall(), producer_, serial, false, order).error().code,
            ErrorCode::forbidden);
  order.confirmed = false;
  EXPECT_EQ(change_certificate(hall(), administrator_, serial, false, order).error().code,
            ErrorCode::invalid);
  EXPECT_EQ(change_certificate(hall(), administrator_, serial, false,
                               revoke(RevocationReason::certificate_hold))
                .error()
                .code,
            ErrorCode::invalid);
  EXPECT_EQ(change_certificate(hall(), administrator_, "00ff", false, revoke()).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(status(serial), CertificateStatus::issued);
}

TEST_F(Revocations, OfAKeyBlockItForEver) {
  const auto id = put_claimed();
  const auto serial = issue(id);
  const auto digest = look(
      [&](Transaction& tx) { return tx.certificates().find_by_serial(serial)->public_key_digest; });
  static_cast<void>(sms());
  EXPECT_EQ(revoke_key(hall(), administrator_, digest, revoke()).value(), 1);
  EXPECT_FALSE(sms().empty());
  EXPECT_EQ(revoke_key(hall(), administrator_, digest, revoke()).value(), 0);
  EXPECT_TRUE(look([&](Transaction& tx) { return tx.certificates().is_blocked(digest); }));
  EXPECT_FALSE(revoke_key(hall(), administrator_, "abc", revoke()));
}

TEST_F(Revocations, FromAListHaveAResultPerLineAndHappenOnce) {
  const auto first = issue(put_claimed());
  const auto second = issue(put_claimed());
  ASSERT_TRUE(change_certificate(hall(), administrator_, second, false, revoke()));
  const std::string text = "# 清单\n" + first + ",key_compromise\n\n" + second + "\n01aabbcc\n";
  const auto list = record(text);
  EXPECT_EQ(list.lines, 3);
  EXPECT_EQ(record(text).id, list.id);
  EXPECT_EQ(work_off_revocation_lists(hall()).value(), 3);
  EXPECT_EQ(work_off_revocation_lists(hall()).value(), 0);
  const auto report = revocation_report(hall(), list.id, 0, 9).value();
  EXPECT_NE(report.list.finished_at.ms, 0);
  ASSERT_EQ(report.lines.size(), 3U);
  EXPECT_EQ(report.lines[0].outcome, RevocationOutcome::revoked);
  EXPECT_EQ(report.lines[1].outcome, RevocationOutcome::already_revoked);
  EXPECT_EQ(report.lines[2].outcome, RevocationOutcome::not_found);
  EXPECT_EQ(status(first), CertificateStatus::revoked);
}

TEST_F(Revocations, FromAListGoOnAfterACrashWhereTheyWere) {
  std::string text;
  std::vector<std::string> serials;
  for (int i = 0; i < 60; ++i) text += "01" + std::to_string(100000 + i) + "\n";
  serials.push_back(issue(put_claimed()));
  text += serials[0] + "\n";
  const auto list = record(text);
  // The second batch fails: its lines wait, those of the first are done.
  sql("create trigger broken before insert on certificate_event"
      " begin select raise(abort, 'broken'); end");
  EXPECT_ANY_THROW((void)work_off_revocation_lists(hall()));
  EXPECT_EQ(revocation_report(hall(), list.id, 0, 99)->list.done, 50);
  EXPECT_EQ(status(serials[0]), CertificateStatus::issued);
  sql("drop trigger broken");
  EXPECT_EQ(work_off_revocation_lists(hall()).value(), 11);
  EXPECT_EQ(status(serials[0]), CertificateStatus::revoked);
}

TEST_F(Revocations, FromAListTakeTwoAdministrators) {
  const auto serial = issue(put_claimed());
  const auto other = put_staff(domain::Role::administrator);
  const auto proposed = propose_change(hall(), administrator_,
                                       {.subject = domain::ChangeSubject::revocation_list,
                                        .target = "2026-11-24-1",
                                        .text = serial + ",cessation_of_operation\n",
                                        .reason = "单位注销"});
  ASSERT_TRUE(proposed) << proposed.error().message;
  const auto& change = proposed->change;
  EXPECT_FALSE(approve_change(hall(), administrator_, change.id, change.revision));
  EXPECT_EQ(work_off_revocation_lists(hall()).value(), 0);
  ASSERT_TRUE(approve_change(hall(), other, change.id, change.revision));
  EXPECT_EQ(work_off_revocation_lists(hall()).value(), 1);
  EXPECT_EQ(status(serial), CertificateStatus::revoked);
  EXPECT_FALSE(check_proposal(hall(), domain::ChangeSubject::revocation_list, "x", "zz\n").empty());
}

}  // namespace
}  // namespace certhall::app
