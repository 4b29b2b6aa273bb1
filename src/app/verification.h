#pragma once
// 证书核验: anybody drops a certificate or a signed PDF and is told what it is worth. Nothing of it
// is kept.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "app/hall.h"
#include "domain/certificate.h"
#include "pki/outside_certificate.h"

namespace certhall::app {

inline constexpr std::size_t kMostVerified = 20;  // certificates of one file

enum class CertificateVerdict {
  good,
  revoked,
  suspended,
  expired,
  not_yet_valid,
  unrecorded,      // our key's signature, but not in our books: an alarm
  forged,          // bears the name of one of our authorities, whose signature it has not
  unknown_issuer,  // somebody else's: neither good nor bad
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

struct JudgedCertificate {
  pki::OutsideCertificate certificate;
  CertificateVerdict verdict = CertificateVerdict::unknown_issuer;
  std::vector<std::string>
      chain{};  // subjects of the authorities above, up to our root; empty: none
  std::optional<Timestamp> revoked_at{};  // or suspended
  std::optional<domain::RevocationReason> reason{};
};
[[nodiscard]] std::vector<CertificatePurpose> purposes_of(const pki::OutsideCertificate& one);

enum class SignatureVerdict {
  intact,         // made by the certificate's key over just this content
  changed,        // the content is not the one that was signed
  invalid,        // the signature is not that key's
  wrong_purpose,  // intact, by a certificate that is not for signing
  unchecked,      // an algorithm that cannot be checked here, or its certificate is not in the file
  unreadable,     // something that looks like a signature and cannot be taken apart
};
BOOST_DESCRIBE_ENUM(SignatureVerdict, intact, changed, invalid, wrong_purpose, unchecked,
                    unreadable)

struct JudgedStamp {
  Timestamp time;
  bool holds = false;  // over just this signature, by a certificate for stamping
  std::optional<JudgedCertificate> by;
};

struct JudgedSignature {
  SignatureVerdict verdict = SignatureVerdict::unreadable;
  bool covers_all = false;                  // nothing was added to the file afterwards
  bool is_time_stamp = false;               // a time stamp of the document, nobody's consent
  std::optional<Timestamp> claimed_time{};  // what the signer's own clock said
  std::optional<JudgedStamp> stamp{};
  std::optional<JudgedCertificate> by{};
};

enum class Conclusion { trusted, caution, untrusted };
BOOST_DESCRIBE_ENUM(Conclusion, trusted, caution, untrusted)

struct Verification {
  bool is_pdf = false;
  Timestamp checked_at;
  std::vector<JudgedCertificate> certificates;  // of a certificate file; holders' first
  std::vector<JudgedSignature> signatures;      // of a PDF, in the order of the file
  Conclusion conclusion = Conclusion::caution;
};

/// `bytes`: one certificate or several, DER, PEM or PKCS#7, or a PDF. `unsupported_type` names what
/// it is instead and what helps; a file with a private key in it is refused with a warning.
/// `too_many` for an address that sends a file a second.
[[nodiscard]] Result<Verification> verify_file(const Hall& hall, std::string_view bytes,
                                               std::string_view address);

}  // namespace certhall::app
