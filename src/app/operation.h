#pragma once
// How the hall is: for load balancers, for Prometheus, for whoever runs it.

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/hall.h"
#include "base/metrics.h"

namespace certhall::app {

/// One thing without which the hall should get no visitors.
struct ReadinessCheck {
  std::string name;   // "database", "jobs", "crl", "keys", "disk"
  std::string fault;  // English, for logs; empty: all is well
};

/// What only main knows.
struct Surroundings {
  std::function<Timestamp()> jobs_alive_at;  // when the job runner last gave a sign
  std::function<std::int64_t()> free_bytes;  // where the data are
  std::string version;
};

/// Looks at most once in five seconds, however often it is asked, so that nobody keeps the hall
/// busy by asking. Safe from several threads.
class Readiness {
 public:
  Readiness(const Hall& hall, Surroundings surroundings)
      : hall_(hall), surroundings_(std::move(surroundings)) {}

  [[nodiscard]] std::vector<ReadinessCheck> look();

 private:
  [[nodiscard]] std::vector<ReadinessCheck> look_anew() const;

  const Hall& hall_;
  const Surroundings surroundings_;
  std::mutex mutex_;
  Timestamp looked_at_{};
  std::vector<ReadinessCheck> checks_;
};

/// Writes this node's sign of life: throws or fails where the database cannot be written.
[[nodiscard]] Status give_sign_of_life(const Hall& hall, std::string_view version);

/// Outbox, sessions, revocation lists and certificates of the authorities, from the database.
[[nodiscard]] std::vector<Gauge> gauges_of(const Hall& hall);

/// Below this the hall takes no visitors: uploads and commits would soon fail half-way.
inline constexpr std::int64_t kLeastFreeBytes = 256LL << 20;

}  // namespace certhall::app
