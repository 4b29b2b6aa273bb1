#pragma once
// The link by which a portal hands an applicant over to a vendor: a JWE (RFC 7516) in compact form,
// `dir` with A256GCM under a key that only the two know, holding claims named after RFC 7519. Who
// can open it knows who sealed it, and nobody between them reads or changes it. docs/handover.md
// is the half page for the other side.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/vendor.h"

namespace certhall::app {

inline constexpr std::int64_t kHandoverTokenSeconds = 300;
/// A link that claims to live longer than this is refused: somebody's clock or program is wrong.
inline constexpr std::int64_t kMostHandoverTokenSeconds = 600;
/// How far two companies' clocks may be apart.
inline constexpr std::int64_t kHandoverSkewSeconds = 60;
inline constexpr std::size_t kMostHandoverTokenBytes = 8 * 1024;

struct HandoverOrganization {
  std::string name, credit_code, address;
};
BOOST_DESCRIBE_STRUCT(HandoverOrganization, (), (name, credit_code, address))

/// The agent of an organization; for 个人证书 the applicant.
struct HandoverPerson {
  std::string name, mobile;
};
BOOST_DESCRIBE_STRUCT(HandoverPerson, (), (name, mobile))

struct HandoverClaims {
  std::string iss;       // the portal's code
  std::string aud;       // the vendor's code
  std::string jti;       // differs from link to link
  std::int64_t iat = 0;  // seconds since 1970
  std::int64_t exp = 0;
  std::int64_t version = 1;  // of this list of claims
  domain::PortalService service = domain::PortalService::apply;
  domain::HandoverKind kind = domain::HandoverKind::enterprise;
  HandoverOrganization organization;
  HandoverPerson person;
};
BOOST_DESCRIBE_STRUCT(HandoverClaims, (),
                      (iss, aud, jti, iat, exp, version, service, kind, organization, person))

/// `key`: 32 bytes, shared by `claims.iss` and `claims.aud`.
[[nodiscard]] std::string seal_handover(const HandoverClaims& claims, const SecretText& key,
                                        Random& random);

/// The key shared with the portal of that code, nullptr where there is no such portal.
using HandoverKeys = std::function<const SecretText*(std::string_view issuer)>;

/// `malformed`: no such token, cut off, changed, or from nobody we know; `forbidden`: for another
/// audience; `gone`: expired. Whether it was used before, only the database knows.
[[nodiscard]] Result<HandoverClaims> open_handover(std::string_view token, const HandoverKeys& keys,
                                                   std::string_view audience, Timestamp now);

}  // namespace certhall::app
