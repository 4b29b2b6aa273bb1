#pragma once
// How a certificate moves: recorded before it is signed; suspended and released as often as need
// be; and what is revoked stays revoked.

#include "domain/certificate.h"
#include "domain/workflow.h"

namespace certhall::domain {

enum class CertificateEvent { issue, void_, suspend, release, revoke };
BOOST_DESCRIBE_ENUM(CertificateEvent, issue, void_, suspend, release, revoke)

enum class CertificateFact {
  signed_as_recorded,  // the signature verifies over exactly the recorded to-be-signed bytes
  never_signed,        // the issuing key was never used on them
  confirmed,           // the holder was told that it is for good, and said yes
  final_reason,        // one of those for which a certificate is revoked for good
  not_expired,         // after its end nobody asks for its status any more
};
BOOST_DESCRIBE_ENUM(CertificateFact, signed_as_recorded, never_signed, confirmed, final_reason,
                    not_expired)

[[nodiscard]] std::string_view text_of(CertificateStatus status);
[[nodiscard]] std::string_view text_of(CertificateEvent event);
[[nodiscard]] Obstacle obstacle_of(CertificateFact fact);

namespace certificate_table {
using enum CertificateStatus;
using enum CertificateFact;
using On = CertificateEvent;
using CertificateRow = Row<CertificateStatus, CertificateEvent, CertificateFact>;

// The system finishes or voids at start what a crash left reserved.
inline constexpr EnumSet<Party> kIssuing{Party::producer, Party::system};
inline constexpr EnumSet<Party> kSuspending{Party::administrator, Party::system};
inline constexpr EnumSet<Party> kRevoking{Party::applicant, Party::administrator, Party::system};

inline constexpr auto kRows = std::to_array<CertificateRow>({
    {reserved, On::issue, issued, kIssuing, {signed_as_recorded}},
    {reserved, On::void_, voided, kIssuing, {never_signed}},
    {issued, On::suspend, suspended, kSuspending, {not_expired}, {Effect::publish_crl}},
    {suspended, On::release, issued, kSuspending, {not_expired}, {Effect::publish_crl}},
    {issued, On::revoke, revoked, kRevoking, {confirmed, final_reason}, {Effect::publish_crl}},
    {suspended, On::revoke, revoked, kRevoking, {confirmed, final_reason}, {Effect::publish_crl}},
});
}  // namespace certificate_table

inline constexpr Workflow kCertificateWorkflow{
    "certificate", "证书", CertificateStatus::reserved,
    EnumSet{CertificateStatus::revoked, CertificateStatus::voided}, certificate_table::kRows};
static_assert(is_sound(kCertificateWorkflow));

[[nodiscard]] Result<Decision<CertificateStatus>> decide(CertificateStatus status,
                                                         CertificateEvent event, const Actor& actor,
                                                         EnumSet<CertificateFact> facts);

}  // namespace certhall::domain
