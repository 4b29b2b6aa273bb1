#pragma once
// A certificate as the hall keeps it: recorded before it is signed, never forgotten afterwards.

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class CertificateUsage { signing, encryption };
BOOST_DESCRIBE_ENUM(CertificateUsage, signing, encryption)

enum class CertificateStatus {
  reserved,  // serial and exact to-be-signed bytes are on disk; perhaps signed, perhaps not
  issued,
  suspended,  // 挂起: counts as revoked until it is released
  revoked,
  voided,  // reserved, and then never signed
};
BOOST_DESCRIBE_ENUM(CertificateStatus, reserved, issued, suspended, revoked, voided)

/// CRLReason of RFC 5280 clause 5.3.1, those that a subscriber's certificate can have.
enum class RevocationReason {
  unspecified,
  key_compromise,
  affiliation_changed,
  superseded,
  cessation_of_operation,
  certificate_hold,  // of a suspension only
  remove_from_crl,   // of a release only: in delta lists, never in a certificate's own row
  privilege_withdrawn,
};
BOOST_DESCRIBE_ENUM(RevocationReason, unspecified, key_compromise, affiliation_changed, superseded,
                    cessation_of_operation, certificate_hold, remove_from_crl, privilege_withdrawn)
/// 「密钥泄露」
[[nodiscard]] std::string_view text_of(RevocationReason reason);
/// Whether a certificate can be revoked for it, for good.
[[nodiscard]] constexpr bool is_final(RevocationReason reason) {
  return reason != RevocationReason::certificate_hold &&
         reason != RevocationReason::remove_from_crl;
}

struct Certificate {
  CertificateId id;
  ApplicationId application_id;
  AccountId account_id;
  CertificateUsage usage = CertificateUsage::signing;
  CertificateStatus status = CertificateStatus::reserved;
  std::int64_t revision = 1;
  std::string issuer;   // name of the issuing CA ("sm2-2026")
  std::string serial;   // lower-case hex
  std::string subject;  // RFC 4514 text
  std::string token_serial;
  std::string public_key_digest;  // SHA-256 of the SubjectPublicKeyInfo, hex
  Timestamp not_before;
  Timestamp not_after;
  std::string tbs;      // exact bytes that are signed
  std::string der;      // the certificate; empty while reserved
  bool publish = true;  // false: not found by search (the status still is)
  Timestamp created_at;
  Timestamp revoked_at{};  // or suspended
  RevocationReason revocation_reason = RevocationReason::unspecified;
  std::int64_t shard = 0;  // of the revocation list that it names; 0: the list of everything
};

/// A change of a certificate's status, as those learn of it that keep statuses in memory.
struct CertificateStatusEvent {
  std::int64_t seq = 0;  // 1, 2, … in the order of the commits
  std::string issuer;
  std::string serial;
  CertificateStatus status = CertificateStatus::issued;  // from now on
  Timestamp revoked_at{};                                // or suspended, or released
  RevocationReason reason = RevocationReason::unspecified;
  std::int64_t shard = 0;  // the certificate's
};

}  // namespace certhall::domain
