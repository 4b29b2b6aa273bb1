#pragma once
// Every SMS that goes out, written from its template (domain/notice_template.h). Nothing here knows
// where a text is sent.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/fen.h"
#include "domain/certificate_workflow.h"
#include "domain/notice_template.h"

namespace certhall::domain {

/// Who speaks, and about what.
struct SmsVoice {
  std::string ca = "深圳CA";  // the signature 【…】 and the name in the texts
  std::string hotline = "400-112-3838";
  NoticeTexts texts{};  // those that administrators changed
};

struct SmsSubject {
  std::string relying_application;  // 湖南省公共资源交易服务平台
  std::string business = "新申请";
  std::string we = "本单位";  // as the reader calls himself: 本人 for a natural person
};

[[nodiscard]] std::string login_code_sms(const SmsVoice& voice, std::string_view code);
[[nodiscard]] std::string approved_sms(const SmsVoice& voice, const SmsSubject& subject);
/// `reasons` as reasons_text() makes it: no full stop at its end.
[[nodiscard]] std::string returned_sms(const SmsVoice& voice, const SmsSubject& subject,
                                       std::string_view reasons);
/// `refund` 0: nothing was paid.
[[nodiscard]] std::string refused_sms(const SmsVoice& voice, const SmsSubject& subject,
                                      std::string_view reason, Fen refund);
[[nodiscard]] std::string voucher_rejected_sms(const SmsVoice& voice, const SmsSubject& subject,
                                               std::string_view reason);
[[nodiscard]] std::string payment_confirmed_sms(const SmsVoice& voice, const SmsSubject& subject,
                                                Fen amount);
[[nodiscard]] std::string refunded_sms(const SmsVoice& voice, const SmsSubject& subject,
                                       Fen amount);
/// `number`: the application's. The PIN goes out once and is then erased.
[[nodiscard]] std::string pin_sms(const SmsVoice& voice, std::string_view number,
                                  std::string_view token_serial, std::string_view pin);
/// Corporate account check: where the PIN is, and never the PIN itself.
[[nodiscard]] std::string pin_transferred_sms(const SmsVoice& voice, std::string_view number,
                                              Fen amount);
[[nodiscard]] std::string pin_not_transferred_sms(const SmsVoice& voice, std::string_view number,
                                                  std::string_view reason);
[[nodiscard]] std::string shipped_sms(const SmsVoice& voice, const SmsSubject& subject,
                                      std::string_view carrier, std::string_view waybill);
[[nodiscard]] std::string completed_sms(const SmsVoice& voice, const SmsSubject& subject);
/// To everybody concerned: whoever did not report the loss learns of it. `owner`: subject_name().
[[nodiscard]] std::string loss_reported_sms(const SmsVoice& voice, const SmsSubject& subject,
                                            std::string_view owner);

/// The authority suspended, released or revoked the certificates. `owner`: subject_name(). Throws
/// std::logic_error for an event of which nobody is told.
[[nodiscard]] std::string certificate_sms(const SmsVoice& voice, const SmsSubject& subject,
                                          CertificateEvent event, std::string_view owner);

/// An approval was taken back. `refund` 0: nothing was paid.
[[nodiscard]] std::string withdrawn_sms(const SmsVoice& voice, const SmsSubject& subject,
                                        std::string_view reason, Fen refund);
/// `email` as it may be shown; empty: there is none, and nothing is sent there.
[[nodiscard]] std::string invoice_sms(const SmsVoice& voice, const SmsSubject& subject,
                                      std::string_view number, Fen amount, std::string_view email);
[[nodiscard]] std::string red_letter_sms(const SmsVoice& voice, const SmsSubject& subject,
                                         std::string_view number, std::string_view red_number);

/// `due`: until when the decision is promised, as people read it.
[[nodiscard]] std::string submitted_sms(const SmsVoice& voice, const SmsSubject& subject,
                                        std::string_view due);
[[nodiscard]] std::string sent_back_sms(const SmsVoice& voice, const SmsSubject& subject);
/// Cancelled because its time was up. `refund` 0: nothing was paid.
[[nodiscard]] std::string expired_sms(const SmsVoice& voice, const SmsSubject& subject, Fen refund);
/// `returned`: else unpaid. `last_day`: it is cancelled after that one.
[[nodiscard]] std::string idle_sms(const SmsVoice& voice, const SmsSubject& subject, bool returned,
                                   std::string_view last_day);
/// `holder`: whose certificate expires on that day, which is `days` away.
[[nodiscard]] std::string expiry_sms(const SmsVoice& voice, const SmsSubject& subject,
                                     std::string_view holder, std::string_view day,
                                     std::int64_t days);

}  // namespace certhall::domain
