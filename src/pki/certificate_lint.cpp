#include <algorithm>

#include "base/encoding.h"
#include "pki/certificate_parts.h"
#include "pki/oid.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

using Extension = CertificateInfo::Extension;

/// Upper bounds of RFC 5280 appendix A.1, in characters.
struct UpperBound {
  std::string_view type;
  std::size_t characters;
};
constexpr UpperBound kUpperBounds[] = {
    {oid::kCommonName, 64},   {oid::kOrganization, 64}, {oid::kOrganizationalUnit, 64},
    {oid::kSerialNumber, 64}, {oid::kTitle, 64},        {oid::kLocality, 128},
    {oid::kState, 128},       {oid::kEmailAddress, 255}};

class Linter {
 public:
  Linter(const CertificateInfo& certificate, const Profile& profile, const Issuer& issuer)
      : certificate_(certificate), profile_(profile), issuer_(issuer) {}

  std::vector<FieldError> findings() && {
    check_head();
    check_validity();
    check_subject();
    check_key();
    check_key_identifiers();
    check_usage();
    check_basic_constraints();
    check_addresses();
    check_identity();
    check_extension_set();
    check_encodings();
    return std::move(findings_);
  }

 private:
  void expect(bool holds, std::string_view field, std::string_view message) {
    if (!holds) findings_.push_back({std::string(field), std::string(message)});
  }

  const Extension* find(std::string_view oid) const {
    const auto found = std::ranges::find(certificate_.extensions, oid, &Extension::oid);
    return found == certificate_.extensions.end() ? nullptr : &*found;
  }

  void check_head() {
    // 64 bits of randomness are the least that guards against chosen-prefix collisions.
    constexpr std::size_t kShortestSerial = 9;
    const auto serial = serial_bytes(certificate_.serial);
    expect(serial && serial->size() >= kShortestSerial, "serial",
           "序列号应为正整数，长度为 9 到 20 个字节");
    const auto issuer_key = PublicKey::from_spki(issuer_.spki);
    expect(issuer_key && certificate_.algorithm_der ==
                             signature_algorithm(issuer_key->algorithm(), issuer_.sm2_parameters),
           "algorithm", "签名算法与签发机构的密钥或参数写法不一致");
    expect(!certificate_.issuer.empty() && certificate_.issuer_der == issuer_.name, "issuer",
           "颁发者名称与签发机构的名称不一致");
  }

  void check_validity() {
    expect(certificate_.not_before < certificate_.not_after, "validity", "生效时间应早于失效时间");
    expect(certificate_.not_after - certificate_.not_before <= profile_.longest_validity,
           "validity", "有效期超过证书模板允许的最长期限");
    expect(certificate_.not_after <= issuer_.not_after, "validity",
           "证书的失效时间晚于签发机构自身的失效时间");
  }

  void check_subject_rules() {
    if (profile_.subject.empty()) return;
    const auto fits = [](const NameAttribute& attribute, const SubjectRule& rule) {
      return attribute.type == rule.type &&
             (rule.source != SubjectSource::fixed || attribute.value == rule.value);
    };
    expect(std::ranges::equal(certificate_.subject, profile_.subject, fits), "subject",
           "主体名称的各项与证书模板不一致");
  }

  void check_subject() {
    check_subject_rules();
    expect(!certificate_.subject.empty(), "subject", "主体名称不能为空");
    expect(!find_attribute(certificate_.subject, oid::kCommonName).empty(), "subject",
           "主体名称缺少通用名(CN)");
    for (const auto& [type, value] : certificate_.subject) {
      const auto code_points = to_code_points(value);
      expect(!code_points.empty(), "subject", "主体名称中有空的内容，或不是 UTF-8 编码");
      expect(std::ranges::none_of(code_points, [](char32_t c) { return c < 0x20 || c == 0x7f; }),
             "subject", "主体名称中有控制字符");
      const auto bound = std::ranges::find(kUpperBounds, type, &UpperBound::type);
      expect(bound == std::end(kUpperBounds) || code_points.size() <= bound->characters, "subject",
             "主体名称中的内容超过 RFC 5280 允许的长度");
      if (type == oid::kCountry) {
        expect(value.size() == 2 &&
                   std::ranges::all_of(value, [](char c) { return c >= 'A' && c <= 'Z'; }),
               "subject", "国家(C)应为两个大写字母");
      }
      expect(
          (type != oid::kCountry && type != oid::kSerialNumber) || der::is_printable_string(value),
          "subject", "国家(C)和序号(serialNumber)只能用可打印字符");
    }
  }

  void check_key() {
    const auto key = PublicKey::from_spki(certificate_.spki);
    expect(key.has_value(), "public_key", "公钥无效，或不在椭圆曲线上");
    expect(key && certificate_.subject_key_id == key->key_id(), "subject_key_identifier",
           "主体密钥标识与公钥不符");
    const bool is_root = profile_.kind == CertificateKind::root_ca;
    const bool is_self_issued = is_root || profile_.kind == CertificateKind::link_ca;
    expect((certificate_.spki == issuer_.spki) == is_root, "public_key",
           is_root ? "根证书应由自己的密钥签名" : "主体的公钥不能与签发机构相同");
    expect((certificate_.subject_der == certificate_.issuer_der) == is_self_issued, "subject",
           is_self_issued ? "根证书和链接证书的主体应与颁发者相同" : "主体名称不能与颁发者相同");
  }

  void check_key_identifiers() {
    const auto* authority = find(oid::kAuthorityKeyIdentifier);
    expect(authority != nullptr && !authority->critical && !issuer_.key_id.empty() &&
               certificate_.authority_key_id == issuer_.key_id,
           "authority_key_identifier", "颁发机构密钥标识缺失、为关键扩展或与签发机构不符");
    const auto* subject = find(oid::kSubjectKeyIdentifier);
    expect(subject != nullptr && !subject->critical, "subject_key_identifier",
           "主体密钥标识缺失或为关键扩展");
  }

  void check_usage() {
    const auto* usage = find(oid::kKeyUsage);
    expect(usage != nullptr && usage->critical, "key_usage", "密钥用法缺失或不是关键扩展");
    const auto key = PublicKey::from_spki(certificate_.spki);
    expect(key && certificate_.key_usage != 0 &&
               certificate_.key_usage == key_usage_of(profile_, key->algorithm()),
           "key_usage", "密钥用法与证书模板不一致，或不是这种密钥能做的");
    const bool signs_certificates = (certificate_.key_usage & key_usage::kKeyCertSign) != 0;
    expect(signs_certificates == profile_.is_authority(), "key_usage", "只有机构证书可以签发证书");
    const auto* extended = find(oid::kExtendedKeyUsage);
    expect(certificate_.extended_key_usage == profile_.extended_key_usage &&
               (extended == nullptr || extended->critical == profile_.extended_key_usage_critical),
           "extended_key_usage", "扩展密钥用法与证书模板不一致");
    const bool skips_status = find(oid::kOcspNoCheck) != nullptr;
    expect(skips_status == (profile_.kind == CertificateKind::ocsp_signer), "ocsp_no_check",
           "只有 OCSP 应答证书应当带有“不检查状态”扩展");
  }

  void check_basic_constraints() {
    const auto* constraints = find(oid::kBasicConstraints);
    expect((constraints != nullptr) == profile_.is_authority(), "basic_constraints",
           "机构证书必须有基本约束，其他证书不能有");
    if (constraints == nullptr || !profile_.is_authority()) return;
    expect(constraints->critical && certificate_.is_authority, "basic_constraints",
           "机构证书的基本约束应为关键扩展并声明为机构");
    expect(certificate_.path_length == profile_.path_length, "basic_constraints",
           "路径长度与证书模板不一致");
  }

  void check_addresses() {
    expect(certificate_.addresses == profile_.addresses, "addresses",
           "OCSP、颁发者证书或 CRL 的地址与证书模板不一致");
    const auto is_clean = [](std::string_view uri) {
      return std::ranges::all_of(uri, [](char c) { return c > 0x20 && c < 0x7f; });
    };
    const auto& [ocsp, ca_issuers, crl] = certificate_.addresses;
    expect(is_clean(ocsp) && is_clean(ca_issuers) && is_clean(crl), "addresses",
           "地址中有不允许的字符");
  }

  std::string_view person_code(der::Reader& value) const {
    switch (profile_.person_code_tagging) {
      case IdentityTagging::explicitly:
        return value.enter(der::context_constructed(0)).take(der::kPrintableString).content;
      case IdentityTagging::implicitly:
        return value.take(der::context(0)).content;
      case IdentityTagging::plain:
        return value.take(der::kPrintableString).content;
    }
    return {};
  }

  void check_identity() {
    bool ok = true;
    if (const auto* code = find(profile_.organization_code_oid)) {
      der::Reader value(code->value, ok);
      const auto text = value.take(der::kPrintableString).content;
      value.end();
      expect(ok && !code->critical && !text.empty() && der::is_printable_string(text),
             "organization_code", "机构代码应为非关键扩展中的可打印字符");
    }
    ok = true;
    if (const auto* code = find(profile_.person_code_oid)) {
      der::Reader value(code->value, ok);
      const auto text = person_code(value);
      value.end();
      expect(ok && !code->critical && !text.empty() && der::is_printable_string(text),
             "person_code", "个人身份标识码应为非关键扩展中的可打印字符");
    }
  }

  void check_extension_set() {
    const std::string_view known[] = {oid::kAuthorityKeyIdentifier,
                                      oid::kSubjectKeyIdentifier,
                                      oid::kBasicConstraints,
                                      oid::kKeyUsage,
                                      oid::kExtendedKeyUsage,
                                      oid::kCertificatePolicies,
                                      oid::kCrlDistributionPoints,
                                      oid::kAuthorityInfoAccess,
                                      oid::kOcspNoCheck,
                                      profile_.organization_code_oid,
                                      profile_.person_code_oid};
    for (const auto& extension : certificate_.extensions) {
      expect(std::ranges::find(known, extension.oid) != std::end(known), "extensions",
             "证书模板中没有的扩展：" + extension.oid);
    }
    const auto* policies = find(oid::kCertificatePolicies);
    std::string expected;
    for (const auto& policy : profile_.policies) expected += der::sequence({der::oid(policy)});
    expect(policies == nullptr ? expected.empty()
                               : policies->value == der::element(der::kSequence, expected),
           "policies", "证书策略与证书模板不一致");
  }

  /// What these bytes mean, written anew, gives these bytes: string types, the order of names, and
  /// UTCTime up to 2049 (RFC 5280 4.1.2.4, 4.1.2.5).
  void check_encodings() {
    const auto& c = certificate_;
    expect(encode_name(c.subject) == c.subject_der, "subject",
           "主体名称的编码方式不规范：国家和序号应为 PrintableString，其余应为 UTF8String");
    expect(c.tbs.find(der::sequence({der::time(c.not_before), der::time(c.not_after)})) !=
               std::string::npos,
           "validity",
           "有效期的编码方式不规范：2049 年及以前应为 UTCTime，以后应为 GeneralizedTime");
    const auto* authority = find(oid::kAuthorityKeyIdentifier);
    expect(authority == nullptr || authority->value == encode_authority_key_id(issuer_.key_id),
           "authority_key_identifier", "颁发机构密钥标识应只有密钥标识一项");
    for (const auto oid : {oid::kCrlDistributionPoints, oid::kAuthorityInfoAccess,
                           oid::kCertificatePolicies, oid::kOcspNoCheck}) {
      const auto* extension = find(oid);
      expect(extension == nullptr || !extension->critical, "extensions",
             "扩展 " + std::string(oid) + " 不应为关键扩展");
    }
    const auto* point = find(oid::kCrlDistributionPoints);
    expect(
        point == nullptr ||
            point->value ==
                der::sequence({der::sequence({encode_distribution_point(profile_.addresses.crl)})}),
        "addresses", "CRL 发布点应只有证书模板中的一个地址");
  }

  const CertificateInfo& certificate_;
  const Profile& profile_;
  const Issuer& issuer_;
  std::vector<FieldError> findings_;
};

}  // namespace

Result<LintedTbs> lint(std::string tbs, const Profile& profile, const Issuer& issuer) {
  ASSIGN_OR_RETURN(certificate, parse_tbs(tbs));
  auto findings = Linter(certificate, profile, issuer).findings();
  if (!findings.empty()) {
    return fail_fields(std::move(findings), "待签发的证书未通过检查，没有签发");
  }
  return LintedTbs(std::move(tbs), std::move(certificate.algorithm_der), issuer.spki);
}

}  // namespace certhall::pki
