#include "app/notice.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/erasure.h"
#include "app/transition.h"
#include "base/log.h"
#include "domain/certificate_type.h"
#include "domain/notice.h"

namespace certhall::app {
namespace {

using domain::Application;
using domain::ApplicationStatus;
using domain::Certificate;
using domain::CertificateStatus;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::int64_t kBatch = 100;
/// As many in one transaction: while it writes, nobody else does.
constexpr std::int64_t kTogether = 10;

/// Whom a certificate of this application tells its relying parties about.
std::string holder_of(const Application& application, const Certificate& certificate) {
  const auto& details = application.details;
  return application.relying_application + "\n" + std::string(enum_to_text(certificate.usage)) +
         "\n" + certificate.subject + "\n" + details.organization.credit_code + "\n" +
         (details.holder ? details.holder->id_number : "") + "\n" +
         (domain::has_organization(details.certificate_type) ? "" : details.agent.id_number);
}

Timestamp days_later(Timestamp from, std::int64_t count) { return from + days{count}; }

/// The last day of all certificates that ever left the house; nothing where there are none.
std::optional<Timestamp> last_expiry(Transaction& tx, const ApplicationId& id) {
  std::optional<Timestamp> last;
  for (const auto& certificate : tx.certificates().of_application(id)) {
    if (certificate.status != CertificateStatus::issued &&
        certificate.status != CertificateStatus::suspended &&
        certificate.status != CertificateStatus::revoked)
      continue;
    last = std::max(last.value_or(Timestamp{}), certificate.not_after);
  }
  return last;
}

std::string mobile_of(Transaction& tx, const Application& application) {
  if (!application.details.agent.mobile.empty()) return application.details.agent.mobile;
  const auto account = tx.accounts().find(application.account_id);
  return account ? account->mobile : "";
}

/// Does `work` for all that `due(tx, now)` lists, batch by batch, until none is due; what it does
/// must make each due no longer. Answers how many there were.
template <class Due, class Work>
Result<std::int64_t> work_off(const Hall& hall, const GoOn& go_on, Due due, Work work) {
  std::int64_t worked = 0;
  for (;;) {
    const Timestamp now = hall.clock.now();
    const auto some = read(hall.store, [&](Transaction& tx) { return due(tx, now); });
    if (some.empty()) return worked;
    RETURN_IF_ERROR(act(hall, [&](Transaction& tx) -> Status {
      // Another node may have been here meanwhile: what is no longer due was its.
      for (const auto& each : due(tx, now)) RETURN_IF_ERROR(work(tx, hall, each));
      return {};
    }));
    worked += static_cast<std::int64_t>(some.size());
    if (!go_on()) return worked;
  }
}

}  // namespace

void plan_expiry(Transaction& tx, const Hall& hall, const Application& application) {
  for (const auto& certificate : tx.certificates().of_application(application.id)) {
    if (certificate.status != CertificateStatus::issued ||
        certificate.usage != domain::CertificateUsage::signing)
      continue;
    const auto first = domain::next_expiry_notice(certificate.not_after, hall.clock.now());
    tx.notices().plan({.certificate_id = certificate.id,
                       .holder = holder_of(application, certificate),
                       .not_after = certificate.not_after,
                       .due_at = first.value_or(Timestamp{})});
  }
  plan_erasure(tx, hall, application);
}

void plan_erasure(Transaction& tx, const Hall& hall, const Application& application) {
  const Timestamp now = hall.clock.now();
  const auto expiry = last_expiry(tx, application.id);
  const bool given_up = application.status == ApplicationStatus::cancelled;
  tx.notices().plan_erasure(application.id, expiry     ? domain::evidence_until(*expiry)
                                            : given_up ? now
                                                       : days_later(now, domain::kEndedKeptDays));
}

// --- expiry --------------------------------------------------------------------------------------

namespace {

void remind(Transaction& tx, const Hall& hall, const Application& application,
            const Certificate& certificate, std::int64_t before) {
  const Timestamp now = hall.clock.now();
  const std::string subject = "certificate/" + certificate.serial;
  if (!tx.notices().remember(subject, "expires_in_" + std::to_string(before), now)) return;
  const std::string mobile = mobile_of(tx, application);
  if (mobile.empty()) return;
  send_sms(tx, hall, mobile,
           domain::expiry_sms(voice_of(tx, hall), sms_subject(tx, application),
                              domain::subject_name(application.details),
                              to_text(china_date(certificate.not_after)),
                              domain::days_until(certificate.not_after, now)),
           subject_of(application.id), "expiry");
  timeline(tx, now, application.id, "证书到期提醒",
           "还有 " + std::to_string(domain::days_until(certificate.not_after, now)) + " 天到期");
}

Status follow_expiry(Transaction& tx, const Hall& hall, const ExpiryNotice& notice) {
  const Timestamp now = hall.clock.now();
  const auto certificate = tx.certificates().find(notice.certificate_id);
  const bool good = certificate && certificate->status == CertificateStatus::issued &&
                    !tx.notices().is_renewed(notice.certificate_id);
  const auto next = domain::next_expiry_notice(notice.not_after, now);
  tx.notices().set_due(notice.certificate_id, good && next ? *next : Timestamp{});
  const auto before = domain::expiry_notice_due(notice.not_after, now);
  if (!good || !before) return {};
  const auto application = tx.applications().find(certificate->application_id);
  if (application) remind(tx, hall, *application, *certificate, *before);
  return {};
}

}  // namespace

Result<std::int64_t> remind_of_expiry(const Hall& hall, const GoOn& go_on) {
  if (!domain::may_disturb(hall.clock.now())) return 0;
  return work_off(
      hall, go_on, [](Transaction& tx, Timestamp now) { return tx.notices().due(now, kTogether); },
      &follow_expiry);
}

// --- applications left lying ---------------------------------------------------------------------

namespace {

domain::RelyingApplication rules_for(Transaction& tx, const Application& application) {
  for (auto& relying : tx.catalogue().relying_applications())
    if (relying.code == application.relying_application) return std::move(relying);
  return {};  // not chosen yet, or no longer offered: the defaults
}

Status expire(Transaction& tx, const Hall& hall, Application application) {
  return apply(tx, hall, application,
               {.event = domain::ApplicationEvent::expire,
                .actor = system_actor("idle"),
                .facts = {domain::ApplicationFact::time_is_up},
                .title = "长时间未办理，自动取消",
                .detail = ""});
}

void remind_of_idling(Transaction& tx, const Hall& hall, const Application& application,
                      std::int64_t cancel_after_days) {
  const Timestamp now = hall.clock.now();
  const std::string mobile = mobile_of(tx, application);
  // A change begins a new time of lying still, of which there may be a reminder again.
  const std::string occasion = std::string(enum_to_text(application.status)) + "/" +
                               std::to_string(application.updated_at.ms);
  if (mobile.empty() || !tx.notices().remember(subject_of(application.id), occasion, now)) return;
  const auto last_day = china_date(days_later(application.updated_at, cancel_after_days));
  const bool returned = application.status == ApplicationStatus::returned;
  send_sms(tx, hall, mobile,
           domain::idle_sms(voice_of(tx, hall), sms_subject(tx, application), returned,
                            to_text(last_day)),
           subject_of(application.id), returned ? "idle_returned" : "idle_unpaid");
}

/// Loaded again: whoever went on with it meanwhile keeps it.
Status follow_idle(Transaction& tx, const Hall& hall, const ApplicationId& id) {
  auto application = tx.applications().find(id);
  if (!application) return {};
  const auto status = application->status;
  const bool draft = status == ApplicationStatus::draft;
  if (!draft && status != ApplicationStatus::awaiting_payment &&
      status != ApplicationStatus::returned)
    return {};
  const auto rules = rules_for(tx, *application);
  const Timestamp now = hall.clock.now();
  if (now >= days_later(application->updated_at, rules.cancel_after_days))
    return expire(tx, hall, std::move(*application));
  if (!draft && now >= days_later(application->updated_at, rules.remind_after_days))
    remind_of_idling(tx, hall, *application, rules.cancel_after_days);
  return {};
}

/// The days after which the first reminder of any platform is due.
std::int64_t shortest_patience(const Hall& hall) {
  return read(hall.store, [](Transaction& tx) {
    std::int64_t least = domain::RelyingApplication{}.remind_after_days;
    for (const auto& relying : tx.catalogue().relying_applications())
      least = std::min(least, relying.remind_after_days);
    return least;
  });
}

}  // namespace

Result<std::int64_t> end_idle_applications(const Hall& hall, const GoOn& go_on) {
  const Timestamp now = hall.clock.now();
  if (!domain::may_disturb(now)) return 0;
  const Timestamp before = now - days{shortest_patience(hall)};
  std::int64_t worked = 0;
  for (ApplicationStore::IdlePlace place;;) {
    const auto some = read(
        hall.store, [&](Transaction& tx) { return tx.applications().idle(before, place, kBatch); });
    for (const auto& each : some) {
      const auto done =
          act(hall, [&](Transaction& tx) -> Status { return follow_idle(tx, hall, each.id); });
      // One that cannot be ended must not hold up the others.
      if (!done) log::warning("idle.not_ended", {{"application", each.id.value}});
      place = each;
      ++worked;
      if (!go_on()) return worked;
    }
    if (static_cast<std::int64_t>(some.size()) < kBatch) return worked;
  }
}

// --- what need not be kept any longer ------------------------------------------------------------

namespace {

/// Finance still looks for money, or has to send it back.
bool money_is_open(Transaction& tx, const ApplicationId& id) {
  const auto payment = tx.payments().of_application(id);
  return payment && payment->status != domain::PaymentStatus::refunded &&
         payment->status != domain::PaymentStatus::confirmed;
}

Status erase(Transaction& tx, const Hall& hall, const ApplicationId& id) {
  const Timestamp now = hall.clock.now();
  auto application = tx.applications().find(id);
  if (!application) throw std::runtime_error("a retention without its application");
  if (money_is_open(tx, id)) {
    tx.notices().plan_erasure(id, days_later(now, 30));
    return {};
  }
  RETURN_IF_ERROR(erase_persons(tx, hall, *application));
  application->details.organization = {};
  if (!tx.applications().update(*application)) return stale();
  tx.consents().erase_persons(id);
  tx.notices().set_erased(id, now);
  audit(tx, now, system_actor("retention"), "application.outdated", subject_of(id));
  return {};
}

}  // namespace

Result<std::int64_t> erase_outdated(const Hall& hall, const GoOn& go_on) {
  return work_off(
      hall, go_on,
      [](Transaction& tx, Timestamp now) { return tx.notices().erasures_due(now, kTogether); },
      &erase);
}

}  // namespace certhall::app
