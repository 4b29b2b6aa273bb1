#include "jobs/runner.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>

#include "app/account_check.h"
#include "app/act.h"
#include "app/authority.h"
#include "app/change.h"
#include "app/crl.h"
#include "app/erasure.h"
#include "app/identity.h"
#include "app/invoice.h"
#include "app/mail.h"
#include "app/operation.h"
#include "app/payment_order.h"
#include "app/revocation.h"
#include "app/shipping.h"
#include "app/tsp.h"
#include "base/json.h"
#include "base/log.h"
#include "jobs/guarded.h"

namespace certhall::jobs {
namespace {

using namespace std::chrono_literals;
using app::OutboxItem;
using app::Transaction;

constexpr auto kLease = 2min;
constexpr auto kRest = 1s;
constexpr auto kClocksEvery = 2s;
constexpr auto kSignEvery = 15s;
constexpr std::int64_t kBatch = 16;
constexpr std::int64_t kMostAttempts = 12;  // the last one some six hours after the first

std::chrono::milliseconds backoff(std::int64_t attempts) {
  return std::min<std::chrono::milliseconds>(
      1s * (std::int64_t{1} << std::min<std::int64_t>(attempts, 12)), 1h);
}

std::string member(const Json& payload, std::string_view name) {
  return std::string(payload.as_object().at(name).as_string());
}

/// A list of texts, where the payload has it.
std::optional<std::set<std::string>> members(const Json& payload, std::string_view name) {
  const auto* list = payload.as_object().if_contains(name);
  if (list == nullptr) return std::nullopt;
  std::set<std::string> texts;
  for (const Json& each : list->as_array()) texts.emplace(each.as_string());
  return texts;
}

Status perform(const app::Hall& hall, const Outside& outside, const OutboxItem& item) {
  ASSIGN_OR_RETURN(payload, parse_json(item.payload));
  if (item.kind == "sms")
    return outside.sms.send(item.id.value, member(payload, "mobile"), member(payload, "text"));
  if (item.kind == "real_name")
    return app::check_identity(hall, outside.real_name,
                               ApplicationId{member(payload, "application")}, item.id.value);
  if (item.kind == "courier_order")
    return app::order_courier(hall, outside.courier, DeliveryId{member(payload, "delivery")});
  if (item.kind == "erase_uploads")
    return app::erase_uploads(hall, ApplicationId{member(payload, "application")},
                              members(payload, "uploads"));
  if (item.kind == "mail") return app::deliver_mail(hall, outside.mailer, payload, item.id.value);
  if (item.kind == "crl") return app::publish_due_crls(hall);  // of an older version of this hall
  if (item.kind == "payment_order")
    return app::attend_order(hall, outside.payments, PaymentOrderId{member(payload, "order")});
  if (item.kind == "account_check")
    return app::attend_check(hall, outside.bank, AccountCheckId{member(payload, "check")});
  if (item.kind == "sandbox_notice" && outside.sandbox_notice)
    return outside.sandbox_notice(member(payload, "order"));
  return fail(ErrorCode::internal, "没有这种任务");
}

Status attempt(const app::Hall& hall, const Outside& outside, const OutboxItem& item) {
  try {
    return perform(hall, outside, item);
  } catch (const std::exception& error) {
    return fail(Error{.code = ErrorCode::internal, .message = "", .detail = error.what()});
  }
}

void count(const app::Hall& hall, const OutboxItem& item, const char* outcome) {
  hall.metrics
      .counter("certhall_jobs_total", "Jobs worked on", {{"kind", item.kind}, {"outcome", outcome}})
      .add();
}

void settle(const app::Hall& hall, const OutboxItem& item, const Status& done) {
  const Timestamp now = hall.clock.now();
  const bool hopeless =
      !done && (done.error().code == ErrorCode::invalid || item.attempts >= kMostAttempts);
  (void)app::write(hall.store, [&](Transaction& tx) -> Status {
    if (done) {
      tx.outbox().finish(item.id, now);
      return {};
    }
    const auto reason = enum_to_text(done.error().code);
    if (hopeless)
      tx.outbox().give_up(item.id, now, reason);
    else
      tx.outbox().retry(item.id, now + backoff(item.attempts), reason);
    return {};
  });
  count(hall, item, done ? "done" : hopeless ? "given_up" : "retry");
  if (!done)
    log::warning("job.failed", {{"kind", item.kind},
                                {"subject", item.subject},
                                {"attempts", item.attempts},
                                {"code", enum_to_text(done.error().code)},
                                {"detail", done.error().detail}});
}

}  // namespace

Runner::Runner(const app::Hall& hall, Outside outside, std::string version)
    : hall_(hall), outside_(outside), version_(std::move(version)) {}

Runner::~Runner() { stop(); }

void Runner::start() {
  thread_ = std::thread([this] { loop(); });
}

void Runner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wakened_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Runner::wake() {
  {
    const std::lock_guard lock(mutex_);
    awake_ = true;
  }
  wakened_.notify_all();
}

std::int64_t Runner::run_due() {
  std::int64_t worked = 0;
  for (;;) {
    const Timestamp now = hall_.clock.now();
    std::vector<OutboxItem> items;
    (void)app::write(hall_.store, [&](Transaction& tx) -> Status {
      items = tx.outbox().take_due(now, now + kLease, kBatch);
      return {};
    });
    if (items.empty()) return worked;
    for (const auto& item : items) {
      const log::Scope scope(item.request_id);
      const Stopwatch time(
          hall_.metrics.histogram("certhall_job_seconds", "Time for a job", {{"kind", item.kind}}));
      settle(hall_, item, attempt(hall_, outside_, item));
      alive_at_ = hall_.clock.now().ms;
    }
    worked += static_cast<std::int64_t>(items.size());
  }
}

void Runner::keep_clocks() {
  const Timestamp now = hall_.clock.now();
  if (now < next_clocks_) return;
  next_clocks_ = now + kClocksEvery;
  if (now >= next_sign_) {
    next_sign_ = now + kSignEvery;
    guarded("sign_of_life", [&] { return app::give_sign_of_life(hall_, version_); });
  }
  guarded("parcels", [&]() -> Status {
    RETURN_IF_ERROR(app::track_parcels(hall_, outside_.courier));
    return {};
  });
  guarded("invoices", [&]() -> Status {
    RETURN_IF_ERROR(app::advance_invoices(hall_, outside_.invoices));
    return {};
  });
  guarded("payment_orders", [&] { return app::attend_due_orders(hall_, outside_.payments); });
  guarded("account_checks", [&] { return app::attend_due_checks(hall_, outside_.bank); });
  guarded("revocation_lists", [&]() -> Status {
    RETURN_IF_ERROR(app::work_off_revocation_lists(hall_));
    return {};
  });
  guarded("crl", [&] { return app::publish_due_crls(hall_); });
  guarded("responder", [&] { return app::renew_responder_if_due(hall_); });
  guarded("time_stamping", [&] { return app::prepare_time_stamping(hall_); });
  guarded("key_pool", [&] { return hall_.key_centre.fill_pool(); });
  guarded("changes", [&] { return app::put_due_changes_in_force(hall_); });
  guarded("clean_up", [&] {
    return app::write(hall_.store, [&](Transaction& tx) -> Status {
      tx.sessions().erase_expired(now);
      tx.login_codes().erase_expired(now);
      tx.limits().erase_expired(now);
      tx.handovers().erase_expired(now);
      tx.one_time_shares().erase_expired(now);
      tx.idempotency().erase_older_than(now - 24h);
      return {};
    });
  });
}

void Runner::loop() {
  for (;;) {
    alive_at_ = hall_.clock.now().ms;
    guarded("outbox", [&]() -> Status {
      run_due();
      return {};
    });
    keep_clocks();
    std::unique_lock lock(mutex_);
    wakened_.wait_for(lock, kRest, [&] { return awake_ || stopping_; });
    awake_ = false;
    if (stopping_) return;
  }
}

}  // namespace certhall::jobs
