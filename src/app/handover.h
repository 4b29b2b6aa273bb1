#pragma once
// 立即申请: the portal hands the applicant over to a vendor's hall with what he has typed. Our own
// hall gets a token that only it can read; an outside vendor a link that only he can (see
// handover_token.h); and other portals may hand over to us by such a link.

#include <string>
#include <string_view>

#include "app/hall.h"
#include "app/handover_token.h"
#include "domain/application.h"

namespace certhall::app {

inline constexpr std::int64_t kHandoverSeconds = 1'800;

struct HandoverData {
  domain::CertificateType certificate_type = domain::CertificateType::organization;
  domain::Organization organization;
  std::string agent_name, agent_mobile;  // a natural person's own
};

/// Where the browser goes next. `invalid` names each wrong field; empty ones are allowed, the form
/// asks again.
[[nodiscard]] Result<std::string> make_handover(const Hall& hall, std::string_view vendor,
                                                const HandoverData& data);
/// `gone` when it is older than half an hour, `malformed` when it was changed.
[[nodiscard]] Result<HandoverData> read_handover(const Hall& hall, std::string_view token);

/// Remembers that the link was opened; `gone` where it was before.
[[nodiscard]] Status use_handover(const Hall& hall, const HandoverClaims& claims);
/// Takes another portal's link, once, and says where the browser goes next. What does not stand
/// up to our rules is left out, and the form asks for it. `malformed`, `forbidden`, `gone`.
[[nodiscard]] Result<std::string> accept_handover(const Hall& hall, std::string_view token);

}  // namespace certhall::app
