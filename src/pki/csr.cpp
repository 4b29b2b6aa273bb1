#include "pki/csr.h"

#include "pki/certificate_parts.h"

namespace certhall::pki {
namespace {

constexpr std::size_t kRequestLimit = 65536;

}  // namespace

Result<CertificationRequest> parse_certification_request(std::string_view der) {
  bool ok = der.size() <= kRequestLimit;
  der::Reader reader(der, ok);
  const SignedParts parts = read_signed(reader);
  reader.end();
  der::Reader info = der::Reader(parts.tbs, ok).enter(der::kSequence);
  if (info.small_integer(0) != 0) info.fail();
  const auto subject_der = info.take(der::kSequence).whole;
  CertificationRequest request{.algorithm = parts.algorithm,
                               .spki = std::string(info.take(der::kSequence).whole),
                               .subject = {},
                               .attributes = {}};
  // Some makers leave the empty set of attributes out.
  if (!info.done()) {
    der::Reader attributes = info.enter(der::context_constructed(0));
    while (!attributes.done()) {
      request.attributes.push_back(attributes.enter(der::kSequence).oid());
    }
  }
  info.end();
  if (!ok) return fail(ErrorCode::malformed, "证书请求无法解析：应为 DER 编码的 PKCS#10");
  ASSIGN_OR_RETURN(subject, parse_name(subject_der));
  request.subject = std::move(subject);
  ASSIGN_OR_RETURN(key, PublicKey::from_spki(request.spki));
  if (key.algorithm() != parts.algorithm || !key.verify(parts.tbs, parts.signature)) {
    return fail(ErrorCode::invalid, "证书请求的签名与其中的公钥不符，请重新生成请求");
  }
  return request;
}

std::string certification_request_info(std::string_view spki, const Name& subject) {
  return der::sequence({der::integer(std::uint64_t{0}), encode_name(subject), spki,
                        der::element(der::context_constructed(0), {})});
}

std::string assemble_certification_request(std::string_view info, Algorithm algorithm,
                                           std::string_view signature) {
  return assemble_signed(info, signature_algorithm(algorithm, Sm2Parameters::absent), signature);
}

std::string build_certification_request(const PrivateKey& key, const Name& subject) {
  const std::string info = certification_request_info(key.public_key().spki(), subject);
  return assemble_certification_request(info, key.algorithm(), key.sign(info));
}

}  // namespace certhall::pki
