#include "app/reveal.h"

#include <algorithm>

#include "app/act.h"
#include "base/encoding.h"

namespace certhall::app {
namespace {

constexpr std::int64_t kHourSeconds = 3'600;
constexpr std::size_t kReasonCharacters = 100;
constexpr std::size_t kLongestNumber = 5;  // a longer one is somebody's

/// The reason stays in the chain for ever: no number of a person belongs there.
bool names_somebody(std::string_view reason) {
  std::size_t digits = 0;
  for (const char c : reason) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > kLongestNumber) return true;
  }
  return reason.find('@') != reason.npos;
}

Status check_reason(std::string_view reason) {
  const auto characters = to_code_points(reason).size();
  if (characters < 2 || characters > kReasonCharacters)
    return fail_fields({{"reason", "请写明查看的原因（2 到 100 字），它会记入审计"}});
  if (names_somebody(reason))
    return fail_fields({{"reason", "原因会长期留存，请不要写号码或邮箱"}});
  return {};
}

/// In a transaction of its own: the count stays whatever becomes of the request.
bool within_limit(const Hall& hall, const domain::Actor& staff, const ApplicationId& id) {
  bool within = false;
  (void)write(hall.store, [&](Transaction& tx) -> Status {
    const Timestamp now = hall.clock.now();
    within = tx.limits().hit("reveal/" + staff.id, kHourSeconds, now) <= kRevealsAnHour;
    if (!within) audit(tx, now, staff, "person.reveal_refused", subject_of(id));
    return {};
  });
  return within;
}

Status too_many(Timestamp now) {
  return fail({.code = ErrorCode::too_many,
               .message = "一小时内查看完整信息的次数已用完，请稍后再试；确有需要请联系审计员说明",
               .retry_after_seconds = kHourSeconds - now.seconds() % kHourSeconds});
}

}  // namespace

Result<Revealed> reveal(const Hall& hall, const domain::Actor& staff, const ApplicationId& id,
                        std::string_view reason) {
  RETURN_IF_ERROR(check_reason(reason));
  const auto found = read(hall.store, [&](Transaction& tx) { return tx.applications().find(id); });
  if (!found || found->status == domain::ApplicationStatus::draft)
    return fail(ErrorCode::not_found, "没有这张业务单");
  if (!within_limit(hall, staff, id)) RETURN_IF_ERROR(too_many(hall.clock.now()));
  return write(hall.store, [&](Transaction& tx) -> Result<Revealed> {
    auto application = tx.applications().find(id);
    if (!application) return fail(ErrorCode::not_found, "没有这张业务单");
    Revealed revealed;
    if (staff.roles.has(domain::Role::reviewer)) {
      revealed.details = std::move(application->details);
      revealed.identity = tx.identities().of_application(id);
    }
    if (staff.roles.has(domain::Role::finance)) revealed.payment = tx.payments().of_application(id);
    audit(tx, hall.clock.now(), staff, "person.reveal", subject_of(id),
          {{"reason", reason},
           {"details", revealed.details.has_value()},
           {"payer", revealed.payment.has_value()}});
    return revealed;
  });
}

}  // namespace certhall::app
