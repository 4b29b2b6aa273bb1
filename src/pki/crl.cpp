#include "pki/crl.h"

#include <algorithm>
#include <stdexcept>

#include "base/encoding.h"
#include "pki/certificate_parts.h"
#include "pki/oid.h"
#include "pki/serial.h"

namespace certhall::pki {
namespace {

constexpr std::uint64_t kVersion2 = 1;

std::string crl_extensions(const CrlHead& head) {
  std::string out = encode_extension(oid::kAuthorityKeyIdentifier, false,
                                     encode_authority_key_id(head.issuer.key_id)) +
                    encode_extension(oid::kCrlNumber, false, der::integer(head.number));
  if (!head.shard_uri.empty()) {
    out += encode_extension(oid::kIssuingDistributionPoint, true,
                            der::sequence({encode_distribution_point(head.shard_uri)}));
  }
  if (head.base_number) {
    out += encode_extension(oid::kDeltaCrlIndicator, true, der::integer(*head.base_number));
  }
  if (!head.freshest_uri.empty()) {
    out += encode_extension(
        oid::kFreshestCrl, false,
        der::sequence({der::sequence({encode_distribution_point(head.freshest_uri)})}));
  }
  if (head.keeps_expired_since) {
    out += encode_extension(oid::kExpiredCertsOnCrl, false,
                            der::generalized_time(*head.keeps_expired_since));
  }
  return der::explicitly(0, der::element(der::kSequence, out));
}

CrlEntry read_entry(der::Reader& list) {
  der::Reader item = list.enter(der::kSequence);
  CrlEntry entry;
  entry.serial = to_hex(item.integer());
  entry.revoked_at = item.time();
  if (item.done()) return entry;
  for (const auto& extension : read_extensions(item)) {
    // A critical extension that is not understood makes the list unusable (RFC 5280 5.3).
    if (extension.oid != oid::kReasonCode) {
      if (extension.critical) item.fail();
      continue;
    }
    bool ok = true;
    der::Reader value(extension.value, ok);
    const auto reason = revocation_reason(value.enumerated());
    value.end();
    if (!ok || !reason) item.fail();
    entry.reason = reason.value_or(RevocationReason::unspecified);
  }
  item.end();
  return entry;
}

void read_crl_extensions(der::Reader& fields, CrlInfo& crl) {
  der::Reader wrapper = fields.enter(der::context_constructed(0));
  const auto extensions = read_extensions(wrapper);
  wrapper.end();
  bool ok = true;
  for (const auto& extension : extensions) {
    der::Reader value(extension.value, ok);
    if (extension.oid == oid::kCrlNumber) {
      crl.number = value.small_integer(UINT64_MAX);
    } else if (extension.oid == oid::kAuthorityKeyIdentifier) {
      crl.authority_key_id = read_authority_key_id(value);
    } else if (extension.oid == oid::kIssuingDistributionPoint) {
      der::Reader point = value.enter(der::kSequence);
      crl.shard_uri = read_distribution_point(point);
      point.end();  // a restriction to some reasons or kinds is not understood here
    } else if (extension.oid == oid::kDeltaCrlIndicator) {
      crl.base_number = value.small_integer(UINT64_MAX);
    } else if (extension.oid == oid::kFreshestCrl) {
      der::Reader point = value.enter(der::kSequence).enter(der::kSequence);
      crl.freshest_uri = read_distribution_point(point);
    } else if (extension.oid == oid::kExpiredCertsOnCrl) {
      crl.keeps_expired_since = value.generalized_time();
    } else if (extension.critical) {
      fields.fail();
    }
  }
  if (!ok) fields.fail();
}

/// Gives the issuer's name, which is parsed apart.
std::string_view read_tbs(std::string_view tbs, CrlInfo& crl, std::string_view algorithm_der,
                          bool& ok) {
  der::Reader fields = der::Reader(tbs, ok).enter(der::kSequence);
  if (fields.small_integer(kVersion2) != kVersion2) fields.fail();
  if (fields.take(der::kSequence).whole != algorithm_der) fields.fail();
  const auto issuer_der = fields.take(der::kSequence).whole;
  crl.this_update = fields.time();
  crl.next_update = fields.time();
  if (fields.at(der::kSequence)) {
    der::Reader list = fields.enter(der::kSequence);
    while (!list.done()) crl.entries.push_back(read_entry(list));
  }
  read_crl_extensions(fields, crl);
  fields.end();
  return issuer_der;
}

}  // namespace

std::optional<RevocationReason> revocation_reason(std::uint64_t code) {
  constexpr std::uint64_t kHighest = 10;
  constexpr std::uint64_t kUnused = 7;
  if (code > kHighest || code == kUnused) return std::nullopt;
  return static_cast<RevocationReason>(code);
}

std::string encode_crl_entry(const CrlEntry& entry) {
  const auto serial = serial_bytes(entry.serial);
  if (!serial) throw std::invalid_argument("serial: " + entry.serial);
  std::string extensions;
  // RFC 5280 5.3.1: an unspecified reason is not written.
  if (entry.reason != RevocationReason::unspecified) {
    extensions = der::sequence({encode_extension(
        oid::kReasonCode, false, der::enumerated(static_cast<std::uint8_t>(entry.reason)))});
  }
  return der::sequence(
      {der::integer(std::string_view(*serial)), der::time(entry.revoked_at), extensions});
}

void CrlBuilder::add(const CrlEntry& entry) { entries_ += encode_crl_entry(entry); }

CrlFrame frame_crl(const CrlHead& head, std::uint64_t entry_bytes) {
  const auto key = PublicKey::from_spki(head.issuer.spki);
  if (!key) throw std::invalid_argument("the issuer's public key cannot be read");
  CrlFrame frame{.before = {},
                 .after = crl_extensions(head),
                 .algorithm_der = signature_algorithm(key->algorithm(), head.issuer.sm2_parameters),
                 .issuer_spki = head.issuer.spki};
  std::string fields = der::integer(kVersion2) + frame.algorithm_der + head.issuer.name +
                       der::time(head.this_update) + der::time(head.next_update);
  // An empty list has no element for its entries at all (RFC 5280 5.1.2.6).
  if (entry_bytes > 0) fields += der::header(der::kSequence, entry_bytes);
  frame.before =
      der::header(der::kSequence, fields.size() + entry_bytes + frame.after.size()) + fields;
  return frame;
}

UnsignedCrl CrlBuilder::build() && {
  CrlFrame frame = frame_crl(head_, entries_.size());
  return {frame.before + entries_ + frame.after, std::move(frame.algorithm_der),
          std::move(frame.issuer_spki)};
}

SignedFrame sign(const CrlFrame& frame, std::string_view tbs, const Signer& signer) {
  if (signer.spki() != frame.issuer_spki)
    throw std::logic_error("the signer is not the issuer of the list");
  SignedFrame around{.before = {},
                     .after = frame.algorithm_der + der::bit_string(sign_checked(signer, tbs))};
  around.before = der::header(der::kSequence, tbs.size() + around.after.size());
  return around;
}

std::string sign(const UnsignedCrl& crl, const Signer& signer) {
  if (signer.spki() != crl.issuer_spki)
    throw std::logic_error("the signer is not the issuer of the list");
  return assemble_signed(crl.tbs, crl.algorithm_der, sign_checked(signer, crl.tbs));
}

const CrlEntry* CrlInfo::find(std::string_view serial) const {
  const auto found = std::ranges::find(entries, serial, &CrlEntry::serial);
  return found == entries.end() ? nullptr : &*found;
}

Result<CrlInfo> parse_crl(std::string_view der) {
  bool ok = true;
  der::Reader reader(der, ok);
  const SignedParts parts = read_signed(reader);
  reader.end();
  CrlInfo crl;
  const auto issuer_der = read_tbs(parts.tbs, crl, parts.algorithm_der, ok);
  if (!ok) return fail(ErrorCode::malformed, "证书吊销列表(CRL)无法解析");
  ASSIGN_OR_RETURN(issuer, parse_name(issuer_der));
  crl.issuer = std::move(issuer);
  crl.issuer_der = issuer_der;
  crl.der = der;
  crl.tbs = parts.tbs;
  crl.algorithm = parts.algorithm;
  crl.signature = parts.signature;
  return crl;
}

Status verify_crl(const CrlInfo& crl, const CertificateInfo& issuer, Timestamp at) {
  const auto refuse = [](const char* message) { return fail(ErrorCode::invalid, message); };
  if (crl.issuer_der != issuer.subject_der || crl.authority_key_id != issuer.subject_key_id) {
    return refuse("CRL 不是由该机构签发的");
  }
  if ((issuer.key_usage & key_usage::kCrlSign) == 0) return refuse("签发者无权签发 CRL");
  if (at < crl.this_update || at > crl.next_update) return refuse("CRL 不在有效期内，请重新获取");
  ASSIGN_OR_RETURN(key, PublicKey::from_spki(issuer.spki));
  if (key.algorithm() != crl.algorithm || !key.verify(crl.tbs, crl.signature)) {
    return refuse("CRL 的签名无效");
  }
  return {};
}

}  // namespace certhall::pki
