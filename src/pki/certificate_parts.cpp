#include "pki/certificate_parts.h"

#include <algorithm>

#include "pki/oid.h"

namespace certhall::pki {
namespace {

constexpr int kUriName = 6;  // GeneralName ::= CHOICE { … uniformResourceIdentifier [6] … }

}  // namespace

std::string encode_extension(std::string_view oid, bool critical, std::string_view value) {
  return der::sequence(
      {der::oid(oid), critical ? der::boolean(true) : std::string{}, der::octet_string(value)});
}

std::vector<CertificateInfo::Extension> read_extensions(der::Reader& reader) {
  std::vector<CertificateInfo::Extension> extensions;
  der::Reader list = reader.enter(der::kSequence);
  if (list.done()) list.fail();
  while (!list.done()) {
    der::Reader item = list.enter(der::kSequence);
    CertificateInfo::Extension extension{.oid = item.oid(), .value = {}};
    if (item.at(der::kBoolean)) {
      extension.critical = item.boolean();
      if (!extension.critical) item.fail();  // a default value is not written (X.690 11.5)
    }
    extension.value = item.octet_string();
    item.end();
    const bool is_second = std::ranges::find(extensions, extension.oid,
                                             &CertificateInfo::Extension::oid) != extensions.end();
    if (is_second) list.fail();
    extensions.push_back(std::move(extension));
  }
  return extensions;
}

std::string encode_authority_key_id(std::string_view key_id) {
  return der::sequence({der::element(der::context(0), key_id)});
}

std::string read_authority_key_id(der::Reader reader) {
  der::Reader parts = reader.enter(der::kSequence);
  reader.end();
  return parts.at(der::context(0)) ? std::string(parts.any().content) : std::string{};
}

std::string encode_distribution_point(std::string_view uri) {
  return der::explicitly(0, der::explicitly(0, der::element(der::context(kUriName), uri)));
}

std::string read_distribution_point(der::Reader& reader) {
  if (!reader.at(der::context_constructed(0))) return {};
  der::Reader point = reader.enter(der::context_constructed(0));
  if (!point.at(der::context_constructed(0))) return {};
  der::Reader names = point.enter(der::context_constructed(0));
  while (!names.done()) {
    const auto name = names.any();
    if (name.tag == der::context(kUriName)) return std::string(name.content);
  }
  return {};
}

SignedParts read_signed(der::Reader& reader) {
  der::Reader outer = reader.enter(der::kSequence);
  SignedParts parts;
  parts.tbs = outer.take(der::kSequence).whole;
  parts.algorithm_der = outer.take(der::kSequence).whole;
  parts.signature = outer.bit_string();
  outer.end();
  const auto algorithm = parse_signature_algorithm(parts.algorithm_der);
  if (!algorithm) outer.fail();
  parts.algorithm = algorithm.value_or(Algorithm::sm2_sm3);
  return parts;
}

}  // namespace certhall::pki
