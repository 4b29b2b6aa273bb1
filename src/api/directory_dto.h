#pragma once
// The public directory and 证书核验.

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "api/portal_dto.h"

namespace certhall::api {

enum class DirectoryKey { credit_code, public_key };
BOOST_DESCRIBE_ENUM(DirectoryKey, credit_code, public_key)

struct DirectorySearch {
  DirectoryKey by = DirectoryKey::credit_code;
  std::string value;  // the whole of it: nothing is found by a part
};
BOOST_DESCRIBE_STRUCT(DirectorySearch, (), (by, value))

struct DirectoryList {
  std::vector<PublicCertificate> certificates;  // newest first, at most 20
};
BOOST_DESCRIBE_STRUCT(DirectoryList, (), (certificates))

enum class CertificateVerdict {
  good,
  revoked,
  suspended,
  expired,
  not_yet_valid,
  unrecorded,
  forged,
  unknown_issuer,
};
BOOST_DESCRIBE_ENUM(CertificateVerdict, good, revoked, suspended, expired, not_yet_valid,
                    unrecorded, forged, unknown_issuer)

enum class CertificatePurpose {
  signing,
  encryption,
  certificate_authority,
  ocsp,
  time_stamp,
  website,
};
BOOST_DESCRIBE_ENUM(CertificatePurpose, signing, encryption, certificate_authority, ocsp,
                    time_stamp, website)

struct VerifiedCertificate {
  CertificateVerdict verdict = CertificateVerdict::unknown_issuer;
  std::string holder;        // common name, else the whole name
  std::string organization;  // empty where there is none
  std::string subject;       // RFC 4514 text
  std::string issuer;
  std::string serial;
  Timestamp not_before;
  Timestamp not_after;
  std::string key;          // "SM2", "RSA 2048"
  std::string fingerprint;  // SHA-256, hex
  std::vector<CertificatePurpose> purposes;
  std::vector<std::string> chain;  // names of the authorities above, up to our root
  std::optional<Timestamp> revoked_at;
  std::optional<domain::RevocationReason> revocation_reason;
};
BOOST_DESCRIBE_STRUCT(VerifiedCertificate, (),
                      (verdict, holder, organization, subject, issuer, serial, not_before,
                       not_after, key, fingerprint, purposes, chain, revoked_at, revocation_reason))

struct VerifiedStamp {
  Timestamp at;
  bool holds = false;
  std::optional<VerifiedCertificate> certificate;
};
BOOST_DESCRIBE_STRUCT(VerifiedStamp, (), (at, holds, certificate))

enum class SignatureVerdict { intact, changed, invalid, wrong_purpose, unchecked, unreadable };
BOOST_DESCRIBE_ENUM(SignatureVerdict, intact, changed, invalid, wrong_purpose, unchecked,
                    unreadable)

struct VerifiedSignature {
  SignatureVerdict verdict = SignatureVerdict::unreadable;
  bool covers_all = false;     // nothing was added to the file afterwards
  bool is_time_stamp = false;  // of the document as a whole
  std::optional<Timestamp> claimed_at;
  std::optional<VerifiedStamp> stamp;
  std::optional<VerifiedCertificate> certificate;
};
BOOST_DESCRIBE_STRUCT(VerifiedSignature, (),
                      (verdict, covers_all, is_time_stamp, claimed_at, stamp, certificate))

enum class Conclusion { trusted, caution, untrusted };
BOOST_DESCRIBE_ENUM(Conclusion, trusted, caution, untrusted)

struct VerificationView {
  Conclusion conclusion = Conclusion::caution;
  bool is_pdf = false;
  Timestamp checked_at;
  std::vector<VerifiedCertificate> certificates;  // of a certificate file
  std::vector<VerifiedSignature> signatures;      // of a PDF
};
BOOST_DESCRIBE_STRUCT(VerificationView, (),
                      (conclusion, is_pdf, checked_at, certificates, signatures))

}  // namespace certhall::api
