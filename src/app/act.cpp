#include "app/act.h"

#include "base/log.h"
#include "domain/certificate_type.h"
#include "domain/masking.h"

namespace certhall::app {

namespace {

std::string one_line(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

std::string subject_of(const ApplicationId& id) { return "application/" + id.value; }

void audit(Transaction& tx, Timestamp now, const domain::Actor& actor, std::string_view act,
           std::string_view subject, boost::json::object detail) {
  tx.audit().append({.at = now,
                     .actor = actor,
                     .act = std::string(act),
                     .subject = std::string(subject),
                     .detail = boost::json::serialize(detail)});
}

void timeline(Transaction& tx, Timestamp now, const ApplicationId& id, std::string_view title,
              std::string_view detail) {
  tx.timeline().append({.application_id = id,
                        .at = now,
                        .title = std::string(title),
                        .detail = std::string(detail)});
}

void enqueue(Transaction& tx, const Hall& hall, std::string_view kind, boost::json::object payload,
             std::string_view subject) {
  const Timestamp now = hall.clock.now();
  tx.outbox().add({.id = OutboxId::create(hall.clock, hall.random),
                   .kind = std::string(kind),
                   .payload = boost::json::serialize(payload),
                   .subject = std::string(subject),
                   .due_at = now,
                   .created_at = now,
                   .request_id = log::request_id()});
}

domain::SmsVoice voice_of(Transaction& tx, const Hall& hall) {
  domain::SmsVoice voice{.ca = hall.settings.ca_name, .hotline = hall.settings.hotline};
  for (auto& kept : tx.administered_texts().in_force(domain::ChangeSubject::notice_template))
    voice.texts.emplace(kept.target, one_line(std::move(kept.body)));
  return voice;
}

domain::SmsSubject sms_subject(Transaction& tx, const domain::Application& application) {
  domain::SmsSubject subject{.relying_application = application.relying_application};
  for (const auto& relying : tx.catalogue().relying_applications())
    if (relying.code == application.relying_application) subject.relying_application = relying.name;
  if (!domain::has_organization(application.details.certificate_type)) subject.we = "本人";
  return subject;
}

void send_sms(Transaction& tx, const Hall& hall, std::string_view mobile, std::string_view text,
              std::string_view subject, std::string_view label) {
  const Timestamp now = hall.clock.now();
  tx.outbox().add(
      {.id = OutboxId::create(hall.clock, hall.random),
       .kind = "sms",
       .payload = boost::json::serialize(boost::json::object{{"mobile", mobile}, {"text", text}}),
       .subject = std::string(subject),
       .due_at = now,
       .created_at = now,
       .label = std::string(label),
       .recipient = domain::mask_mobile(mobile),
       .request_id = log::request_id()});
}

}  // namespace certhall::app
