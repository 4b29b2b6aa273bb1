#pragma once
// A certificate as the hall keeps it: recorded before it is signed, never forgotten afterwards.

#include <cstdint>
#include <string>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/time.h"

namespace certhall::domain {

enum class CertificateUsage { signing, encryption };
BOOST_DESCRIBE_ENUM(CertificateUsage, signing, encryption)

enum class CertificateStatus {
  reserved,  // serial and exact to-be-signed bytes are on disk; perhaps signed, perhaps not
  issued,
  revoked,
  voided,  // reserved, and then never signed
};
BOOST_DESCRIBE_ENUM(CertificateStatus, reserved, issued, revoked, voided)

/// CRLReason of RFC 5280 clause 5.3.1.
enum class RevocationReason {
  unspecified,
  key_compromise,
  affiliation_changed,
  superseded,
  cessation_of_operation,
};
BOOST_DESCRIBE_ENUM(RevocationReason, unspecified, key_compromise, affiliation_changed, superseded,
                    cessation_of_operation)

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
  Timestamp revoked_at{};
  RevocationReason revocation_reason = RevocationReason::unspecified;
};

}  // namespace certhall::domain
