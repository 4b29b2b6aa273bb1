#include "pki/tsp.h"

#include <algorithm>
#include <stdexcept>

#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/der.h"
#include "pki/digest.h"
#include "pki/oid.h"
#include "pki/outside_certificate.h"

namespace certhall::pki {
namespace {

constexpr std::int64_t kMillis = 1000;

struct ImprintDigest {
  std::string_view oid;
  std::size_t size;
};
constexpr ImprintDigest kImprintDigests[] = {
    {oid::kSha256, 32}, {oid::kSha384, 48}, {oid::kSha512, 64}, {oid::kSm3, 32}};

struct Imprint {
  std::string oid, bytes;
};

Imprint read_imprint(der::Reader reader) {
  der::Reader algorithm = reader.enter(der::kSequence);
  Imprint imprint{.oid = algorithm.oid(), .bytes = {}};
  if (algorithm.at(der::kNull)) algorithm.null();
  algorithm.end();
  imprint.bytes = reader.octet_string();
  reader.end();
  return imprint;
}

std::string encode_imprint(std::string_view oid, std::string_view bytes) {
  return der::sequence({der::sequence({der::oid(oid), der::null()}), der::octet_string(bytes)});
}

/// Whether one of the extensions under [0] must be understood: none is.
bool has_critical_extension(der::Reader list) {
  bool critical = false;
  while (!list.done()) {
    der::Reader extension = list.enter(der::kSequence);
    (void)extension.oid();
    if (extension.at(der::kBoolean)) critical = extension.boolean() || critical;
    (void)extension.octet_string();
    extension.end();
  }
  return critical;
}

std::string implicit_integer(int number, std::uint64_t value) {
  bool ok = true;
  const std::string whole = der::integer(value);
  return der::element(der::context(number), der::Reader(whole, ok).take(der::kInteger).content);
}

std::string encode_accuracy(std::int64_t milliseconds) {
  if (milliseconds <= 0) return {};
  const auto seconds = static_cast<std::uint64_t>(milliseconds / kMillis);
  const auto rest = static_cast<std::uint64_t>(milliseconds % kMillis);
  return der::sequence(
      {seconds > 0 ? der::integer(seconds) : "", rest > 0 ? implicit_integer(0, rest) : ""});
}

std::uint64_t read_implicit(der::Reader& reader, int number, std::uint64_t most) {
  bool ok = true;
  const std::string whole = der::element(der::kInteger, reader.take(der::context(number)).content);
  const auto value = der::Reader(whole, ok).small_integer(most);
  if (!ok) reader.fail();
  return value;
}

std::int64_t read_accuracy(der::Reader reader) {
  constexpr std::uint64_t kLongest = 86'400, kPart = 999;
  std::uint64_t milliseconds = 0;
  if (reader.at(der::kInteger)) milliseconds = reader.small_integer(kLongest) * kMillis;
  if (reader.at(der::context(0))) milliseconds += read_implicit(reader, 0, kPart);
  if (reader.at(der::context(1))) (void)read_implicit(reader, 1, kPart);  // microseconds
  reader.end();
  return static_cast<std::int64_t>(milliseconds);
}

/// GeneralizedTime with or without a fraction of a second (RFC 3161 2.4.2).
Timestamp read_time(der::Reader& reader) {
  const std::string_view text = reader.take(der::kGeneralizedTime).content;
  const auto point = std::min(text.find('.'), text.find('Z'));
  if (point == text.npos || !text.ends_with('Z')) return reader.fail(), Timestamp{};
  const std::string whole =
      der::element(der::kGeneralizedTime, std::string(text.substr(0, point)) + "Z");
  bool ok = true;
  Timestamp time = der::Reader(whole, ok).generalized_time();
  std::int64_t unit = kMillis / 10;
  for (const char c : text.substr(point, text.size() - point - 1)) {
    if (c == '.') continue;
    if (c < '0' || c > '9') ok = false;
    time.ms += (c - '0') * unit;
    unit /= 10;
  }
  if (!ok) reader.fail();
  return time;
}

std::string encode_info(const TimeStampInfo& info) {
  const auto serial = from_hex(info.serial);
  if (!serial) throw std::invalid_argument("serial: " + info.serial);
  return der::sequence({der::integer(std::uint64_t{1}), der::oid(info.policy),
                        encode_imprint(info.digest_oid, info.imprint),
                        der::integer(std::string_view(*serial)), der::generalized_time(info.time),
                        encode_accuracy(info.accuracy_ms),
                        info.nonce.empty() ? "" : der::integer(std::string_view(info.nonce))});
}

std::optional<TimeStampInfo> read_info(std::string_view der) {
  bool ok = true;
  TimeStampInfo info;
  der::Reader whole(der, ok);
  der::Reader fields = whole.enter(der::kSequence);
  whole.end();
  if (fields.small_integer(1) != 1) fields.fail();
  info.policy = fields.oid();
  Imprint imprint = read_imprint(fields.enter(der::kSequence));
  info.digest_oid = std::move(imprint.oid);
  info.imprint = std::move(imprint.bytes);
  info.serial = to_hex(fields.integer());
  info.time = read_time(fields);
  if (fields.at(der::kSequence)) info.accuracy_ms = read_accuracy(fields.enter(der::kSequence));
  if (fields.at(der::kBoolean)) (void)fields.boolean();  // ordering
  if (fields.at(der::kInteger)) info.nonce = fields.integer();
  if (fields.at(der::context_constructed(0))) fields.any();  // the authority's name
  if (fields.at(der::context_constructed(1))) fields.any();  // extensions
  fields.end();
  return ok ? std::optional(info) : std::nullopt;
}

/// SigningCertificateV2 (RFC 5035 4): SHA-256 is the default and therefore left out.
std::string signing_certificate(std::string_view certificate, Algorithm algorithm) {
  const bool sm3 = algorithm == Algorithm::sm2_sm3;
  return der::sequence({der::sequence({der::sequence(
      {sm3 ? der::sequence({der::oid(oid::kSm3)}) : "",
       der::octet_string(digest(sm3 ? Digest::sm3 : Digest::sha256, certificate))})})});
}

/// Whether the signed attributes name this certificate; the first one of SigningCertificateV2 or,
/// with SHA-1, of SigningCertificate (RFC 2634 5.4).
bool names_certificate(const CmsSigner& signer, std::string_view certificate) {
  constexpr std::string_view kSigningCertificate = "1.2.840.113549.1.9.16.2.12";
  const auto* second = signer.signed_attribute(oid::kSigningCertificate2);
  const auto* first = signer.signed_attribute(kSigningCertificate);
  const auto* named = second != nullptr ? second : first;
  if (named == nullptr) return false;
  bool ok = true;
  der::Reader value(named->value, ok);
  der::Reader id = value.enter(der::kSequence).enter(der::kSequence).enter(der::kSequence);
  std::string algorithm(second != nullptr ? oid::kSha256 : oid::kSha1);
  if (second != nullptr && id.at(der::kSequence)) algorithm = id.enter(der::kSequence).oid();
  const auto stated = id.octet_string();
  const auto own = digest_by_oid(algorithm, certificate);
  return ok && own && *own == stated;
}

std::string status_info(std::uint64_t status, std::string_view words, std::string_view failure) {
  return der::sequence({der::integer(status),
                        words.empty() ? "" : der::sequence({der::utf8_string(words)}), failure});
}

}  // namespace

tl::expected<TimeStampRequest, TimeStampFailure> parse_time_stamp_request(std::string_view der) {
  const auto refuse = [](TimeStampFailure why) { return tl::unexpected(why); };
  if (der.size() > kTimeStampRequestLimit) return refuse(TimeStampFailure::bad_data_format);
  bool ok = true, critical = false;
  TimeStampRequest request;
  der::Reader whole(der, ok);
  der::Reader fields = whole.enter(der::kSequence);
  whole.end();
  const auto version = fields.small_integer(127);
  Imprint imprint = read_imprint(fields.enter(der::kSequence));
  if (fields.at(der::kOid)) request.policy = fields.oid();
  if (fields.at(der::kInteger)) request.nonce = fields.integer();
  if (fields.at(der::kBoolean)) request.certificate_wanted = fields.boolean();
  if (fields.at(der::context_constructed(0)))
    critical = has_critical_extension(fields.enter(der::context_constructed(0)));
  fields.end();
  if (!ok) return refuse(TimeStampFailure::bad_data_format);
  if (version != 1) return refuse(TimeStampFailure::bad_request);
  if (critical) return refuse(TimeStampFailure::unaccepted_extension);
  const auto known = std::ranges::find(kImprintDigests, imprint.oid, &ImprintDigest::oid);
  if (known == std::end(kImprintDigests)) return refuse(TimeStampFailure::bad_algorithm);
  if (imprint.bytes.size() != known->size) return refuse(TimeStampFailure::bad_data_format);
  request.digest_oid = std::move(imprint.oid);
  request.imprint = std::move(imprint.bytes);
  return request;
}

std::string build_time_stamp_request(const TimeStampRequest& request) {
  return der::sequence({der::integer(std::uint64_t{1}),
                        encode_imprint(request.digest_oid, request.imprint),
                        request.policy.empty() ? "" : der::oid(request.policy),
                        request.nonce.empty() ? "" : der::integer(std::string_view(request.nonce)),
                        request.certificate_wanted ? der::boolean(true) : ""});
}

UnsignedTimeStamp build_time_stamp(const TimeStampInfo& info, std::string_view certificate,
                                   Algorithm algorithm) {
  UnsignedTimeStamp stamp;
  stamp.draft_ = draft_signed_data(
      std::string(oid::kTimeStampInfo), encode_info(info),
      {cms_attribute(oid::kSigningCertificate2, signing_certificate(certificate, algorithm))},
      certificate, algorithm);
  stamp.signature_input = stamp.draft_.attributes;
  return stamp;
}

std::string sign(const UnsignedTimeStamp& stamp, const Signer& signer,
                 const std::vector<std::string>& certificates) {
  if (signer.algorithm() != stamp.draft_.algorithm)
    throw std::logic_error("the signer is not the one that the time stamp was made for");
  return finish_signed_data(stamp.draft_, sign_checked(signer, stamp.signature_input),
                            certificates);
}

std::string time_stamp_response(std::string_view token) {
  return der::sequence({status_info(0, "", ""), token});
}

std::string time_stamp_response(TimeStampFailure failure, std::string_view words) {
  constexpr std::uint64_t kRejection = 2;
  const auto bit = static_cast<std::size_t>(failure);
  std::string bits(bit / 8 + 1, '\0');
  bits.back() = static_cast<char>(0x80U >> (bit % 8));
  return der::sequence(
      {status_info(kRejection, words, der::bit_string(bits, static_cast<int>(7 - bit % 8)))});
}

Result<std::string> token_of_response(std::string_view der) {
  constexpr std::uint64_t kGrantedWithChanges = 1, kMost = 5;
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader response = whole.enter(der::kSequence);
  whole.end();
  const auto status = response.enter(der::kSequence).small_integer(kMost);
  const std::string token(response.done() ? std::string_view() : response.any().whole);
  response.end();
  if (!ok) return fail(ErrorCode::malformed, "时间戳应答无法解析");
  if (status > kGrantedWithChanges)
    return fail(ErrorCode::upstream, "时间戳服务拒绝了请求，状态 " + std::to_string(status));
  return token;
}

Result<TimeStampToken> parse_time_stamp_token(std::string_view der) {
  ASSIGN_OR_RETURN(data, parse_signed_data(der));
  const auto info = data.content && data.content_type == oid::kTimeStampInfo
                        ? read_info(*data.content)
                        : std::nullopt;
  if (!info || data.signers.size() != 1)
    return fail(ErrorCode::malformed, "时间戳无法解析：不是 RFC 3161 的时间戳");
  return TimeStampToken{.info = *info, .signed_data = std::move(data)};
}

Status verify_time_stamp(const TimeStampToken& token, std::string_view certificate) {
  const auto& signer = token.signed_data.signers.front();
  const auto& content = *token.signed_data.content;
  ASSIGN_OR_RETURN(stamper, read_certificate(certificate));
  if (!is_of(signer, stamper) || !names_certificate(signer, certificate))
    return fail(ErrorCode::invalid, "时间戳不是用这张证书签的");
  if (signer.signed_attributes_der.empty() || content_fits(signer, content) == Fit::broken ||
      signature_fits(signer, content, stamper.spki) == Fit::broken)
    return fail(ErrorCode::invalid, "时间戳被改动过：签名与内容不符");
  if (content_fits(signer, content) != Fit::fits ||
      signature_fits(signer, content, stamper.spki) != Fit::fits)
    return fail(ErrorCode::unsupported_type, "时间戳所用的算法暂不支持核对");
  if (stamper.extended_key_usage != std::vector<std::string>{std::string(oid::kTimeStamping)} ||
      !stamper.extended_key_usage_critical)
    return fail(ErrorCode::invalid, "签时间戳的证书没有时间戳用途");
  if (token.info.time < stamper.not_before || token.info.time > stamper.not_after)
    return fail(ErrorCode::invalid, "签时间戳的证书当时不在有效期内");
  return {};
}

}  // namespace certhall::pki
