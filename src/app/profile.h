#pragma once
// The profiles of this hall: what its certificates look like, in versions. The first version comes
// with the program; a later one is proposed by one administrator and approved by another
// (app/administration.h). A certificate is always judged by the version of its day.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/hall.h"
#include "domain/application.h"
#include "domain/certificate.h"
#include "domain/text_lines.h"
#include "pki/certificate.h"

namespace certhall::app {

// The profiles that a hall cannot do without, besides those of subscribers (profile_code).
inline constexpr std::string_view kRootProfile = "root";
inline constexpr std::string_view kIssuingProfile = "issuing";
inline constexpr std::string_view kOcspProfile = "ocsp";
inline constexpr std::string_view kTimestampProfile = "timestamp";
inline constexpr std::string_view kSealMakerProfile = "eseal_maker_signing";

/// "organization_person_signing".
[[nodiscard]] std::string profile_code(domain::CertificateType type,
                                       domain::CertificateUsage usage);
/// All that a hall must have.
[[nodiscard]] std::vector<std::string> needed_profiles();

/// Every problem of a profile's text. A profile keeps its kind for ever: the code decides it.
[[nodiscard]] domain::TextProblems check_profile(std::string_view code, std::string_view toml);

/// First start: what comes with the program becomes version 1, where there is none yet. `invalid`
/// with the file and the line that is wrong, `toml` by code; also for those that are in force, so
/// that no hall starts with a profile that it cannot read.
[[nodiscard]] Status seed_profiles(const Hall& hall,
                                   const std::map<std::string, std::string>& toml);

/// In force now, without addresses. Throws where there is none: every start checks them all.
[[nodiscard]] pki::Profile profile_in_force(Transaction& tx, const Hall& hall,
                                            std::string_view code);
/// That of the day.
[[nodiscard]] pki::Profile profile_at(Transaction& tx, const Hall& hall, std::string_view code,
                                      Timestamp time);

/// With the addresses of its issuer that the profile asks for; `shard` as from shard_of().
[[nodiscard]] pki::Profile with_addresses(pki::Profile profile, const Settings& settings,
                                          const Authority& issuer, std::int64_t shard);

/// Whom a subscriber's certificate names.
struct CertificateSubject {
  pki::Name name;
  pki::SubjectIdentity identity;
};
/// From the reviewed application alone, by the rules of the profile.
[[nodiscard]] Result<CertificateSubject> certificate_subject(const Hall& hall,
                                                             const pki::Profile& profile,
                                                             const domain::Details& details);

}  // namespace certhall::app
