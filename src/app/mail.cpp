#include "app/mail.h"

#include "app/act.h"

namespace certhall::app {

void send_mail(Transaction& tx, const Hall& hall, std::string_view to, const domain::MailText& mail,
               const KeptAttachment& attachment, std::string_view subject) {
  enqueue(tx, hall, "mail",
          {{"to", to},
           {"subject", mail.subject},
           {"text", mail.text},
           {"object", attachment.object.value},
           {"file_name", attachment.file_name}},
          subject);
}

Status deliver_mail(const Hall& hall, Mailer& mailer, const Json& payload,
                    std::string_view idempotency_key) {
  const auto member = [&](std::string_view name) {
    return std::string(payload.as_object().at(name).as_string());
  };
  const ObjectId object{member("object")};
  const auto row = read(hall.store, [&](Transaction& tx) { return tx.objects().find(object); });
  if (!row) return fail(ErrorCode::invalid, "附件已按规定清除，邮件不再发送");
  return mailer.send(idempotency_key, {.to = member("to"),
                                       .subject = member("subject"),
                                       .text = member("text"),
                                       .attachments = {{.file_name = member("file_name"),
                                                        .content_type = row->content_type,
                                                        .bytes = hall.files.get(object)}}});
}

}  // namespace certhall::app
