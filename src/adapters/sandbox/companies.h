#pragma once
// The demo's outside companies. Some inputs make them fail, so that every error page can be
// reached: a mobile ending in 0500 gets no SMS, one ending in 0502 finds the carrier busy, one
// ending in 0503 belongs to a number range that it does not know.

#include "app/ports/outside.h"
#include "app/ports/store.h"
#include "base/clock.h"
#include "base/random.h"

namespace certhall::adapters {

class SandboxSms final : public app::SmsSender {
 public:
  SandboxSms(app::Store& store, const Clock& clock) : store_(store), clock_(clock) {}
  Status send(std::string_view idempotency_key, std::string_view mobile,
              std::string_view text) override;

 private:
  app::Store& store_;
  const Clock& clock_;
};

class SandboxRealName final : public app::RealNameChecker {
 public:
  explicit SandboxRealName(app::Store& store) : store_(store) {}
  Result<app::RealNameAnswer> check(std::string_view idempotency_key, std::string_view name,
                                    std::string_view id_number, std::string_view mobile) override;

 private:
  app::Store& store_;
};

class SandboxCourier final : public app::Courier {
 public:
  SandboxCourier(app::Store& store, const Clock& clock, Random& random)
      : store_(store), clock_(clock), random_(random) {}
  Result<std::string> order(const app::CourierOrder& order) override;
  Result<std::vector<domain::RouteEvent>> route(std::string_view waybill) override;

 private:
  app::Store& store_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace certhall::adapters
