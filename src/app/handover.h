#pragma once
// 立即申请: the portal hands the applicant over to a vendor's hall with what he has typed, in a
// token that only the hall can read and nobody can change.

#include <string>
#include <string_view>

#include "app/hall.h"
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

}  // namespace certhall::app
