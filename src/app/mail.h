#pragma once
// E-mails on their way: outbox rows that name what is attached, and the job that sends them.

#include <string>
#include <string_view>

#include "app/hall.h"
#include "app/ports/mailer.h"
#include "base/json.h"
#include "domain/mail_text.h"

namespace certhall::app {

struct KeptAttachment {
  ObjectId object;  // in the file store; its row says what it is
  std::string file_name;
};

void send_mail(Transaction& tx, const Hall& hall, std::string_view to, const domain::MailText& mail,
               const KeptAttachment& attachment, std::string_view subject);
/// The job: `payload` as send_mail() left it.
[[nodiscard]] Status deliver_mail(const Hall& hall, Mailer& mailer, const Json& payload,
                                  std::string_view idempotency_key);

}  // namespace certhall::app
