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

/// How the CHOICE of 个人身份标识码 is tagged: the text of 2012 does not say.
enum class IdentityTagging { explicitly, implicitly };

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
  std::string organization_code_oid{oid::kOrganizationCode};
  std::string person_code_oid{oid::kIdentityCode};
  IdentityTagging person_code_tagging = IdentityTagging::explicitly;

  [[nodiscard]] bool is_authority() const {
    return kind == CertificateKind::root_ca || kind == CertificateKind::issuing_ca;
  }
};

/// Those usages of the profile that a key of this algorithm is able to: RSA agrees on no key
/// (RFC 4055 1.2), P-256 encrypts neither keys nor data (RFC 5480 3), SM2 does all (GB/T 32918).
[[nodiscard]] std::uint16_t key_usage_of(const Profile& profile, Algorithm algorithm);

struct Profiles {
  Profile root_ca, issuing_ca, ocsp_signer, time_stamp_signer, signing, encryption;
};

/// The profiles of the demo hierarchy: root 20 years, issuing authority 10 years, OCSP signer 1
/// year, time-stamp signer 6 years, end entities up to 5 years and a month. `of_root` goes into the
/// issuing authority's certificate, `of_issuing` into those of end entities.
[[nodiscard]] Profiles demo_profiles(const StatusAddresses& of_root,
                                     const StatusAddresses& of_issuing);

}  // namespace certhall::pki
