// A year, and the years after it, by a clock that the test moves: what the hall does by itself.

#include <gtest/gtest.h>

#include "app/act.h"
#include "app/calendar.h"
#include "app/notice.h"
#include "app/transition.h"
#include "domain/notice.h"
#include "unit/app/hall_test.h"

namespace certhall::app {
namespace {

using domain::ApplicationStatus;
using domain::CertificateStatus;
using domain::PaymentStatus;
using domain::sample::time;
using std::chrono::days;
using std::chrono::hours;

class Year : public HallTest {
 protected:
  Year() {
    // A node that came up at night: every run is at another hour of the day.
    clock_.set(time("2026-11-23T17:00:00Z"));
  }

  domain::Certificate put_certificate(const domain::Application& application, Timestamp not_after,
                                      std::string subject = "CN=湖南示例建设有限公司") {
    const std::string n = std::to_string(++count_);
    domain::Certificate certificate{.id = {"certificate" + n},
                                    .application_id = application.id,
                                    .account_id = application.account_id,
                                    .status = CertificateStatus::issued,
                                    .issuer = "sm2",
                                    .serial = "01" + n,
                                    .subject = std::move(subject),
                                    .public_key_digest = "key" + n,
                                    .not_before = clock_.now(),
                                    .not_after = not_after,
                                    .der = "der",
                                    .created_at = clock_.now()};
    commit([&](Transaction& tx) { tx.certificates().reserve(certificate); });
    return certificate;
  }
  /// Completed today with a certificate until then, and all that follows planned.
  domain::Application completed(Timestamp not_after,
                                std::string subject = "CN=湖南示例建设有限公司") {
    const auto application = put_application(ApplicationStatus::completed);
    put_payment(application, PaymentStatus::confirmed);
    put_certificate(application, not_after, std::move(subject));
    commit([&](Transaction& tx) { plan_expiry(tx, hall_, application); });
    return application;
  }
  void revoke(const domain::Application& application) {
    commit([&](Transaction& tx) {
      auto certificate = tx.certificates().of_application(application.id).front();
      certificate.status = CertificateStatus::revoked;
      certificate.revoked_at = clock_.now();
      EXPECT_TRUE(tx.certificates().update(certificate));
    });
  }
  void run_clocks() {
    for (const auto work : {&remind_of_expiry, &end_idle_applications, &erase_outdated})
      EXPECT_TRUE(work(hall_, [] { return true; }));
  }
  /// Every five hours, so that each time of the day comes; gives the texts with their days.
  std::vector<std::string> pass(int count, bool down = false) {
    std::vector<std::string> said;
    const Timestamp end = clock_.now() + days{count};
    for (; clock_.now() < end; clock_.pass(hours{5})) {
      if (down) continue;
      run_clocks();
      for (const auto& text : sms()) {
        EXPECT_TRUE(domain::may_disturb(clock_.now()));
        said.push_back(to_text(china_date(clock_.now())) + " " + text);
      }
    }
    return said;
  }
  ApplicationStatus status_of(const domain::Application& application) {
    return look([&](Transaction& tx) { return tx.applications().find(application.id)->status; });
  }
  std::string mobile_of(const domain::Application& application) {
    return look([&](Transaction& tx) {
      return tx.applications().find(application.id)->details.agent.mobile;
    });
  }
};

TEST_F(Year, RemindsOfACertificateFourTimesOnItsDays) {
  completed(time("2027-11-23T04:00:00Z"));
  const auto said = pass(400);
  ASSERT_EQ(said.size(), 4U);
  const std::pair<std::string_view, std::string_view> expected[] = {{"2027-08-25", "还有90天"},
                                                                    {"2027-09-24", "还有60天"},
                                                                    {"2027-10-24", "还有30天"},
                                                                    {"2027-11-16", "还有7天"}};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(said[i].starts_with(expected[i].first)) << said[i];
    EXPECT_NE(said[i].find(expected[i].second), std::string::npos) << said[i];
    EXPECT_NE(said[i].find("2027-11-23到期"), std::string::npos) << said[i];
  }
}

TEST_F(Year, RemindsNobodyOfWhatIsRevokedOrRenewed) {
  const auto revoked = completed(time("2027-11-23T04:00:00Z"), "CN=甲");
  completed(time("2027-11-23T04:00:00Z"), "CN=乙");
  completed(time("2027-11-23T04:00:00Z"), "CN=丙");
  revoke(revoked);
  EXPECT_EQ(pass(300).size(), 2U) << "乙 and 丙, 90 days before";
  completed(time("2028-11-23T04:00:00Z"), "CN=乙");
  const auto late = pass(100);
  EXPECT_EQ(late.size(), 3U) << "丙 alone";
}

TEST_F(Year, TakesARevokedSuccessorForNone) {
  completed(time("2027-11-23T04:00:00Z"));
  const auto next = completed(time("2028-11-23T04:00:00Z"));
  revoke(next);
  EXPECT_EQ(pass(400).size(), 4U);
}

TEST_F(Year, SendsTheNearestReminderOnlyAfterTheHallWasDown) {
  completed(time("2027-11-23T04:00:00Z"));
  EXPECT_TRUE(pass(320, true).empty());
  const auto said = pass(1);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(pass(20).size(), 1U) << "30 days are ahead, not 90 and 60 again";
}

TEST_F(Year, SendsEachReminderOnceThoughTwoNodesRun) {
  completed(time("2027-11-23T04:00:00Z"));
  clock_.set(time("2027-08-25T04:00:00Z"));
  run_clocks();
  run_clocks();
  EXPECT_EQ(sms().size(), 1U);
}

TEST_F(Year, RemindsOfWhatLiesUnpaidAndThenCancelsIt) {
  const auto unpaid = put_application(ApplicationStatus::awaiting_payment);
  put_payment(unpaid, PaymentStatus::awaiting_transfer);
  const auto said = pass(40);
  ASSERT_EQ(said.size(), 2U);
  EXPECT_NE(said[0].find("尚未付款"), std::string::npos);
  EXPECT_NE(said[1].find("自动取消"), std::string::npos);
  EXPECT_GE(said[0].substr(0, 10), "2026-12-01");
  EXPECT_GE(said[1].substr(0, 10), "2026-12-24");
  EXPECT_EQ(status_of(unpaid), ApplicationStatus::cancelled);
  EXPECT_EQ(mobile_of(unpaid), "") << "persons are erased at once where no money is open";
}

TEST_F(Year, CancelsADraftWithoutAWord) {
  const auto draft = put_application(ApplicationStatus::draft);
  EXPECT_TRUE(pass(40).empty());
  EXPECT_EQ(status_of(draft), ApplicationStatus::cancelled);
}

TEST_F(Year, StopsAfterAPieceWhenToldTo) {
  for (int i = 0; i < 3; ++i) put_application(ApplicationStatus::draft);
  clock_.pass(days{40} + hours{10});
  const auto end = [&](bool goes_on) {
    return end_idle_applications(hall_, [&] { return goes_on; });
  };
  EXPECT_EQ(end(false), 1);
  EXPECT_EQ(end(true), 2);
}

TEST_F(Year, GivesThePaidMoneyOfAReturnedApplicationBackBeforeItForgetsThePerson) {
  const auto returned = put_application(ApplicationStatus::returned);
  put_payment(returned, PaymentStatus::confirmed);
  const auto said = pass(40);
  ASSERT_EQ(said.size(), 2U);
  EXPECT_NE(said[1].find("350.00元将退回"), std::string::npos);
  EXPECT_EQ(status_of(returned), ApplicationStatus::cancelled);
  const auto payment =
      look([&](Transaction& tx) { return *tx.payments().of_application(returned.id); });
  EXPECT_EQ(payment.status, PaymentStatus::refund_due);
  pass(200);
  EXPECT_NE(mobile_of(returned), "") << "the refund is still to be told";
  commit([&](Transaction& tx) {
    auto paid_back = payment;
    paid_back.status = PaymentStatus::refunded;
    EXPECT_TRUE(tx.payments().update(paid_back));
  });
  pass(40);
  EXPECT_EQ(mobile_of(returned), "");
}

TEST_F(Year, KeepsWhatSomebodyGoesOnWith) {
  auto returned = put_application(ApplicationStatus::returned);
  pass(20);
  commit([&](Transaction& tx) {
    auto current = *tx.applications().find(returned.id);
    current.updated_at = clock_.now();
    EXPECT_TRUE(tx.applications().update(current));
  });
  const auto said = pass(20);
  EXPECT_EQ(said.size(), 1U) << "lying still again is a new occasion";
  EXPECT_EQ(status_of(returned), ApplicationStatus::returned);
}

TEST_F(Year, LeavesAloneWhatIsWithTheHall) {
  for (const auto status : {ApplicationStatus::in_review, ApplicationStatus::approved,
                            ApplicationStatus::produced, ApplicationStatus::shipped}) {
    const auto application = put_application(status);
    pass(50);
    EXPECT_EQ(status_of(application), status);
  }
}

TEST_F(Year, KeepsEvidenceFiveYearsAfterTheEndAndThenForgets) {
  const auto application = completed(time("2027-11-23T04:00:00Z"));
  commit([&](Transaction& tx) {
    tx.consents().publish(
        {.code = "guide", .version = "1", .title = "t", .body = "b", .digest = "d"}, 1);
    tx.consents().insert({.account_id = application.account_id,
                          .application_id = application.id,
                          .code = "guide",
                          .version = "1",
                          .digest = "d",
                          .mobile = "13900000001",
                          .address = "203.0.113.9",
                          .at = clock_.now()});
  });
  clock_.set(time("2032-11-23T03:59:00Z"));
  run_clocks();
  EXPECT_NE(mobile_of(application), "");
  clock_.set(time("2032-11-23T04:02:00Z"));
  run_clocks();
  EXPECT_EQ(mobile_of(application), "");
  look([&](Transaction& tx) {
    const auto kept = *tx.applications().find(application.id);
    EXPECT_EQ(kept.number, application.number);
    EXPECT_EQ(kept.status, ApplicationStatus::completed);
    EXPECT_EQ(kept.details.organization.name, "");
    const auto consent = tx.consents().of_application(application.id).at(0);
    EXPECT_EQ(consent.mobile + consent.address, "");
    EXPECT_EQ(consent.code, "guide");
    EXPECT_EQ(tx.certificates().of_application(application.id).size(), 1U);
    return 0;
  });
  EXPECT_EQ(taken("erase_uploads", "application").size(), 1U);
  run_clocks();
  EXPECT_TRUE(taken("erase_uploads", "application").empty()) << "once";
}

TEST_F(Year, PromisesAWorkingDayAcrossTheHolidays) {
  const auto due = [&](std::string_view submitted) {
    return look([&](Transaction& tx) {
      return to_china_text(working_calendar(tx, hall_).due_at(time(submitted)));
    });
  };
  EXPECT_EQ(due("2026-02-13T03:00:00Z"), "2026-02-14 11:00") << "a Saturday that is worked";
  EXPECT_EQ(due("2026-02-14T03:00:00Z"), "2026-02-24 11:00") << "the Spring Festival";
  EXPECT_EQ(due("2026-09-30T03:00:00Z"), "2026-10-08 11:00") << "the National Day";
}

TEST_F(Year, CostsNothingWhileNothingIsDue) {
  for (int i = 0; i < 200; ++i) completed(time("2027-11-23T04:00:00Z"), "CN=" + std::to_string(i));
  clock_.set(time("2026-12-01T04:00:00Z"));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) run_clocks();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
}

}  // namespace
}  // namespace certhall::app
