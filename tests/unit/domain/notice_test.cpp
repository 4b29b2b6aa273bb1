#include "domain/notice.h"

#include <set>

#include <gtest/gtest.h>

#include "domain/sms_text.h"
#include "unit/domain/sample.h"

namespace certhall::domain {
namespace {

using sample::time;

const Timestamp kExpires = time("2027-11-24T01:30:00Z");

TEST(ExpiryNotice, IsTheNearestThatHasCome) {
  EXPECT_EQ(expiry_notice_due(kExpires, time("2027-08-26T01:59:59Z")), std::nullopt);
  EXPECT_EQ(expiry_notice_due(kExpires, time("2027-08-26T02:00:00Z")), 90);
  EXPECT_EQ(expiry_notice_due(kExpires, time("2027-10-01T00:00:00Z")), 60);
  EXPECT_EQ(expiry_notice_due(kExpires, time("2027-10-25T02:00:00Z")), 30);
  EXPECT_EQ(expiry_notice_due(kExpires, time("2027-11-23T02:00:00Z")), 7);
  EXPECT_EQ(expiry_notice_due(kExpires, kExpires), std::nullopt);
}

TEST(ExpiryNotice, ComesAtTenInTheMorningOfEachOfItsDays) {
  std::vector<std::string> times;
  Timestamp now = time("2026-11-24T01:30:00Z");
  while (const auto next = next_expiry_notice(kExpires, now)) {
    EXPECT_GT(*next, now);
    now = *next;
    times.push_back(to_china_text(now));
  }
  EXPECT_EQ(times, (std::vector<std::string>{"2027-08-26 10:00", "2027-09-25 10:00",
                                             "2027-10-25 10:00", "2027-11-17 10:00"}));
}

TEST(Notices, WakeNobodyUp) {
  EXPECT_FALSE(may_disturb(time("2026-11-24T00:59:59Z")));
  EXPECT_TRUE(may_disturb(time("2026-11-24T01:00:00Z")));
  EXPECT_TRUE(may_disturb(time("2026-11-24T12:59:59Z")));
  EXPECT_FALSE(may_disturb(time("2026-11-24T13:00:00Z")));
}

TEST(Evidence, IsKeptFiveYearsNotADayLess) {
  EXPECT_EQ(to_china_text(evidence_until(kExpires)), "2032-11-24 09:31");
  EXPECT_EQ(to_china_text(evidence_until(time("2028-02-29T04:00:00Z"))), "2033-03-01 12:01");
}

TEST(NoticeText, SaysWhatAndUntilWhen) {
  const SmsSubject subject{.relying_application = "湖南省公共资源交易服务平台"};
  EXPECT_EQ(expiry_sms({}, subject, "湖南示例建设有限公司", "2027-11-24", 30),
            "【深圳CA】您好,湖南示例建设有限公司用于湖南省公共资源交易服务平台的数字证书将于"
            "2027-11-24到期(还有30天)。到期前一个月起可登录深圳CA申请页面-网上营业厅办理更新,"
            "以免影响投标。");
  EXPECT_EQ(idle_sms({}, subject, true, "2026-12-24"),
            "【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务已被驳回,尚未修改提交。"
            "请在2026-12-24前登录深圳CA申请页面-个人中心-我的业务单继续办理,逾期将自动取消。");
  EXPECT_EQ(submitted_sms({}, subject, "2026-11-25 10:20"),
            "【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务已收到,"
            "我们将在2026-11-25 10:20前完成审核,结果短信通知您。");
  EXPECT_NE(expired_sms({}, subject, {35000}).find("350.00元将退回"), std::string::npos);
  EXPECT_EQ(expired_sms({}, subject, {}).find("退回"), std::string::npos);
}

}  // namespace
}  // namespace certhall::domain
