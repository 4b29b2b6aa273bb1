#include "pki/profile.h"

#include <stdexcept>

namespace certhall::pki {
namespace {

using std::chrono::days;

Profile authority(std::string name, CertificateKind kind, int path_length, days validity) {
  return {.name = std::move(name),
          .kind = kind,
          .key_usage = key_usage::kKeyCertSign | key_usage::kCrlSign,
          .path_length = path_length,
          .longest_validity = validity};
}

}  // namespace

std::uint16_t key_usage_of(const Profile& profile, Algorithm algorithm) {
  constexpr int kEncipherment = key_usage::kKeyEncipherment | key_usage::kDataEncipherment;
  switch (algorithm) {
    case Algorithm::sm2_sm3:
      return profile.key_usage;
    case Algorithm::p256_sha256:
      return static_cast<std::uint16_t>(profile.key_usage & ~kEncipherment);
    case Algorithm::rsa_sha256:
      return static_cast<std::uint16_t>(profile.key_usage & ~key_usage::kKeyAgreement);
  }
  throw std::logic_error("unknown algorithm");
}

Profiles demo_profiles(const StatusAddresses& of_root, const StatusAddresses& of_issuing) {
  // Up to five years; renewal may start a month early and keeps the days that are left.
  constexpr days kSubscriber{5 * 366 + 31};
  Profile root = authority("根证书", CertificateKind::root_ca, 1, days{20 * 366});
  Profile issuing = authority("签发机构", CertificateKind::issuing_ca, 0, days{10 * 366});
  issuing.addresses = of_root;
  Profile ocsp{.name = "OCSP 应答",
               .kind = CertificateKind::ocsp_signer,
               .key_usage = key_usage::kDigitalSignature,
               .extended_key_usage = {std::string(oid::kOcspSigning)},
               .longest_validity = days{366}};
  // Its stamps must be checkable for years; its status is told by the list alone.
  Profile stamps{
      .name = "时间戳",
      .kind = CertificateKind::time_stamp_signer,
      .key_usage = key_usage::kDigitalSignature | key_usage::kNonRepudiation,
      .extended_key_usage = {std::string(oid::kTimeStamping)},
      .extended_key_usage_critical = true,
      .longest_validity = days{6 * 366},
      .addresses = {.ocsp = "", .ca_issuers = of_issuing.ca_issuers, .crl = of_issuing.crl}};
  Profile signing{.name = "签名证书",
                  .kind = CertificateKind::signing,
                  .key_usage = key_usage::kDigitalSignature | key_usage::kNonRepudiation,
                  .longest_validity = kSubscriber,
                  .addresses = of_issuing};
  Profile encryption{.name = "加密证书",
                     .kind = CertificateKind::encryption,
                     .key_usage = key_usage::kKeyEncipherment | key_usage::kDataEncipherment |
                                  key_usage::kKeyAgreement,
                     .longest_validity = kSubscriber,
                     .addresses = of_issuing};
  return {std::move(root),   std::move(issuing), std::move(ocsp),
          std::move(stamps), std::move(signing), std::move(encryption)};
}

}  // namespace certhall::pki
