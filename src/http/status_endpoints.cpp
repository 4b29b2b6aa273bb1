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

Response crl(const app::Hall& hall, app::CrlShelf& shelf, const Request& request) {
  const auto name = app::crl_name(request.target.path);
  if (!name) return nothing(404);
  const auto list = shelf.find(*name);
  if (!list) {
    const auto issuers = app::list_issuers(hall);
    const bool known = std::ranges::find(issuers, name->issuer) != issuers.end();
    return nothing(known && !app::has_fresh_crl(hall, name->issuer) ? 503 : 404);
  }
  const std::string tag = '"' + std::to_string(list->issue.number) + '"';
  Response response = bytes("", "application/pkix-crl", "public, max-age=60");
  response.headers.emplace_back("ETag", tag);
  if (request.header("if-none-match").find(tag) != std::string_view::npos)
    response.status = 304;
  else
    response.shared_body = list->der;
  return response;
}

}  // namespace

std::vector<RawEndpoint> status_endpoints(const app::Hall& hall) {
  return {
      {.prefix = "/crl/",
       .answer = [&hall, shelf = std::make_shared<app::CrlShelf>(hall)](
                     const Request& request) { return crl(hall, *shelf, request); }},
  };
}

Handlers hall_handlers(const app::Hall& hall) {
  Handlers handlers;
  add_portal_handlers(handlers, hall);
  add_directory_handlers(handlers, hall);
  add_session_handlers(handlers, hall);
  add_application_handlers(handlers, hall);
  add_phone_handlers(handlers, hall);
  add_staff_handlers(handlers, hall);
  add_console_handlers(handlers, hall);
  add_worklist_handlers(handlers, hall);
  add_audit_handlers(handlers, hall);
  add_administration_handlers(handlers, hall);
  add_station_handlers(handlers, hall);
  add_certificate_handlers(handlers, hall);
  add_invoice_handlers(handlers, hall);
  if (hall.settings.sandbox) add_sandbox_handlers(handlers, hall);
  return handlers;
}

}  // namespace certhall::http
