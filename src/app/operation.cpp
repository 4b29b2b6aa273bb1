#include "app/operation.h"

#include <exception>

#include "app/authority.h"
#include "app/crl.h"
#include "base/json.h"
#include "base/log.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAgain = 5s;
// A job may wait for a company outside; only a runner that hangs is silent for so long.
constexpr auto kSilence = 3min;

ReadinessCheck check(std::string name, const std::function<std::string()>& look) {
  ReadinessCheck check{.name = std::move(name), .fault = ""};
  try {
    check.fault = look();
  } catch (const std::exception& error) {
    check.fault = error.what();
  }
  if (!check.fault.empty())
    log::error("readiness.failed", {{"check", check.name}, {"reason", check.fault}});
  return check;
}

double seconds_of(Timestamp at) { return static_cast<double>(at.ms) / 1000; }

void add_backlog(std::vector<Gauge>& gauges, std::string_view state,
                 const std::vector<Backlog>& backlog, Timestamp now) {
  const std::string name = "certhall_outbox_" + std::string(state);
  const std::string text = state == "waiting" ? "Jobs that wait" : "Jobs that were given up";
  for (const auto& each : backlog) {
    const Labels labels{{"kind", each.kind}};
    gauges.push_back({name, text, labels, static_cast<double>(each.count)});
    gauges.push_back({name + "_oldest_seconds", "Age of the oldest of these", labels,
                      seconds_of(now) - seconds_of(each.oldest)});
  }
}

}  // namespace

std::vector<ReadinessCheck> Readiness::look() {
  const std::lock_guard lock(mutex_);
  const Timestamp now = hall_.clock.now();
  if (checks_.empty() || now >= looked_at_ + kLookAgain || now < looked_at_) {
    checks_ = look_anew();
    looked_at_ = now;
  }
  return checks_;
}

std::vector<ReadinessCheck> Readiness::look_anew() const {
  return {
      check("database",
            [&]() -> std::string {
              const auto done = give_sign_of_life(hall_, surroundings_.version);
              return done ? "" : done.error().message;
            }),
      check("jobs",
            [&]() -> std::string {
              const auto silent = hall_.clock.now() - surroundings_.jobs_alive_at();
              return silent > kSilence ? "the job runner gives no sign" : "";
            }),
      check("crl",
            [&]() -> std::string {
              for (const auto& issuer : list_issuers(hall_))
                if (!has_fresh_crl(hall_, issuer)) return "no fresh list of " + issuer;
              return "";
            }),
      check("keys",
            [&]() -> std::string {
              for (const auto& row : list_authorities(hall_))
                if (row.kind == "issuing" || row.kind == "ocsp") (void)hall_.keys.find(row.name);
              return "";
            }),
      check("disk",
            [&]() -> std::string {
              return surroundings_.free_bytes() < kLeastFreeBytes ? "less than 256 MB free" : "";
            }),
  };
}

Status give_sign_of_life(const Hall& hall, std::string_view version) {
  return write(hall.store, [&](Transaction& tx) -> Status {
    tx.nodes().put({.instance = hall.settings.serial_lead,
                    .version = std::string(version),
                    .seen_at = hall.clock.now()});
    return {};
  });
}

std::vector<Gauge> gauges_of(const Hall& hall) {
  const Timestamp now = hall.clock.now();
  std::vector<Gauge> gauges;
  return read(hall.store, [&](Transaction& tx) {
    add_backlog(gauges, "waiting", tx.outbox().waiting(), now);
    add_backlog(gauges, "given_up", tx.outbox().given_up(), now);
    for (const auto kind : {SessionKind::applicant, SessionKind::staff})
      gauges.push_back({"certhall_sessions",
                        "Sessions that are open",
                        {{"kind", std::string(enum_to_text(kind))}},
                        static_cast<double>(tx.sessions().count(kind, now))});
    for (const auto& authority : tx.authorities().list()) {
      gauges.push_back({"certhall_authority_not_after_timestamp_seconds",
                        "End of an authority's own certificate",
                        {{"name", authority.name}},
                        seconds_of(authority.not_after)});
      if (const auto crl = tx.authorities().newest_crl(authority.name))
        gauges.push_back({"certhall_crl_next_update_timestamp_seconds",
                          "Until when the newest revocation list is fresh",
                          {{"issuer", authority.name}},
                          seconds_of(crl->next_update)});
    }
    return gauges;
  });
}

}  // namespace certhall::app
