#pragma once
// X.509 certificates: build the bytes to be signed, lint them, sign them, read them again.
// Record the bytes between build and lint; the same bytes can be linted and signed after a restart.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "pki/name.h"
#include "pki/profile.h"
#include "pki/signer.h"

namespace certhall::pki {

struct CertificateInfo {
  std::string der;     // the whole certificate
  std::string tbs;     // what is signed, DER
  std::string serial;  // lower-case hex
  Algorithm algorithm = Algorithm::sm2_sm3;
  std::string algorithm_der;  // as signed, with or without parameters
  std::string signature;
  Name issuer, subject;
  std::string issuer_der, subject_der;
  Timestamp not_before, not_after;
  std::string spki;
  std::string subject_key_id, authority_key_id;  // empty when absent
  std::uint16_t key_usage = 0;                   // bits of pki::key_usage; 0 when absent
  std::vector<std::string> extended_key_usage;
  bool is_authority = false;
  std::optional<int> path_length;
  StatusAddresses addresses;  // the first of each
  struct Extension {
    std::string oid;
    bool critical = false;
    std::string value;  // DER inside the octet string
  };
  std::vector<Extension> extensions;
};

/// Who signs: an authority's certificate as far as those that it signs depend on it.
struct Issuer {
  std::string name;    // its subject, DER
  std::string key_id;  // its subject key identifier
  std::string spki;
  Timestamp not_after;  // nothing that it signs may outlive it
  Sm2Parameters sm2_parameters = Sm2Parameters::absent;
};
[[nodiscard]] Issuer issuer_of(const CertificateInfo& authority,
                               Sm2Parameters sm2_parameters = Sm2Parameters::absent);

/// Goes into the identity extensions of GM/T 0015; an empty one is left out.
struct SubjectIdentity {
  std::string organization_code;   // 统一社会信用代码
  std::string resident_id_number;  // 身份证号
};

/// The subject as the profile's rules make it of these facts. `invalid` where a rule finds nothing.
[[nodiscard]] Result<Name> subject_of(const Profile& profile, const SubjectFacts& facts);

struct TbsRequest {
  Profile profile;
  Issuer issuer;
  Name subject;
  std::string subject_spki;
  std::string serial;  // from new_serial
  Timestamp not_before, not_after;
  SubjectIdentity identity;
};

/// The DER to record and then to lint. Throws std::invalid_argument where a setting is no OID or
/// the serial has not the fixed form; lint finds everything else.
[[nodiscard]] std::string build_tbs(const TbsRequest& request);

/// Bytes that passed lint. Only lint() makes one and only sign() takes it: no certificate can be
/// signed without.
class LintedTbs {
 public:
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  friend Result<LintedTbs> lint(std::string, const Profile&, const Issuer&);
  friend std::string sign(LintedTbs&&, const Signer&);
  LintedTbs(std::string bytes, std::string algorithm_der, std::string issuer_spki)
      : bytes_(std::move(bytes)),
        algorithm_der_(std::move(algorithm_der)),
        issuer_spki_(std::move(issuer_spki)) {}
  std::string bytes_, algorithm_der_, issuer_spki_;
};

/// Checks the bytes against the profile, the issuer and RFC 5280. Error `invalid`, one field per
/// finding ("serial", "validity", "key_usage", …).
[[nodiscard]] Result<LintedTbs> lint(std::string tbs, const Profile& profile, const Issuer& issuer);
/// The certificate. Throws std::logic_error when the signer is not the issuer that lint was told.
[[nodiscard]] std::string sign(LintedTbs&& linted, const Signer& signer);

[[nodiscard]] Result<CertificateInfo> parse_certificate(std::string_view der);
/// Only the signature, by this key. Path and validity: verify_issued_by.
[[nodiscard]] Status verify_certificate(const CertificateInfo& certificate,
                                        std::string_view issuer_spki);
/// Signature, names, key identifiers, the issuer's right to sign certificates, validity of both at
/// `at`.
[[nodiscard]] Status verify_issued_by(const CertificateInfo& certificate,
                                      const CertificateInfo& issuer, Timestamp at);

}  // namespace certhall::pki
