#pragma once
// Health for load balancers, and the listener for whoever runs the hall: metrics and health with
// reasons. The latter is never reached from outside: it listens on the loopback address.

#include "app/operation.h"
#include "http/dispatch.h"

namespace certhall::http {

/// "/health/live": the process answers. "/health/ready" (also "/health"): it can do its work; 503
/// and the names of what fails otherwise.
[[nodiscard]] std::vector<RawEndpoint> health_endpoints(app::Readiness& readiness);

class OperatorService final : public Service {
 public:
  OperatorService(Metrics& metrics, app::Readiness& readiness);

  [[nodiscard]] std::uint64_t body_limit(const Request& head) const override;
  [[nodiscard]] Response answer(const Request& request) override;
  [[nodiscard]] Response refuse(const Request& head, const Error& error,
                                unsigned status) const override;

 private:
  Metrics& metrics_;
  std::vector<RawEndpoint> health_;
};

}  // namespace certhall::http
