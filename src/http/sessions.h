#pragma once
// Sessions as the web sees them: an opaque random token in a cookie, of which only the digest is
// stored. Applicants, phones and staff have cookies of their own, so that one browser may be all.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "api/permissions.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/staff.h"

namespace certhall::http {

using api::SessionKind;

struct ApplicantCaller {
  AccountId account;
  Timestamp expires_at;
};
struct PhoneCaller {
  IdentityId identity;
  std::string token_digest;
};
struct StaffCaller {
  StaffId id;
  std::string login;
  std::string name;
  domain::Roles roles{};
  bool must_enrol = false;  // nothing else is allowed before that

  [[nodiscard]] domain::Actor actor() const {
    return {.kind = domain::ActorKind::staff, .id = id.value, .roles = roles};
  }
};
using Caller = std::variant<std::monostate, ApplicantCaller, PhoneCaller, StaffCaller>;

/// "staff:<id>": whose idempotency keys they are. Empty for nobody.
[[nodiscard]] std::string caller_text(const Caller& caller);

class SessionLookup {
 public:
  virtual ~SessionLookup() = default;
  /// Nothing where there is no such session or it has ended.
  [[nodiscard]] virtual std::optional<Caller> find(SessionKind kind, std::string_view token_digest,
                                                   Timestamp now) = 0;
};

// Cookies. Over TLS their names begin with "__Host-", which browsers tie to this very host.

/// Binds a login code to the browser that asked for it; not a session.
inline constexpr std::string_view kBrowserCookie = "certhall_browser";
[[nodiscard]] std::string_view session_cookie(SessionKind kind);
[[nodiscard]] std::string cookie_name(std::string_view base, bool secure);
enum class SameSite { lax, strict };
/// The value of a Set-Cookie header. An empty `value` ends the cookie.
[[nodiscard]] std::string set_cookie(std::string_view base, std::string_view value, bool secure,
                                     SameSite same_site);

}  // namespace certhall::http
