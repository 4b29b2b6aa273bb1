#include "domain/sms_text.h"

#include <stdexcept>

#include "domain/code_points.h"

namespace certhall::domain {
namespace {

/// The message about somebody's business, with what every such message may name.
std::string about_business(const SmsVoice& voice, const SmsSubject& subject, std::string_view code,
                           std::string_view name = {}, std::string_view value = {},
                           std::string_view second_name = {}, std::string_view second = {},
                           std::string_view third_name = {}, std::string_view third = {}) {
  return write_notice(voice.texts, code,
                      {{"签名", voice.ca},
                       {"热线", voice.hotline},
                       {"应用", subject.relying_application},
                       {"业务", subject.business},
                       {"自称", subject.we},
                       {name, value},
                       {second_name, second},
                       {third_name, third}});
}

/// A sentence, or nothing where nothing was paid.
std::string going_back(Fen refund) {
  return refund.value > 0 ? "已支付的" + to_yuan(refund) + "元将退回原付款账户。" : "";
}

}  // namespace

std::string login_code_sms(const SmsVoice& voice, std::string_view code) {
  return write_notice(voice.texts, "login_code",
                      {{"签名", voice.ca}, {"热线", voice.hotline}, {"验证码", code}});
}

std::string approved_sms(const SmsVoice& voice, const SmsSubject& subject) {
  return about_business(voice, subject, "approved");
}

std::string returned_sms(const SmsVoice& voice, const SmsSubject& subject,
                         std::string_view reasons) {
  return about_business(voice, subject, "returned", "原因", without_full_stop(reasons));
}

std::string refused_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view reason,
                        Fen refund) {
  return about_business(voice, subject, "refused", "原因", without_full_stop(reason), "退款",
                        going_back(refund));
}

std::string voucher_rejected_sms(const SmsVoice& voice, const SmsSubject& subject,
                                 std::string_view reason) {
  return about_business(voice, subject, "voucher_rejected", "原因", without_full_stop(reason));
}

std::string payment_confirmed_sms(const SmsVoice& voice, const SmsSubject& subject, Fen amount) {
  return about_business(voice, subject, "payment_confirmed", "金额", to_yuan(amount));
}

std::string refunded_sms(const SmsVoice& voice, const SmsSubject& subject, Fen amount) {
  return about_business(voice, subject, "refunded", "金额", to_yuan(amount));
}

std::string pin_sms(const SmsVoice& voice, std::string_view number, std::string_view token_serial,
                    std::string_view pin) {
  return write_notice(voice.texts, "pin",
                      {{"签名", voice.ca},
                       {"热线", voice.hotline},
                       {"编号", number},
                       {"序列号", token_serial},
                       {"PIN", pin}});
}

std::string pin_transferred_sms(const SmsVoice& voice, std::string_view number, Fen amount) {
  return write_notice(
      voice.texts, "pin_transferred",
      {{"签名", voice.ca}, {"热线", voice.hotline}, {"编号", number}, {"金额", to_yuan(amount)}});
}

std::string pin_not_transferred_sms(const SmsVoice& voice, std::string_view number,
                                    std::string_view reason) {
  return write_notice(voice.texts, "pin_not_transferred",
                      {{"签名", voice.ca},
                       {"热线", voice.hotline},
                       {"编号", number},
                       {"原因", without_full_stop(reason)}});
}

std::string shipped_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view carrier,
                        std::string_view waybill) {
  return about_business(voice, subject, "shipped", "快递", carrier, "运单号", waybill);
}

std::string completed_sms(const SmsVoice& voice, const SmsSubject& subject) {
  return about_business(voice, subject, "completed");
}

std::string loss_reported_sms(const SmsVoice& voice, const SmsSubject& subject,
                              std::string_view owner) {
  return about_business(voice, subject, "loss_reported", "用户", owner);
}

namespace {

std::string_view notice_of(CertificateEvent event) {
  switch (event) {
    case CertificateEvent::suspend:
      return "suspended";
    case CertificateEvent::release:
      return "released";
    case CertificateEvent::revoke:
      return "revoked";
    case CertificateEvent::issue:
    case CertificateEvent::void_:
      break;
  }
  throw std::logic_error("an event of a certificate of which nobody is told");
}

}  // namespace

std::string certificate_sms(const SmsVoice& voice, const SmsSubject& subject,
                            CertificateEvent event, std::string_view owner) {
  return about_business(voice, subject, notice_of(event), "用户", owner);
}

std::string withdrawn_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view reason,
                          Fen refund) {
  return about_business(voice, subject, "withdrawn", "原因", without_full_stop(reason), "退款",
                        going_back(refund));
}

std::string invoice_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view number,
                        Fen amount, std::string_view email) {
  const std::string sent = email.empty() ? "" : "发票已发送至邮箱" + std::string(email) + ",也";
  return about_business(voice, subject, "invoice", "发票号码", number, "金额", to_yuan(amount),
                        "送达", sent);
}

std::string red_letter_sms(const SmsVoice& voice, const SmsSubject& subject,
                           std::string_view number, std::string_view red_number) {
  return about_business(voice, subject, "red_letter", "发票号码", number, "红字号码", red_number);
}

std::string submitted_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view due) {
  return about_business(voice, subject, "submitted", "时限", due);
}

std::string sent_back_sms(const SmsVoice& voice, const SmsSubject& subject) {
  return about_business(voice, subject, "sent_back");
}

std::string expired_sms(const SmsVoice& voice, const SmsSubject& subject, Fen refund) {
  return about_business(voice, subject, "expired", "退款", going_back(refund));
}

std::string idle_sms(const SmsVoice& voice, const SmsSubject& subject, bool returned,
                     std::string_view last_day) {
  return about_business(voice, subject, returned ? "idle_returned" : "idle_unpaid", "日期",
                        last_day);
}

std::string expiry_sms(const SmsVoice& voice, const SmsSubject& subject, std::string_view holder,
                       std::string_view day, std::int64_t days) {
  return about_business(voice, subject, "expiry", "用户", holder, "日期", day, "天数",
                        std::to_string(days));
}

}  // namespace certhall::domain
