#include "domain/sms_text.h"

#include <initializer_list>

#include "domain/code_points.h"

namespace certhall::domain {
namespace {

std::string concat(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) text += part;
  return text;
}

/// 【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务
std::string your_business(const SmsVoice& voice, const SmsSubject& subject) {
  return concat(
      {"【", voice.ca, "】您好,您提交的", subject.relying_application, subject.business, "业务"});
}

}  // namespace

std::string login_code_sms(const SmsVoice& voice, std::string_view code) {
  return concat({"【", voice.ca, "】您的登录验证码为", code,
                 ",5分钟内有效。请勿告诉他人,工作人员不会向您索要验证码。"});
}

std::string approved_sms(const SmsVoice& voice, const SmsSubject& subject) {
  return concat({your_business(voice, subject), "已经审核通过。请登录", voice.ca,
                 "申请页面-网上营业厅--个人中心-我的业务单-进行查看。"});
}

std::string returned_sms(const SmsVoice& voice, const SmsSubject& subject,
                         std::string_view reasons) {
  return concat({your_business(voice, subject),
                 "已被审核驳回。驳回原因:", without_full_stop(reasons), "。请尽快登录", voice.ca,
                 "申请页面-个人中心-我的业务单-证书申请进行修改。"});
}

std::string refused_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view reason,
                        Fen refund) {
  std::string text = concat({your_business(voice, subject),
                             "未能通过审核,不予办理。原因:", without_full_stop(reason), "。"});
  if (refund.value > 0) text += "已支付的" + to_yuan(refund) + "元将退回原付款账户。";
  return text + "如有疑问请致电" + voice.hotline + "。";
}

std::string voucher_rejected_sms(const SmsVoice& voice, const SmsSubject& subject,
                                 std::string_view reason) {
  return concat({your_business(voice, subject),
                 "的汇款流水单未通过核对。原因:", without_full_stop(reason), "。请尽快登录",
                 voice.ca, "申请页面-个人中心-我的业务单重新上传汇款流水单。"});
}

std::string payment_confirmed_sms(const SmsVoice& voice, const SmsSubject& subject, Fen amount) {
  return concat(
      {your_business(voice, subject), "已确认到账", to_yuan(amount), "元。审核结果将短信通知您。"});
}

std::string refunded_sms(const SmsVoice& voice, const SmsSubject& subject, Fen amount) {
  return concat({your_business(voice, subject), "的款项", to_yuan(amount),
                 "元已退回原付款账户,请留意查收。如有疑问请致电", voice.hotline, "。"});
}

std::string pin_sms(const SmsVoice& voice, std::string_view number, std::string_view token_serial,
                    std::string_view pin) {
  return concat({"【", voice.ca, "】您好,业务单", number, "的数字证书已制作完成。UKey序列号:",
                 token_serial, ",PIN码:", pin, "。请妥善保管,切勿泄露给他人。"});
}

std::string pin_transferred_sms(const SmsVoice& voice, std::string_view number, Fen amount) {
  return concat({"【", voice.ca, "】您好,业务单", number, "的PIN码已随一笔", to_yuan(amount),
                 "元的转账发到贵单位对公账户,在转账附言中,请向贵司财务人员获取。"
                 "请妥善保管,切勿泄露给他人。"});
}

std::string pin_not_transferred_sms(const SmsVoice& voice, std::string_view number,
                                    std::string_view reason) {
  return concat({"【", voice.ca, "】您好,业务单", number,
                 "的PIN码转账未成功。原因:", without_full_stop(reason), "。请尽快登录", voice.ca,
                 "申请页面-个人中心-我的业务单更正对公账户,更正后将重新转账。"});
}

std::string shipped_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view carrier,
                        std::string_view waybill) {
  return concat({your_business(voice, subject), "的数字证书已寄出,", carrier, "运单号:", waybill,
                 ",运费到付。请保持手机畅通,注意查收。"});
}

std::string completed_sms(const SmsVoice& voice, const SmsSubject& subject) {
  return concat({your_business(voice, subject),
                 "已办理完成,数字证书已签收。如非本单位签收,请立即登录", voice.ca,
                 "申请页面-个人中心报失或致电", voice.hotline, "。"});
}

std::string loss_reported_sms(const SmsVoice& voice, const SmsSubject& subject,
                              std::string_view organization) {
  return concat({"【", voice.ca, "】您好,", organization, "用于", subject.relying_application,
                 "的数字证书已报失并吊销,不能再使用。如非本单位报失,请立即致电", voice.hotline,
                 "。"});
}

}  // namespace certhall::domain
