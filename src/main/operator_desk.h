#pragma once
// The listener for whoever runs the hall: metrics and health, on the loopback address.

#include <memory>

#include "app/operation.h"
#include "http/operator_endpoints.h"
#include "http/server.h"
#include "jobs/runner.h"
#include "main/config.h"

namespace certhall {

/// The program's own version, from CMakeLists.txt.
extern const char* const kVersion;

class OperatorDesk {
 public:
  /// `metrics_port` 0: no listener. Throws where the port is taken.
  OperatorDesk(const Config& config, const app::Hall& hall, const jobs::Runner& runner);

  [[nodiscard]] app::Readiness& readiness() { return readiness_; }
  void start();
  void stop();

 private:
  app::Readiness readiness_;
  http::OperatorService service_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace certhall
