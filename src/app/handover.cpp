#include "app/handover.h"

#include <stdexcept>

#include "app/act.h"
#include "base/encoding.h"
#include "base/json.h"
#include "domain/validation.h"

namespace certhall::app {
namespace {

constexpr std::string_view kContext = "handover";

struct Envelope {
  Timestamp until;
  domain::CertificateType certificate_type = domain::CertificateType::organization;
  domain::Organization organization;
  std::string agent_name, agent_mobile;
};
BOOST_DESCRIBE_STRUCT(Envelope, (),
                      (until, certificate_type, organization, agent_name, agent_mobile))

void check(std::vector<FieldError>& problems, std::string_view field, std::string_view value,
           std::optional<std::string> (*rule)(std::string_view)) {
  if (value.empty()) return;
  if (auto problem = rule(value)) problems.push_back({std::string(field), *problem});
}

}  // namespace

Result<std::string> make_handover(const Hall& hall, std::string_view vendor,
                                  const HandoverData& data) {
  if (vendor != hall.settings.vendor_code)
    return fail_fields({{"vendor", "没有这家证书办理厂商，请重新选择"}});
  std::vector<FieldError> problems;
  check(problems, "organization_name", data.organization.name, domain::check_organization_name);
  check(problems, "credit_code", data.organization.credit_code, domain::check_credit_code);
  check(problems, "organization_address", data.organization.address, domain::check_address);
  check(problems, "agent_name", data.agent_name, domain::check_person_name);
  check(problems, "agent_mobile", data.agent_mobile, domain::check_mobile);
  if (!problems.empty()) return fail_fields(std::move(problems));
  const Envelope envelope{.until = hall.clock.now() + std::chrono::seconds{kHandoverSeconds},
                          .certificate_type = data.certificate_type,
                          .organization = data.organization,
                          .agent_name = data.agent_name,
                          .agent_mobile = data.agent_mobile};
  const std::string sealed = hall.sealer.seal(to_json_text(envelope), kContext);
  return "/hall/start?handover=" + to_base64url(sealed);
}

Result<HandoverData> read_handover(const Hall& hall, std::string_view token) {
  const auto broken = [] {
    return fail(ErrorCode::malformed, "门户带来的信息不完整，请回到门户重新点击「立即申请」");
  };
  const auto sealed = from_base64url(token);
  if (!sealed) return broken();
  std::string plain;
  try {
    plain = hall.sealer.open(*sealed, kContext);
  } catch (const std::runtime_error&) {
    return broken();  // here a seal that does not open is a stranger's input, not damage
  }
  auto parsed = parse_json(plain);
  if (!parsed) return broken();
  auto envelope = from_json<Envelope>(*parsed);
  if (!envelope) return broken();
  if (envelope->until < hall.clock.now())
    return fail(ErrorCode::gone, "门户带来的信息已过期（30 分钟），请回到门户重新点击「立即申请」");
  return HandoverData{.certificate_type = envelope->certificate_type,
                      .organization = envelope->organization,
                      .agent_name = envelope->agent_name,
                      .agent_mobile = envelope->agent_mobile};
}

}  // namespace certhall::app
