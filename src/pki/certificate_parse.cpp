#include "pki/certificate_parts.h"

#include "base/encoding.h"
#include "pki/oid.h"

namespace certhall::pki {
namespace {

using Extension = CertificateInfo::Extension;

void read_basic_constraints(der::Reader reader, CertificateInfo& info) {
  constexpr std::uint64_t kLongestPath = 255;
  der::Reader parts = reader.enter(der::kSequence);
  reader.end();
  if (parts.at(der::kBoolean)) info.is_authority = parts.boolean();
  if (parts.at(der::kInteger)) {
    info.path_length = static_cast<int>(parts.small_integer(kLongestPath));
  }
  parts.end();
}

void read_extended_key_usage(der::Reader reader, CertificateInfo& info) {
  der::Reader list = reader.enter(der::kSequence);
  reader.end();
  while (!list.done()) info.extended_key_usage.push_back(list.oid());
}

void read_authority_info(der::Reader reader, CertificateInfo& info) {
  der::Reader list = reader.enter(der::kSequence);
  reader.end();
  while (!list.done()) {
    der::Reader access = list.enter(der::kSequence);
    const std::string method = access.oid();
    const auto location = access.any();
    if (location.tag != der::context(6)) continue;
    std::string* address = method == oid::kAccessOcsp        ? &info.addresses.ocsp
                           : method == oid::kAccessCaIssuers ? &info.addresses.ca_issuers
                                                             : nullptr;
    if (address != nullptr && address->empty()) *address = location.content;
  }
}

void read_distribution_points(der::Reader reader, CertificateInfo& info) {
  der::Reader list = reader.enter(der::kSequence);
  reader.end();
  while (!list.done()) {
    der::Reader point = list.enter(der::kSequence);
    const std::string uri = read_distribution_point(point);
    if (info.addresses.crl.empty()) info.addresses.crl = uri;
  }
}

void read_known_extension(const Extension& extension, CertificateInfo& info, bool& ok) {
  der::Reader value(extension.value, ok);
  if (extension.oid == oid::kSubjectKeyIdentifier) {
    info.subject_key_id = value.octet_string();
    value.end();
  } else if (extension.oid == oid::kAuthorityKeyIdentifier) {
    info.authority_key_id = read_authority_key_id(value);
  } else if (extension.oid == oid::kKeyUsage) {
    info.key_usage = value.named_bits();
    value.end();
  } else if (extension.oid == oid::kBasicConstraints) {
    read_basic_constraints(value, info);
  } else if (extension.oid == oid::kExtendedKeyUsage) {
    read_extended_key_usage(value, info);
  } else if (extension.oid == oid::kAuthorityInfoAccess) {
    read_authority_info(value, info);
  } else if (extension.oid == oid::kCrlDistributionPoints) {
    read_distribution_points(value, info);
  }
}

struct NamePositions {
  std::string_view issuer, subject;
};

/// What stands before the names is in `info` already when this reads on.
NamePositions read_fields(der::Reader& fields, CertificateInfo& info) {
  constexpr std::uint64_t kVersion3 = 2;
  der::Reader version = fields.enter(der::context_constructed(0));
  if (version.small_integer(kVersion3) != kVersion3) version.fail();
  version.end();
  info.serial = to_hex(fields.integer());
  info.algorithm_der = fields.take(der::kSequence).whole;
  const auto algorithm = parse_signature_algorithm(info.algorithm_der);
  if (!algorithm) fields.fail();
  info.algorithm = algorithm.value_or(Algorithm::sm2_sm3);
  NamePositions names;
  names.issuer = fields.take(der::kSequence).whole;
  der::Reader validity = fields.enter(der::kSequence);
  info.not_before = validity.time();
  info.not_after = validity.time();
  validity.end();
  names.subject = fields.take(der::kSequence).whole;
  info.spki = fields.take(der::kSequence).whole;
  der::Reader extensions = fields.enter(der::context_constructed(3));
  fields.end();
  info.extensions = read_extensions(extensions);
  extensions.end();
  return names;
}

}  // namespace

Result<CertificateInfo> parse_tbs(std::string_view tbs) {
  CertificateInfo info;
  info.tbs = tbs;
  bool ok = true;
  der::Reader whole(tbs, ok);
  der::Reader fields = whole.enter(der::kSequence);
  whole.end();
  const NamePositions names = read_fields(fields, info);
  for (const auto& extension : info.extensions) read_known_extension(extension, info, ok);
  if (!ok) {
    return fail(ErrorCode::malformed, "证书内容无法解析：不是 DER 编码的 X.509 第 3 版证书");
  }
  ASSIGN_OR_RETURN(issuer, parse_name(names.issuer));
  ASSIGN_OR_RETURN(subject, parse_name(names.subject));
  info.issuer = std::move(issuer);
  info.subject = std::move(subject);
  info.issuer_der = names.issuer;
  info.subject_der = names.subject;
  return info;
}

Result<CertificateInfo> parse_certificate(std::string_view der) {
  bool ok = true;
  der::Reader reader(der, ok);
  const SignedParts parts = read_signed(reader);
  reader.end();
  if (!ok) return fail(ErrorCode::malformed, "证书无法解析：不是 DER 编码的 X.509 证书");
  ASSIGN_OR_RETURN(info, parse_tbs(parts.tbs));
  // RFC 5280 4.1.1.2: the signed and the unsigned algorithm identifier are the same.
  if (info.algorithm_der != parts.algorithm_der) {
    return fail(ErrorCode::malformed, "证书内外两处的签名算法不一致");
  }
  info.der = der;
  info.signature = parts.signature;
  return std::move(info);
}

}  // namespace certhall::pki
