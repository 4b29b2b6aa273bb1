#include "pki/certificate.h"

#include <stdexcept>

#include "pki/certificate_parts.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

constexpr std::uint64_t kVersion3 = 2;

std::string basic_constraints(const Profile& profile) {
  std::string path_length;
  if (profile.path_length) {
    path_length = der::integer(static_cast<std::uint64_t>(*profile.path_length));
  }
  return der::sequence({der::boolean(true), path_length});
}

std::string oid_list(const std::vector<std::string>& oids, bool in_sequences) {
  std::string content;
  for (const auto& dotted : oids) {
    content += in_sequences ? der::sequence({der::oid(dotted)}) : der::oid(dotted);
  }
  return der::element(der::kSequence, content);
}

std::string authority_info(const StatusAddresses& addresses) {
  const auto access = [](std::string_view method, std::string_view uri) {
    if (uri.empty()) return std::string{};
    return der::sequence({der::oid(method), der::element(der::context(6), uri)});
  };
  return der::sequence({access(oid::kAccessOcsp, addresses.ocsp),
                        access(oid::kAccessCaIssuers, addresses.ca_issuers)});
}

std::string identity_code(const Profile& profile, std::string_view number) {
  switch (profile.person_code_tagging) {
    case IdentityTagging::explicitly:
      return der::explicitly(0, der::printable_string(number));
    case IdentityTagging::implicitly:
      return der::element(der::context(0), number);
    case IdentityTagging::plain:
      return der::printable_string(number);
  }
  throw std::logic_error("unknown tagging");
}

std::string encode_extensions(const TbsRequest& request) {
  const Profile& profile = request.profile;
  const auto key = PublicKey::from_spki(request.subject_spki);
  if (!key) throw std::invalid_argument("subject public key: " + key.error().message);
  std::string out;
  const auto add = [&](std::string_view oid, bool critical, std::string_view value) {
    out += encode_extension(oid, critical, value);
  };
  add(oid::kAuthorityKeyIdentifier, false, encode_authority_key_id(request.issuer.key_id));
  add(oid::kSubjectKeyIdentifier, false, der::octet_string(key->key_id()));
  // An empty BasicConstraints breaks GmSSL: end entities have none at all.
  if (profile.is_authority()) add(oid::kBasicConstraints, true, basic_constraints(profile));
  add(oid::kKeyUsage, true, der::named_bits(key_usage_of(profile, key->algorithm())));
  if (!profile.extended_key_usage.empty()) {
    add(oid::kExtendedKeyUsage, profile.extended_key_usage_critical,
        oid_list(profile.extended_key_usage, false));
  }
  if (!profile.policies.empty()) {
    add(oid::kCertificatePolicies, false, oid_list(profile.policies, true));
  }
  if (!profile.addresses.crl.empty()) {
    add(oid::kCrlDistributionPoints, false,
        der::sequence({der::sequence({encode_distribution_point(profile.addresses.crl)})}));
  }
  if (!profile.addresses.ocsp.empty() || !profile.addresses.ca_issuers.empty()) {
    add(oid::kAuthorityInfoAccess, false, authority_info(profile.addresses));
  }
  // A responder's own certificate is trusted for its short life (RFC 6960 4.2.2.2.1).
  if (profile.kind == CertificateKind::ocsp_signer) add(oid::kOcspNoCheck, false, der::null());
  if (!request.identity.organization_code.empty() && !profile.organization_code_oid.empty()) {
    add(profile.organization_code_oid, false,
        der::printable_string(request.identity.organization_code));
  }
  if (!request.identity.resident_id_number.empty() && !profile.person_code_oid.empty()) {
    add(profile.person_code_oid, false,
        identity_code(profile, request.identity.resident_id_number));
  }
  return der::element(der::kSequence, out);
}

Algorithm algorithm_of(const Issuer& issuer) {
  const auto key = PublicKey::from_spki(issuer.spki);
  if (!key) throw std::invalid_argument("issuer public key: " + key.error().message);
  return key->algorithm();
}

}  // namespace

Issuer issuer_of(const CertificateInfo& authority, Sm2Parameters sm2_parameters) {
  return {.name = authority.subject_der,
          .key_id = authority.subject_key_id,
          .spki = authority.spki,
          .not_after = authority.not_after,
          .sm2_parameters = sm2_parameters};
}

namespace {

std::string fact_for(const SubjectRule& rule, const SubjectFacts& facts) {
  switch (rule.source) {
    case SubjectSource::fixed:
      return rule.value;
    case SubjectSource::company_name:
      return facts.company_name;
    case SubjectSource::common_name:
      return facts.common_name;
    case SubjectSource::organization_name:
      return facts.organization_name;
    case SubjectSource::person_name:
      return facts.person_name;
    case SubjectSource::person_code:
      return facts.person_code;
  }
  throw std::logic_error("unknown source");
}

}  // namespace

Result<Name> subject_of(const Profile& profile, const SubjectFacts& facts) {
  Name name;
  for (const auto& rule : profile.subject) {
    name.push_back({rule.type, fact_for(rule, facts)});
    if (name.back().value.empty()) {
      return fail(ErrorCode::invalid, "证书模板「" + profile.name + "」的主体名称需要 " +
                                          rule.type + "，资料中没有对应的内容");
    }
  }
  return name;
}

std::string build_tbs(const TbsRequest& request) {
  const auto serial = serial_bytes(request.serial);
  if (!serial) throw std::invalid_argument("serial: " + request.serial);
  return der::sequence(
      {der::explicitly(0, der::integer(kVersion3)), der::integer(std::string_view(*serial)),
       signature_algorithm(algorithm_of(request.issuer), request.issuer.sm2_parameters),
       request.issuer.name,
       der::sequence({der::time(request.not_before), der::time(request.not_after)}),
       encode_name(request.subject), request.subject_spki,
       der::explicitly(3, encode_extensions(request))});
}

std::string sign(LintedTbs&& linted, const Signer& signer) {
  if (signer.spki() != linted.issuer_spki_) {
    throw std::logic_error("the signer is not the issuer of the linted certificate");
  }
  const LintedTbs spent = std::move(linted);
  return assemble_signed(spent.bytes_, spent.algorithm_der_, sign_checked(signer, spent.bytes_));
}

Status verify_certificate(const CertificateInfo& certificate, std::string_view issuer_spki) {
  ASSIGN_OR_RETURN(key, PublicKey::from_spki(issuer_spki));
  if (key.algorithm() != certificate.algorithm ||
      !key.verify(certificate.tbs, certificate.signature)) {
    return fail(ErrorCode::invalid, "证书的签名无效");
  }
  return {};
}

Status verify_issued_by(const CertificateInfo& certificate, const CertificateInfo& issuer,
                        Timestamp at) {
  const auto refuse = [](const char* message) { return fail(ErrorCode::invalid, message); };
  if (certificate.issuer_der != issuer.subject_der) return refuse("证书不是由该机构签发的");
  if (!certificate.authority_key_id.empty() && !issuer.subject_key_id.empty() &&
      certificate.authority_key_id != issuer.subject_key_id) {
    return refuse("证书的颁发机构密钥标识与该机构不符");
  }
  if (!issuer.is_authority || (issuer.key_usage & key_usage::kKeyCertSign) == 0) {
    return refuse("签发者不是有权签发证书的机构");
  }
  for (const auto* each : {&certificate, &issuer}) {
    if (at < each->not_before || at > each->not_after) return refuse("证书不在有效期内");
  }
  return verify_certificate(certificate, issuer.spki);
}

}  // namespace certhall::pki
