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

using Rule = domain::Complaint (*)(std::string_view);

void check(std::vector<FieldError>& problems, std::string_view field, std::string_view value,
           Rule rule) {
  if (value.empty()) return;
  if (auto problem = rule(value)) problems.push_back({std::string(field), *problem});
}

std::vector<FieldError> problems_of(const HandoverData& data) {
  std::vector<FieldError> problems;
  check(problems, "organization_name", data.organization.name, domain::check_organization_name);
  check(problems, "credit_code", data.organization.credit_code, domain::check_credit_code);
  check(problems, "organization_address", data.organization.address, domain::check_address);
  check(problems, "agent_name", data.agent_name, domain::check_person_name);
  check(problems, "agent_mobile", data.agent_mobile, domain::check_mobile);
  return problems;
}

std::string to_own_hall(const Hall& hall, const HandoverData& data) {
  const Envelope envelope{.until = hall.clock.now() + std::chrono::seconds{kHandoverSeconds},
                          .certificate_type = data.certificate_type,
                          .organization = data.organization,
                          .agent_name = data.agent_name,
                          .agent_mobile = data.agent_mobile};
  return "/hall/start?handover=" + to_base64url(hall.sealer.seal(to_json_text(envelope), kContext));
}

/// Portals know two kinds; which of an organization's certificates it is, the hall asks.
domain::HandoverKind kind_of(domain::CertificateType type) {
  return type == domain::CertificateType::natural_person ? domain::HandoverKind::personal
                                                         : domain::HandoverKind::enterprise;
}

std::string to_outside(const Hall& hall, const domain::Vendor& vendor, const HandoverData& data) {
  const auto& partners = hall.settings.partners;
  const std::int64_t now = hall.clock.now().seconds();
  const HandoverClaims claims{
      .iss = partners.directory.portal,
      .aud = vendor.code,
      .jti = to_base64url(hall.random.bytes(16)),
      .iat = now,
      .exp = now + kHandoverTokenSeconds,
      .kind = kind_of(data.certificate_type),
      .organization = {data.organization.name, data.organization.credit_code,
                       data.organization.address},
      .person = {data.agent_name, data.agent_mobile}};
  const char join = vendor.hall_address.find('?') == vendor.hall_address.npos ? '?' : '&';
  return vendor.hall_address + join +
         "handover=" + seal_handover(claims, partners.keys.at(vendor.code), hall.random);
}

/// A value of another portal, as our form would have it; empty where it breaks the rule.
std::string keep(std::string value, Rule rule) { return rule(value) ? std::string{} : value; }

HandoverData data_of(const HandoverClaims& claims) {
  using namespace domain;
  HandoverData data;
  if (claims.kind == HandoverKind::personal)
    data.certificate_type = CertificateType::natural_person;
  data.organization.name = keep(normalise_text(claims.organization.name), check_organization_name);
  data.organization.credit_code =
      keep(normalise_code(claims.organization.credit_code), check_credit_code);
  data.organization.address = keep(normalise_text(claims.organization.address), check_address);
  data.agent_name = keep(normalise_person_name(claims.person.name), check_person_name);
  data.agent_mobile = keep(normalise_mobile(claims.person.mobile), check_mobile);
  return data;
}

}  // namespace

Result<std::string> make_handover(const Hall& hall, std::string_view vendor,
                                  const HandoverData& data) {
  const auto* chosen = domain::find_vendor(hall.settings.partners.directory, vendor);
  if (chosen == nullptr || !domain::offers(*chosen, domain::PortalService::apply))
    return fail_fields({{"vendor", "没有这家证书办理厂商，请重新选择"}});
  if (auto problems = problems_of(data); !problems.empty()) return fail_fields(std::move(problems));
  switch (chosen->kind) {
    case domain::VendorKind::own:
      return to_own_hall(hall, data);
    case domain::VendorKind::outside:
      return to_outside(hall, *chosen, data);
  }
  throw std::logic_error("a kind of vendor outside its enum");
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

Result<std::string> accept_handover(const Hall& hall, std::string_view token) {
  const auto& partners = hall.settings.partners;
  const HandoverKeys keys = [&](std::string_view issuer) -> const SecretText* {
    if (domain::find_portal(partners.directory, issuer) == nullptr) return nullptr;
    return &partners.keys.find(issuer)->second;
  };
  ASSIGN_OR_RETURN(claims, open_handover(token, keys, hall.settings.vendor_code, hall.clock.now()));
  RETURN_IF_ERROR(use_handover(hall, claims));
  return to_own_hall(hall, data_of(claims));
}

Status use_handover(const Hall& hall, const HandoverClaims& claims) {
  return write(hall.store, [&](Transaction& tx) -> Status {
    const Timestamp until{claims.exp * 1000};
    if (tx.handovers().use(claims.iss, claims.aud, claims.jti, until)) return {};
    return fail(ErrorCode::gone,
                "这个链接已经用过一次。如需重新开始，请回到门户重新点击「立即申请」");
  });
}

}  // namespace certhall::app
