#include "profiles/profile_rules.h"

#include <algorithm>

namespace certhall::profiles {
namespace {

using pki::CertificateKind;
namespace usage = pki::key_usage;

constexpr std::uint16_t kSigns = usage::kDigitalSignature | usage::kNonRepudiation;
constexpr std::uint16_t kEncrypts =
    usage::kKeyEncipherment | usage::kDataEncipherment | usage::kKeyAgreement;
constexpr std::uint16_t kGoverns = usage::kKeyCertSign | usage::kCrlSign;

/// What each kind must have and may have of key usages.
struct UsageRule {
  CertificateKind kind;
  std::uint16_t needed, allowed;
  std::string_view message;
};
constexpr UsageRule kUsageRules[] = {
    {CertificateKind::root_ca, kGoverns, kGoverns, "机构证书应恰为 keyCertSign 和 cRLSign"},
    {CertificateKind::issuing_ca, kGoverns, kGoverns, "机构证书应恰为 keyCertSign 和 cRLSign"},
    {CertificateKind::ocsp_signer, usage::kDigitalSignature, kSigns,
     "OCSP 应答证书应有 digitalSignature，且只用于签名"},
    {CertificateKind::time_stamp_signer, usage::kDigitalSignature, kSigns,
     "时间戳证书应有 digitalSignature，且只用于签名"},
    {CertificateKind::signing, usage::kDigitalSignature, kSigns,
     "签名证书应有 digitalSignature，且不能用于加密（加密证书另有密钥）"},
    // Each algorithm keeps what it is able to (pki::key_usage_of): something must be left for all.
    {CertificateKind::encryption, usage::kKeyEncipherment | usage::kKeyAgreement, kEncrypts,
     "加密证书应有 keyEncipherment 和 keyAgreement，且不能用于签名"},
};

void check_usage(const pki::Profile& profile, std::vector<BrokenRule>& broken) {
  const auto rule = std::ranges::find(kUsageRules, profile.kind, &UsageRule::kind);
  if (rule == std::end(kUsageRules)) return;
  if ((profile.key_usage & rule->needed) != rule->needed ||
      (profile.key_usage & ~rule->allowed) != 0)
    broken.push_back({"key_usage", std::string(rule->message)});
}

void check_purposes(const pki::Profile& profile, std::vector<BrokenRule>& broken) {
  const auto only = [&](std::string_view oid) {
    return profile.extended_key_usage == std::vector{std::string(oid)};
  };
  const auto has = [&](std::string_view oid) {
    return std::ranges::find(profile.extended_key_usage, oid) != profile.extended_key_usage.end();
  };
  const bool answers = profile.kind == CertificateKind::ocsp_signer;
  const bool stamps = profile.kind == CertificateKind::time_stamp_signer;
  if (answers ? !only(pki::oid::kOcspSigning) : has(pki::oid::kOcspSigning))
    broken.push_back({"extended_key_usage", "OCSPSigning 只能且必须单独用于 OCSP 应答证书"});
  if (stamps ? !only(pki::oid::kTimeStamping) : has(pki::oid::kTimeStamping))
    broken.push_back({"extended_key_usage", "timeStamping 只能且必须单独用于时间戳证书"});
  if (profile.is_authority() && !profile.extended_key_usage.empty())
    broken.push_back({"extended_key_usage", "机构证书不能有扩展密钥用法"});
}

}  // namespace

std::vector<BrokenRule> broken_rules(const pki::Profile& profile) {
  std::vector<BrokenRule> broken;
  check_usage(profile, broken);
  check_purposes(profile, broken);
  if (profile.path_length && !profile.is_authority())
    broken.push_back({"path_length", "只有机构证书有路径长度"});
  if (profile.kind == CertificateKind::issuing_ca && profile.path_length != 0)
    broken.push_back({"path_length", "签发机构的路径长度应为 0：其下不再有机构"});
  if (std::ranges::find(profile.subject, pki::oid::kCommonName, &pki::SubjectRule::type) ==
      profile.subject.end())
    broken.push_back({"subject", "主体名称必须有通用名（CN）"});
  const bool for_people =
      profile.kind == CertificateKind::signing || profile.kind == CertificateKind::encryption;
  if (for_people && !profile.address_kinds.crl && !profile.address_kinds.ocsp)
    broken.push_back({"addresses", "用户证书应写明 crl 或 ocsp 的地址，否则无法查询其状态"});
  return broken;
}

}  // namespace certhall::profiles
