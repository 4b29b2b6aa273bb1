#include "pki/ocsp.h"

#include <algorithm>
#include <stdexcept>

#include "base/encoding.h"
#include "pki/certificate_parts.h"
#include "pki/ocsp_parts.h"
#include "pki/oid.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

std::string encode_status(const SingleResponse& single) {
  switch (single.status) {
    case CertificateStatus::good:
      return der::element(der::context(0), {});
    case CertificateStatus::unknown:
      return der::element(der::context(2), {});
    case CertificateStatus::revoked:
      break;
  }
  std::string content = der::generalized_time(single.revoked_at);
  if (single.reason != RevocationReason::unspecified) {
    content += der::explicitly(0, der::enumerated(static_cast<std::uint8_t>(single.reason)));
  }
  return der::element(der::context_constructed(1), content);
}

std::string encode_single(const SingleResponse& single) {
  std::string next_update;
  if (single.next_update) {
    next_update = der::explicitly(0, der::generalized_time(*single.next_update));
  }
  return der::sequence({single.id.der, encode_status(single),
                        der::generalized_time(single.this_update), next_update});
}

}  // namespace

CertId read_cert_id(der::Reader& reader) {
  constexpr std::size_t kLongestSerial = 20;
  const auto element = reader.take(der::kSequence);
  bool ok = true;
  der::Reader parts(element.content, ok);
  der::Reader algorithm = parts.enter(der::kSequence);
  const auto digest = digest_from_oid(algorithm.oid());
  if (algorithm.at(der::kNull)) algorithm.null();
  algorithm.end();
  CertId id;
  id.digest = digest.value_or(Digest::sha1);
  id.issuer_name_hash = parts.octet_string();
  id.issuer_key_hash = parts.octet_string();
  const std::string serial = parts.integer();
  parts.end();
  if (!ok || !digest || serial.size() > kLongestSerial) reader.fail();
  id.serial = to_hex(serial);
  id.der = element.whole;
  return id;
}

std::string read_nonce(der::Reader& reader, std::uint8_t tag) {
  if (!reader.at(tag)) return {};
  der::Reader wrapper = reader.enter(tag);
  const auto extensions = read_extensions(wrapper);
  wrapper.end();
  std::string nonce;
  for (const auto& extension : extensions) {
    if (extension.oid != oid::kOcspNonce) {
      if (extension.critical) reader.fail();
      continue;
    }
    bool ok = true;
    der::Reader value(extension.value, ok);
    nonce = value.octet_string();
    value.end();
    // RFC 9654 2.1: lengths of 0 and above 128 are malformed.
    if (!ok || nonce.empty() || nonce.size() > kOcspNonceLimit) reader.fail();
  }
  return nonce;
}

std::string encode_nonce(int number, std::string_view nonce) {
  if (nonce.empty()) return {};
  return der::explicitly(
      number, der::sequence({encode_extension(oid::kOcspNonce, false, der::octet_string(nonce))}));
}

Result<OcspRequest> parse_ocsp_request(std::string_view der) {
  if (der.size() > kOcspRequestLimit) return fail(ErrorCode::too_large, "OCSP 请求过大");
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader outer = whole.enter(der::kSequence);
  whole.end();
  der::Reader tbs = outer.enter(der::kSequence);
  if (outer.at(der::context_constructed(0))) outer.any();  // a signature
  outer.end();
  if (tbs.at(der::context_constructed(0))) {
    der::Reader version = tbs.enter(der::context_constructed(0));
    if (version.small_integer(0) != 0) version.fail();
    version.end();
  }
  if (tbs.at(der::context_constructed(1))) tbs.any();  // the asker's name
  OcspRequest request;
  der::Reader list = tbs.enter(der::kSequence);
  if (list.done()) list.fail();
  while (!list.done()) {
    if (request.certificates.size() == kOcspCertificatesLimit) {
      return fail(ErrorCode::too_large, "OCSP 请求中的证书过多");
    }
    der::Reader item = list.enter(der::kSequence);
    request.certificates.push_back(read_cert_id(item));
    if (item.at(der::context_constructed(0))) item.any();  // extensions of a single request
    item.end();
  }
  request.nonce = read_nonce(tbs, der::context_constructed(2));
  tbs.end();
  if (!ok) return fail(ErrorCode::malformed, "OCSP 请求无法解析");
  return request;
}

OcspIssuer::OcspIssuer(const CertificateInfo& authority) {
  const auto key = PublicKey::from_spki(authority.spki);
  if (!key) throw std::invalid_argument("authority's public key: " + key.error().message);
  std::size_t at = 0;
  for (const auto algorithm : {Digest::sha1, Digest::sha256, Digest::sm3}) {
    hashes_[at++] = {algorithm, digest(algorithm, authority.subject_der),
                     digest(algorithm, key->subject_public_key())};
  }
}

bool OcspIssuer::issued(const CertId& id) const {
  const auto& own = *std::ranges::find(hashes_, id.digest, &Hashes::digest);
  return own.name == id.issuer_name_hash && own.key == id.issuer_key_hash;
}

CertId OcspIssuer::cert_id(std::string_view serial, Digest digest) const {
  const auto bytes = serial_bytes(serial);
  if (!bytes) throw std::invalid_argument("serial: " + std::string(serial));
  const auto& own = *std::ranges::find(hashes_, digest, &Hashes::digest);
  return {.digest = digest,
          .issuer_name_hash = own.name,
          .issuer_key_hash = own.key,
          .serial = std::string(serial),
          .der = der::sequence({der::sequence({der::oid(digest_oid(digest)), der::null()}),
                                der::octet_string(own.name), der::octet_string(own.key),
                                der::integer(std::string_view(*bytes))})};
}

namespace {

/// KeyHash is SHA-1 by definition (RFC 6960 4.2.1).
std::string responder_id(const Signer& responder) {
  const auto key = PublicKey::from_spki(responder.spki());
  if (!key) throw std::invalid_argument("responder's public key: " + key.error().message);
  return der::explicitly(2, der::octet_string(digest(Digest::sha1, key->subject_public_key())));
}

std::string build(const OcspAnswer& answer, const Signer& signer, std::string_view responder_id,
                  std::string_view algorithm, std::string_view certificate) {
  std::string singles;
  for (const auto& single : answer.responses) singles += encode_single(single);
  const std::string tbs =
      der::sequence({responder_id, der::generalized_time(answer.produced_at),
                     der::element(der::kSequence, singles), encode_nonce(1, answer.nonce)});
  const std::string basic = der::sequence({tbs, algorithm, der::bit_string(signer.sign(tbs)),
                                           der::explicitly(0, der::sequence({certificate}))});
  return der::sequence(
      {der::enumerated(0),
       der::explicitly(0, der::sequence({der::oid(oid::kOcspBasic), der::octet_string(basic)}))});
}

}  // namespace

OcspSigner::OcspSigner(std::shared_ptr<const Signer> signer, std::string certificate,
                       Sm2Parameters sm2_parameters)
    : signer_(std::move(signer)),
      certificate_(std::move(certificate)),
      responder_id_(responder_id(*signer_)),
      algorithm_(signature_algorithm(signer_->algorithm(), sm2_parameters)) {}

std::string OcspSigner::sign(const OcspAnswer& answer) const {
  return build(answer, *signer_, responder_id_, algorithm_, certificate_);
}

std::string build_ocsp_response(const OcspAnswer& answer, const Signer& responder,
                                std::string_view responder_certificate,
                                Sm2Parameters sm2_parameters) {
  return build(answer, responder, responder_id(responder),
               signature_algorithm(responder.algorithm(), sm2_parameters), responder_certificate);
}

std::string ocsp_error(OcspError error) {
  return der::sequence({der::enumerated(static_cast<std::uint8_t>(error))});
}

}  // namespace certhall::pki
