#pragma once
// What a kind of certificate looks like, as data. Building follows the profile; lint checks the
// result against it.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pki/algorithm.h"
#include "pki/oid.h"

namespace certhall::pki {

enum class CertificateKind {
  root_ca,
  link_ca,  // one root's key signed by another generation's (RFC 4210 4.4)
  issuing_ca,
  ocsp_signer,
  time_stamp_signer,
  signing,
  encryption,
};

/// Bits of the key usage extension (RFC 5280 4.2.1.3), bit 0 highest.
namespace key_usage {
inline constexpr std::uint16_t kDigitalSignature = 0x8000;
inline constexpr std::uint16_t kNonRepudiation = 0x4000;
inline constexpr std::uint16_t kKeyEncipherment = 0x2000;
inline constexpr std::uint16_t kDataEncipherment = 0x1000;
inline constexpr std::uint16_t kKeyAgreement = 0x0800;
inline constexpr std::uint16_t kKeyCertSign = 0x0400;
inline constexpr std::uint16_t kCrlSign = 0x0200;
}  // namespace key_usage

/// Where status and issuers are found; an empty one is left out of the certificate.
struct StatusAddresses {
  std::string ocsp;        // "http://…/ocsp"
  std::string ca_issuers;  // "http://…/ca/issuing.cer", DER
  std::string crl;         // "http://…/crl/issuing.crl", DER
  friend bool operator==(const StatusAddresses&, const StatusAddresses&) = default;
};

/// Which of them the certificates of a profile name.
struct AddressKinds {
  bool ocsp = true, ca_issuers = true, crl = true;
};

/// How the CHOICE of 个人身份标识码 is tagged: the text of 2012 does not say. `plain` is a
/// PrintableString without a tag, as vendors' own extensions have it.
enum class IdentityTagging { explicitly, implicitly, plain };

/// Where an attribute of the subject comes from.
enum class SubjectSource {
  fixed,              // stands in the profile
  company_name,       // the authority's company
  common_name,        // given when the certificate is made: names of authorities and signers
  organization_name,  // of the reviewed application
  person_name,
  person_code,  // tells two people of one name apart, and says nothing of either
};
struct SubjectRule {
  std::string type;  // OID of the attribute
  SubjectSource source = SubjectSource::fixed;
  std::string value{};  // when fixed
  friend bool operator==(const SubjectRule&, const SubjectRule&) = default;
};
struct SubjectFacts {
  std::string company_name, common_name, organization_name, person_name, person_code;
};

struct Profile {
  std::string name;
  CertificateKind kind = CertificateKind::signing;
  std::uint16_t key_usage = 0;  // always critical
  std::vector<std::string> extended_key_usage{};
  bool extended_key_usage_critical = false;  // RFC 3161 2.3 wants it of time-stamp signers
  std::optional<int> path_length{};          // authorities only
  std::chrono::days longest_validity{};
  StatusAddresses addresses{};
  std::vector<std::string> policies{};  // OIDs
  AddressKinds address_kinds{};         // which addresses are to be filled in
  std::vector<SubjectRule> subject{};   // in the order of the name; empty: any subject fits
  // Of the identity extensions; an empty one is left out of the certificate.
  std::string organization_code_oid{oid::kOrganizationCode};
  std::string person_code_oid{oid::kIdentityCode};
  IdentityTagging person_code_tagging = IdentityTagging::explicitly;

  [[nodiscard]] bool is_authority() const {
    return kind == CertificateKind::root_ca || kind == CertificateKind::link_ca ||
           kind == CertificateKind::issuing_ca;
  }
};

/// Those usages of the profile that a key of this algorithm is able to: RSA agrees on no key
/// (RFC 4055 1.2), P-256 encrypts neither keys nor data (RFC 5480 3), SM2 does all (GB/T 32918).
[[nodiscard]] std::uint16_t key_usage_of(const Profile& profile, Algorithm algorithm);

struct Profiles {
  Profile root_ca, issuing_ca, ocsp_signer, time_stamp_signer, signing, encryption;
};

/// A plain set without subject rules, for trials and tests; a hall has its own in data/profiles:
/// root 20 years, issuing authority 10 years, OCSP signer 1 year, end entities up to 5 years and a
/// month. `of_root` goes into the issuing authority's certificate, `of_issuing` into those of end
/// entities.
[[nodiscard]] Profiles demo_profiles(const StatusAddresses& of_root,
                                     const StatusAddresses& of_issuing);

}  // namespace certhall::pki
