#include "http/operator_endpoints.h"

#include "http/problem.h"

namespace certhall::http {
namespace {

Response plain(unsigned status, std::string text, std::string route,
               std::string_view type = "text/plain; charset=utf-8") {
  Response response{
      .status = status, .headers = {}, .body = std::move(text), .route = std::move(route)};
  response.headers.emplace_back("Content-Type", type);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response readiness_page(app::Readiness& readiness) {
  std::string faults;
  for (const auto& check : readiness.look())
    if (!check.fault.empty()) faults += check.name + "\n";
  if (faults.empty()) return plain(200, "ok\n", "/health/ready");
  return plain(503, faults, "/health/ready");
}

}  // namespace

std::vector<RawEndpoint> health_endpoints(app::Readiness& readiness) {
  const auto ready = [&readiness](const Request&) { return readiness_page(readiness); };
  return {
      {.prefix = "/health/live",
       .answer = [](const Request&) { return plain(200, "ok\n", "/health/live"); }},
      {.prefix = "/health/ready", .answer = ready},
      {.prefix = "/health", .answer = ready},
  };
}

OperatorService::OperatorService(Metrics& metrics, app::Readiness& readiness)
    : metrics_(metrics), health_(health_endpoints(readiness)) {}

std::uint64_t OperatorService::body_limit(const Request&) const { return 0; }

Response OperatorService::answer(const Request& request) {
  const std::string& path = request.target.path;
  if (request.method != "GET" && request.method != "HEAD") return plain(405, "GET\n", "");
  try {
    if (path == "/metrics")
      return plain(200, metrics_.text(), path, "text/plain; version=0.0.4; charset=utf-8");
    for (const auto& each : health_)
      if (each.prefix == path) return each.answer(request);
  } catch (const std::exception&) {
    return plain(503, "failed\n", "");
  }
  return plain(404, "/metrics /health/live /health/ready\n", "");
}

Response OperatorService::refuse(const Request& head, const Error& error, unsigned status) const {
  return problem(error, head.request_id, status);
}

}  // namespace certhall::http
