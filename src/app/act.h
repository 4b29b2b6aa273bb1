#pragma once
// The three traces that an act leaves in its own transaction: audit row, timeline row, outbox rows.

#include <string>
#include <string_view>

#include "app/hall.h"
#include "base/json.h"
#include "domain/sms_text.h"
#include "domain/staff.h"

namespace certhall::app {

[[nodiscard]] inline domain::Actor applicant(const AccountId& id) {
  return {.kind = domain::ActorKind::applicant, .id = id.value};
}
[[nodiscard]] inline domain::Actor staff_actor(const domain::Staff& staff) {
  return {.kind = domain::ActorKind::staff, .id = staff.id.value, .roles = staff.roles};
}
[[nodiscard]] inline domain::Actor system_actor(std::string_view job) {
  return {.kind = domain::ActorKind::system, .id = std::string(job)};
}

[[nodiscard]] std::string subject_of(const ApplicationId& id);  // "application/<id>"

/// `detail` must hold no personal data: codes, numbers, states.
void audit(Transaction& tx, Timestamp now, const domain::Actor& actor, std::string_view act,
           std::string_view subject, boost::json::object detail = {});

void timeline(Transaction& tx, Timestamp now, const ApplicationId& id, std::string_view title,
              std::string_view detail = "");

/// Leaves a job for the runner. The caller wakes it after the commit.
void enqueue(Transaction& tx, const Hall& hall, std::string_view kind, boost::json::object payload,
             std::string_view subject);
/// With the texts that administrators changed, as of this transaction.
[[nodiscard]] domain::SmsVoice voice_of(Transaction& tx, const Hall& hall);
[[nodiscard]] domain::SmsSubject sms_subject(Transaction& tx,
                                             const domain::Application& application);
/// `label`, the code of its template, says which message it is to those who see that it was sent
/// but not what it says.
void send_sms(Transaction& tx, const Hall& hall, std::string_view mobile, std::string_view text,
              std::string_view subject, std::string_view label = "notice");

/// write() and then the runner is woken.
template <class Work>
[[nodiscard]] auto act(const Hall& hall, Work&& work) {
  auto result = write(hall.store, std::forward<Work>(work));
  if (result && hall.wake_jobs) hall.wake_jobs();
  return result;
}

/// The answer to a change that names an old revision.
[[nodiscard]] inline auto stale() {
  return fail(ErrorCode::stale, "这张业务单刚刚在别处改动过,请重新载入后再操作");
}

}  // namespace certhall::app
