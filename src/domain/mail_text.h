#pragma once
// Every e-mail that goes out: subject and plain text. Nothing here knows where it is sent.

#include <string>

#include "domain/invoice.h"
#include "domain/sms_text.h"

namespace certhall::domain {

struct MailText {
  std::string subject;
  std::string text;
};

/// `application_number`: the one that the applicant knows. `url`: his page in the personal centre.
[[nodiscard]] MailText invoice_mail(const SmsVoice& voice, const SmsSubject& subject,
                                    const Invoice& invoice, std::string_view application_number,
                                    std::string_view url);
[[nodiscard]] MailText red_letter_mail(const SmsVoice& voice, const SmsSubject& subject,
                                       const Invoice& invoice, std::string_view application_number,
                                       std::string_view url);

}  // namespace certhall::domain
