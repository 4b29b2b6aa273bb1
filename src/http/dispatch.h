#pragma once
// From a request to its handler: route, origin, session, permission, idempotency key, and back: the
// only place that turns errors and exceptions into answers.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/routes.h"
#include "base/clock.h"
#include "base/random.h"
#include "http/guards.h"
#include "http/handlers.h"
#include "http/idempotency.h"
#include "http/service.h"
#include "http/sessions.h"

namespace certhall::http {

/// Something that is no operation of the API: OCSP, CRLs, CA certificates, pages. It is asked for
/// everything below `prefix` ("/crl", "/"), unless another one with a longer prefix is.
struct RawEndpoint {
  std::string prefix;
  std::vector<std::string> methods{"GET"};  // GET stands for HEAD too
  std::uint64_t body_limit = 0;
  std::function<Response(const Request&)> answer;
  /// Where some answers lie ready: Service::answer_at_once.
  std::function<bool(const QuickRequest&, std::string& out)> at_once{};
};

struct DispatchOptions {
  std::string public_url;  // "https://hall.example.cn"; https turns on Secure cookies and HSTS
  bool sandbox = false;    // without it, routes of the sandbox do not exist
  RateLimit rate_limit{};  // of the API, per address
};

/// What the dispatcher stands on; all of it must outlive it.
struct DispatchParts {
  const Handlers& handlers;
  SessionLookup& sessions;
  Idempotency& idempotency;
  const Clock& clock;
  Random& random;
};

class Dispatcher final : public Service {
 public:
  /// Throws std::logic_error where routes and handlers differ.
  Dispatcher(std::span<const api::Route> routes, DispatchOptions options, DispatchParts parts,
             std::vector<RawEndpoint> raw_endpoints);

  [[nodiscard]] std::uint64_t body_limit(const Request& head) const override;
  [[nodiscard]] bool answer_at_once(const QuickRequest& request, std::string& out) override;
  [[nodiscard]] Response answer(const Request& request) override;
  [[nodiscard]] Response refuse(const Request& head, const Error& error,
                                unsigned status) const override;

 private:
  struct Row {
    const api::Route* route;
    std::vector<std::string_view> segments;
  };
  struct Match {
    const api::Route* route = nullptr;
    std::map<std::string, std::string> parameters;
    std::string allowed;  // "GET, HEAD, PUT": where only the method does not fit
  };

  [[nodiscard]] Match find_route(const Request& request) const;
  [[nodiscard]] const RawEndpoint* find_raw(std::string_view path) const;
  Response dispatch(const Request& request);
  Response answer_raw(const Request& request) const;
  Response answer_operation(const Request& request, Match match);
  Result<Response> run(const api::Route& route, Context& context);
  /// Unauthenticated or forbidden, unless the caller may.
  Result<Caller> admit(const api::Route& route, const Context& context) const;
  [[nodiscard]] bool secure(const Request& request) const;

  const DispatchOptions options_;
  const DispatchParts parts_;
  std::vector<Row> rows_;
  const std::vector<RawEndpoint> raw_endpoints_;
  RateLimiter rate_limiter_;
};

}  // namespace certhall::http
