#pragma once
// A small hall with notes instead of applications: routes, handlers and sessions for tests.

#include <atomic>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/dispatch.h"

namespace certhall::http {

struct Note {
  std::string text;
  std::optional<std::int64_t> number;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text, number))

class FakeClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {ms.load()}; }
  std::atomic<std::int64_t> ms = 1'790'000'000'000;
};

/// Knows the tokens "applicant", "reviewer", "auditor", "new-reviewer" and "phone".
class FakeSessions final : public SessionLookup {
 public:
  std::optional<Caller> find(SessionKind kind, std::string_view token_digest,
                             Timestamp now) override;
};

class FakeIdempotency final : public Idempotency {
 public:
  std::optional<app::StoredAnswer> begin(std::string_view caller, std::string_view key,
                                         std::string_view request_digest, Timestamp now) override;
  void finish(std::string_view caller, std::string_view key,
              const app::StoredAnswer& answer) override;
  void forget(std::string_view caller, std::string_view key) override;

 private:
  std::mutex mutex_;
  std::map<std::string, app::StoredAnswer> answers_;
};

[[nodiscard]] std::span<const api::Route> fake_routes();

struct FakeHall {
  explicit FakeHall(DispatchOptions options = {});

  FakeClock clock;
  SystemRandom random;
  FakeSessions sessions;
  FakeIdempotency idempotency;
  Handlers handlers;
  std::atomic<int> notes_added = 0;
  Upload last_upload;
  std::atomic<int> slow_calls = 0;
  std::latch slow_may_go{1};  // GET /api/slow waits for it
  std::unique_ptr<Dispatcher> dispatcher;
};

/// A request as the page of this very site would send it. `session` is the applicant's token.
[[nodiscard]] Request make_request(std::string_view method, std::string_view target,
                                   std::string_view body = "", std::string_view session = "");

}  // namespace certhall::http
