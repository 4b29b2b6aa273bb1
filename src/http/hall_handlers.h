#pragma once
// The handlers of all operations, a file for each audience.

#include "app/hall.h"
#include "app/ports/payment_provider.h"
#include "http/dispatch.h"
#include "http/handlers.h"

namespace certhall::http {

void add_portal_handlers(Handlers& handlers, const app::Hall& hall);
void add_directory_handlers(Handlers& handlers, const app::Hall& hall);
void add_session_handlers(Handlers& handlers, const app::Hall& hall);
void add_application_handlers(Handlers& handlers, const app::Hall& hall);
void add_phone_handlers(Handlers& handlers, const app::Hall& hall);
void add_staff_handlers(Handlers& handlers, const app::Hall& hall);
void add_console_handlers(Handlers& handlers, const app::Hall& hall);
void add_worklist_handlers(Handlers& handlers, const app::Hall& hall);
void add_station_handlers(Handlers& handlers, const app::Hall& hall);
void add_audit_handlers(Handlers& handlers, const app::Hall& hall);
void add_administration_handlers(Handlers& handlers, const app::Hall& hall);
void add_certificate_handlers(Handlers& handlers, const app::Hall& hall);
void add_invoice_handlers(Handlers& handlers, const app::Hall& hall);
void add_sandbox_handlers(Handlers& handlers, const app::Hall& hall);

/// All of the above; those of the sandbox where the settings say so.
[[nodiscard]] Handlers hall_handlers(const app::Hall& hall);
/// Both outlive what is returned.
[[nodiscard]] RawEndpoint ocsp_endpoint(const app::Hall& hall, app::OcspResponder& responder);
/// CRLs.
[[nodiscard]] std::vector<RawEndpoint> status_endpoints(const app::Hall& hall);
/// CA certificates, their chains and bundles, and time stamps.
[[nodiscard]] std::vector<RawEndpoint> directory_endpoints(const app::Hall& hall);

/// /callbacks/wechat and /callbacks/alipay. The providers outlive what is returned.
[[nodiscard]] std::vector<RawEndpoint> payment_callbacks(const app::Hall& hall,
                                                         const app::PaymentProviders& providers);

/// Sessions of the hall, for the dispatcher.
class HallSessions final : public SessionLookup {
 public:
  explicit HallSessions(const app::Hall& hall) : hall_(hall) {}
  std::optional<Caller> find(SessionKind kind, std::string_view token_digest,
                             Timestamp now) override;

 private:
  const app::Hall& hall_;
};

}  // namespace certhall::http
