#include <algorithm>

#include "app/authority.h"
#include "app/crl.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

Response bytes(std::string body, std::string_view type, std::string_view cache) {
  Response response{.status = 200, .headers = {}, .body = std::move(body), .route = ""};
  response.headers.emplace_back("Content-Type", type);
  response.headers.emplace_back("Cache-Control", cache);
  return response;
}

Response nothing(unsigned status) {
  return {.status = status, .headers = {}, .body = "", .route = ""};
}

/// "/crl/sm2.crl" → "sm2"; empty where the path does not look so.
std::string name_between(std::string_view path, std::string_view prefix, std::string_view suffix) {
  if (!path.starts_with(prefix) || !path.ends_with(suffix) ||
      path.size() <= prefix.size() + suffix.size())
    return "";
  return std::string(path.substr(prefix.size(), path.size() - prefix.size() - suffix.size()));
}

Response crl(const app::Hall& hall, const Request& request) {
  const std::string issuer = name_between(request.target.path, "/crl/", ".crl");
  if (issuer.empty()) return nothing(404);
  const auto list = app::current_crl(hall, issuer);
  if (!list) {
    const auto issuers = app::list_issuers(hall);
    return nothing(std::ranges::find(issuers, issuer) != issuers.end() ? 503 : 404);
  }
  return bytes(list->der, "application/pkix-crl", "public, max-age=60");
}

Response certificate(const app::Hall& hall, const Request& request) {
  const std::string& path = request.target.path;
  const std::string single = name_between(path, "/ca/", ".cer");
  const std::string chain = name_between(path, "/ca/", ".pem");
  const std::string& name = single.empty() ? chain : single;
  const auto found =
      app::read(hall.store, [&](app::Transaction& tx) { return tx.authorities().find(name); });
  if (name.empty() || !found) return nothing(404);
  if (!single.empty())
    return bytes(found->certificate, "application/pkix-cert", "public, max-age=3600");
  return bytes(app::chain_pem(hall, name), "application/pem-certificate-chain",
               "public, max-age=3600");
}

}  // namespace

std::vector<RawEndpoint> status_endpoints(const app::Hall& hall) {
  return {
      {.prefix = "/crl/", .answer = [&hall](const Request& request) { return crl(hall, request); }},
      {.prefix = "/ca/",
       .answer = [&hall](const Request& request) { return certificate(hall, request); }},
  };
}

Handlers hall_handlers(const app::Hall& hall) {
  Handlers handlers;
  add_portal_handlers(handlers, hall);
  add_session_handlers(handlers, hall);
  add_application_handlers(handlers, hall);
  add_phone_handlers(handlers, hall);
  add_staff_handlers(handlers, hall);
  add_console_handlers(handlers, hall);
  add_worklist_handlers(handlers, hall);
  add_audit_handlers(handlers, hall);
  add_administration_handlers(handlers, hall);
  add_station_handlers(handlers, hall);
  add_invoice_handlers(handlers, hall);
  if (hall.settings.sandbox) add_sandbox_handlers(handlers, hall);
  return handlers;
}

}  // namespace certhall::http
