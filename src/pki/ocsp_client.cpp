#include <algorithm>

#include "pki/certificate_parts.h"
#include "pki/ocsp.h"
#include "pki/ocsp_parts.h"
#include "pki/oid.h"

namespace certhall::pki {
namespace {

// Clocks differ; an answer may seem to come from this far in the future.
constexpr std::chrono::minutes kClockSkew{5};

std::string_view error_name(std::uint8_t status) {
  switch (static_cast<OcspError>(status)) {
    case OcspError::malformed_request:
      return "malformedRequest";
    case OcspError::internal_error:
      return "internalError";
    case OcspError::try_later:
      return "tryLater";
    case OcspError::sig_required:
      return "sigRequired";
    case OcspError::unauthorized:
      return "unauthorized";
  }
  return "未知状态";
}

void read_status(der::Reader& item, SingleResponse& single) {
  if (item.at(der::context(0))) {
    single.status = CertificateStatus::good;
    if (!item.any().content.empty()) item.fail();
  } else if (item.at(der::context(2))) {
    single.status = CertificateStatus::unknown;
    if (!item.any().content.empty()) item.fail();
  } else {
    single.status = CertificateStatus::revoked;
    der::Reader revoked = item.enter(der::context_constructed(1));
    single.revoked_at = revoked.generalized_time();
    if (revoked.at(der::context_constructed(0))) {
      der::Reader wrapper = revoked.enter(der::context_constructed(0));
      const auto reason = revocation_reason(wrapper.enumerated());
      wrapper.end();
      if (!reason) wrapper.fail();
      single.reason = reason.value_or(RevocationReason::unspecified);
    }
    revoked.end();
  }
}

SingleResponse read_single(der::Reader& list) {
  der::Reader item = list.enter(der::kSequence);
  SingleResponse single{.id = read_cert_id(item), .this_update = {}};
  read_status(item, single);
  single.this_update = item.generalized_time();
  if (item.at(der::context_constructed(0))) {
    der::Reader next = item.enter(der::context_constructed(0));
    single.next_update = next.generalized_time();
    next.end();
  }
  if (item.at(der::context_constructed(1))) item.any();  // extensions
  item.end();
  return single;
}

void read_response_data(std::string_view der, OcspResponse& response, bool& ok) {
  der::Reader data = der::Reader(der, ok).enter(der::kSequence);
  if (data.at(der::context_constructed(1))) {
    response.responder_name = data.any().content;
  } else {
    der::Reader key = data.enter(der::context_constructed(2));
    response.responder_key_hash = key.octet_string();
    key.end();
  }
  response.answer.produced_at = data.generalized_time();
  der::Reader list = data.enter(der::kSequence);
  if (list.done()) list.fail();
  while (!list.done()) response.answer.responses.push_back(read_single(list));
  response.answer.nonce = read_nonce(data, der::context_constructed(1));
  data.end();
}

void read_basic(std::string_view der, OcspResponse& response, bool& ok) {
  der::Reader whole(der, ok);
  der::Reader basic = whole.enter(der::kSequence);
  whole.end();
  response.tbs = basic.take(der::kSequence).whole;
  const auto algorithm = parse_signature_algorithm(basic.take(der::kSequence).whole);
  if (!algorithm) basic.fail();
  response.algorithm = algorithm.value_or(Algorithm::sm2_sm3);
  response.signature = basic.bit_string();
  if (basic.at(der::context_constructed(0))) {
    der::Reader wrapper = basic.enter(der::context_constructed(0));
    der::Reader list = wrapper.enter(der::kSequence);
    wrapper.end();
    while (!list.done()) {
      response.certificates.emplace_back(list.take(der::kSequence).whole);
    }
  }
  basic.end();
  read_response_data(response.tbs, response, ok);
}

bool is_responder(const OcspResponse& response, const CertificateInfo& candidate) {
  if (response.responder_key_hash.empty()) return candidate.subject_der == response.responder_name;
  const auto key = PublicKey::from_spki(candidate.spki);
  return key && digest(Digest::sha1, key->subject_public_key()) == response.responder_key_hash;
}

/// The key that may answer for this authority: its own or that of a responder with its certificate.
Result<std::string> responder_spki(const OcspResponse& response, const CertificateInfo& authority,
                                   Timestamp at) {
  if (is_responder(response, authority)) return authority.spki;
  for (const auto& der : response.certificates) {
    const auto candidate = parse_certificate(der);
    if (!candidate || !is_responder(response, *candidate)) continue;
    RETURN_IF_ERROR(verify_issued_by(*candidate, authority, at));
    const auto& purposes = candidate->extended_key_usage;
    if (std::ranges::find(purposes, oid::kOcspSigning) == purposes.end()) continue;
    return candidate->spki;
  }
  return fail(ErrorCode::invalid, "OCSP 应答不是由该机构或它授权的应答者签名的");
}

}  // namespace

std::string build_ocsp_request(const std::vector<CertId>& certificates, std::string_view nonce) {
  std::string list;
  for (const auto& id : certificates) list += der::sequence({id.der});
  return der::sequence(
      {der::sequence({der::element(der::kSequence, list), encode_nonce(2, nonce)})});
}

Result<OcspResponse> parse_ocsp_response(std::string_view der) {
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader outer = whole.enter(der::kSequence);
  whole.end();
  const auto status = outer.enumerated();
  if (ok && status != 0) {
    return fail(ErrorCode::upstream, "OCSP 服务返回错误：" + std::string(error_name(status)));
  }
  der::Reader wrapper = outer.enter(der::context_constructed(0));
  outer.end();
  der::Reader bytes = wrapper.enter(der::kSequence);
  wrapper.end();
  if (bytes.oid() != oid::kOcspBasic) bytes.fail();
  OcspResponse response;
  const auto basic = bytes.octet_string();
  bytes.end();
  read_basic(basic, response, ok);
  if (!ok) return fail(ErrorCode::malformed, "OCSP 应答无法解析");
  return response;
}

Status verify_ocsp_response(const OcspResponse& response, const CertificateInfo& authority,
                            Timestamp at) {
  ASSIGN_OR_RETURN(spki, responder_spki(response, authority, at));
  ASSIGN_OR_RETURN(key, PublicKey::from_spki(spki));
  if (key.algorithm() != response.algorithm || !key.verify(response.tbs, response.signature)) {
    return fail(ErrorCode::invalid, "OCSP 应答的签名无效");
  }
  const OcspIssuer issuer(authority);
  for (const auto& single : response.answer.responses) {
    if (!issuer.issued(single.id)) {
      return fail(ErrorCode::invalid, "OCSP 应答中有其他机构的证书");
    }
    if (single.this_update > at + kClockSkew || !single.next_update || at > *single.next_update) {
      return fail(ErrorCode::invalid, "OCSP 应答不在有效期内，请重新查询");
    }
  }
  return {};
}

}  // namespace certhall::pki
