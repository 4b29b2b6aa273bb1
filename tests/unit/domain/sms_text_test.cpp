#include "domain/sms_text.h"

#include <gtest/gtest.h>

namespace certhall::domain {
namespace {

const SmsVoice kVoice;
const SmsSubject kSubject{.relying_application = "湖南省公共资源交易服务平台"};

TEST(SmsText, OfAnApprovalIsTheGuidesWordForWord) {
  EXPECT_EQ(approved_sms(kVoice, kSubject),
            "【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务已经审核通过。"
            "请登录深圳CA申请页面-网上营业厅--个人中心-我的业务单-进行查看。");
}

TEST(SmsText, OfAReturnIsTheGuidesWordForWord) {
  EXPECT_EQ(returned_sms(kVoice, kSubject, "身份证复印件未加盖公章"),
            "【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务已被审核驳回。"
            "驳回原因:身份证复印件未加盖公章。"
            "请尽快登录深圳CA申请页面-个人中心-我的业务单-证书申请进行修改。");
}

TEST(SmsText, TakesItsNamesFromItsParameters) {
  EXPECT_EQ(approved_sms({.ca = "示例CA", .hotline = "1"},
                         {.relying_application = "示例平台", .business = "补办"}),
            "【示例CA】您好,您提交的示例平台补办业务已经审核通过。"
            "请登录示例CA申请页面-网上营业厅--个人中心-我的业务单-进行查看。");
}

TEST(SmsText, EndsAReasonWithOneFullStop) {
  EXPECT_EQ(returned_sms(kVoice, kSubject, "印章模糊。"),
            returned_sms(kVoice, kSubject, "印章模糊"));
  EXPECT_EQ(refused_sms(kVoice, kSubject, "资料不实。", {}),
            refused_sms(kVoice, kSubject, "资料不实", {}));
}

TEST(SmsText, OfARefusalNamesTheRefundOnlyWhereThereIsOne) {
  EXPECT_EQ(refused_sms(kVoice, kSubject, "资料不实", {35000}),
            "【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务未能通过审核,不予办理。"
            "原因:资料不实。已支付的350.00元将退回原付款账户。如有疑问请致电400-112-3838。");
  EXPECT_EQ(refused_sms(kVoice, kSubject, "资料不实", {}).find("退回"), std::string::npos);
}

TEST(SmsText, OfALoginCodeHasTheCodeAndItsTime) {
  EXPECT_EQ(login_code_sms(kVoice, "123456"),
            "【深圳CA】您的登录验证码为123456,5分钟内有效。"
            "请勿告诉他人,工作人员不会向您索要验证码。");
}

TEST(SmsText, OfThePinNamesTheTokenThatItOpens) {
  EXPECT_EQ(pin_sms(kVoice, "HN20261123-000017", "T0000001", "48151623"),
            "【深圳CA】您好,业务单HN20261123-000017的数字证书已制作完成。"
            "UKey序列号:T0000001,PIN码:48151623。请妥善保管,切勿泄露给他人。");
}

TEST(SmsText, OfATransferWithThePinSaysWhereItIsAndNotWhatItIs) {
  EXPECT_EQ(pin_transferred_sms(kVoice, "HN20261123-000017", {1}),
            "【深圳CA】您好,业务单HN20261123-000017的PIN码已随一笔0.01元的转账发到贵单位对公账户,"
            "在转账附言中,请向贵司财务人员获取。请妥善保管,切勿泄露给他人。");
  EXPECT_EQ(pin_not_transferred_sms(kVoice, "HN20261123-000017", "账号不存在"),
            "【深圳CA】您好,业务单HN20261123-000017的PIN码转账未成功。原因:账号不存在。请尽快登录"
            "深圳CA申请页面-个人中心-我的业务单更正对公账户,更正后将重新转账。");
}

TEST(SmsText, OfTheOtherEventsSayWhatHappenedAndWhatToDo) {
  const std::string head = "【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务";
  EXPECT_EQ(voucher_rejected_sms(kVoice, kSubject, "金额不符"),
            head +
                "的汇款流水单未通过核对。原因:金额不符。"
                "请尽快登录深圳CA申请页面-个人中心-我的业务单重新上传汇款流水单。");
  EXPECT_EQ(payment_confirmed_sms(kVoice, kSubject, {35000}),
            head + "已确认到账350.00元。审核结果将短信通知您。");
  EXPECT_EQ(refunded_sms(kVoice, kSubject, {35000}),
            head + "的款项350.00元已退回原付款账户,请留意查收。如有疑问请致电400-112-3838。");
  EXPECT_EQ(shipped_sms(kVoice, kSubject, "顺丰速运", "SF0000000000001"),
            head +
                "的数字证书已寄出,顺丰速运运单号:SF0000000000001,运费到付。"
                "请保持手机畅通,注意查收。");
  EXPECT_EQ(completed_sms(kVoice, kSubject),
            head +
                "已办理完成,数字证书已签收。如非本单位签收,请立即登录深圳CA申请页面-个人中心"
                "报失或致电400-112-3838。");
  EXPECT_EQ(
      loss_reported_sms(kVoice, kSubject, "湖南示例建设有限公司"),
      "【深圳CA】您好,湖南示例建设有限公司用于湖南省公共资源交易服务平台的数字证书已报失并吊销,"
      "不能再使用。如非本单位报失,请立即致电400-112-3838。");
}

TEST(SmsText, TellsWhatTheAuthorityDidToACertificate) {
  const auto text = [](CertificateEvent event) {
    return certificate_sms(kVoice, kSubject, event, "湖南示例建设有限公司");
  };
  EXPECT_EQ(text(CertificateEvent::suspend),
            "【深圳CA】您好,湖南示例建设有限公司用于湖南省公共资源交易服务平台的数字证书已挂起,"
            "暂时不能使用。如有疑问请致电400-112-3838。");
  EXPECT_NE(text(CertificateEvent::release).find("已解除挂起,恢复使用"), std::string::npos);
  EXPECT_NE(text(CertificateEvent::revoke).find("已吊销,不能再使用"), std::string::npos);
  EXPECT_THROW(static_cast<void>(text(CertificateEvent::issue)), std::logic_error);
}

TEST(SmsText, SpeaksToAPersonOfHimself) {
  SmsSubject person = kSubject;
  person.we = "本人";
  EXPECT_NE(completed_sms(kVoice, person).find("如非本人签收"), std::string::npos);
  EXPECT_NE(loss_reported_sms(kVoice, person, "张示例").find("如非本人报失"), std::string::npos);
}

}  // namespace
}  // namespace certhall::domain
