#include "app/pdf_judge.h"

#include <algorithm>

#include "pki/der.h"
#include "pki/oid.h"
#include "pki/pdf_signature.h"
#include "pki/tsp.h"

namespace certhall::app {
namespace {

using pki::Fit;

constexpr std::string_view kSigningTime = "1.2.840.113549.1.9.5";
constexpr std::size_t kSha1Size = 20;

/// The one that the signer names, among those that came along.
std::optional<pki::OutsideCertificate> certificate_of(const pki::CmsSigner& signer,
                                                      const pki::SignedData& data) {
  for (const auto& der : data.certificates)
    if (auto one = pki::read_certificate(der); one && pki::is_of(signer, *one))
      return *std::move(one);
  return std::nullopt;
}

bool stamps(const pki::TimeStampInfo& info, std::string_view message) {
  const auto digest = pki::digest_by_oid(info.digest_oid, message);
  return digest && *digest == info.imprint;
}

JudgedStamp judge_stamp(const CertificateJudge& judge, const pki::TimeStampToken& token,
                        std::string_view message) {
  JudgedStamp stamp{.time = token.info.time, .by = {}};
  auto one = certificate_of(token.signed_data.signers.front(), token.signed_data);
  if (!one) return stamp;
  stamp.holds = stamps(token.info, message) && pki::verify_time_stamp(token, one->der);
  stamp.by = judge(*std::move(one));
  return stamp;
}

std::optional<Timestamp> claimed_time(const pki::CmsSigner& signer) {
  const auto* attribute = signer.signed_attribute(kSigningTime);
  if (attribute == nullptr) return std::nullopt;
  bool ok = true;
  const Timestamp time = pki::der::Reader(attribute->value, ok).time();
  return ok ? std::optional(time) : std::nullopt;
}

/// Where nothing is said of what it is for, it is for everything (RFC 5280 4.2.1.3).
bool is_for_signing(const pki::OutsideCertificate& certificate) {
  if (certificate.key_usage == 0 && certificate.extended_key_usage.empty()) return true;
  const auto purposes = purposes_of(certificate);
  return std::ranges::find(purposes, CertificatePurpose::signing) != purposes.end();
}

SignatureVerdict verdict_of(Fit content, Fit signature) {
  if (content == Fit::broken) return SignatureVerdict::changed;
  if (signature == Fit::broken) return SignatureVerdict::invalid;
  return content == Fit::fits && signature == Fit::fits ? SignatureVerdict::intact
                                                        : SignatureVerdict::unchecked;
}

/// The content that the signer's digest is of: the document's bytes, or what the signature carries
/// in their place, their SHA-1 (adbe.pkcs7.sha1).
struct Content {
  std::string bytes;
  Fit of_document = Fit::fits;
};
Content content_of(const pki::SignedData& data, std::string document) {
  if (!data.content || data.content->empty()) return {std::move(document)};
  const auto digest = pki::digest_by_oid(pki::oid::kSha1, document);
  const bool is_digest = data.content->size() == kSha1Size;
  return {*data.content, is_digest && digest == *data.content ? Fit::fits : Fit::broken};
}

void judge_signer(const CertificateJudge& judge, const pki::SignedData& data, Content content,
                  JudgedSignature& judged) {
  const auto& signer = data.signers.front();
  judged.claimed_time = claimed_time(signer);
  auto one = certificate_of(signer, data);
  const Fit signature = one ? pki::signature_fits(signer, content.bytes, one->spki) : Fit::unknown;
  Fit fits = pki::content_fits(signer, content.bytes);
  // Without attributes the signature itself is over the content.
  if (signer.signed_attributes_der.empty() && signature == Fit::fits) fits = Fit::fits;
  if (content.of_document == Fit::broken) fits = Fit::broken;
  judged.verdict = verdict_of(fits, signature);
  if (judged.verdict == SignatureVerdict::intact && !is_for_signing(*one))
    judged.verdict = SignatureVerdict::wrong_purpose;
  if (one) judged.by = judge(*std::move(one));
  if (const auto* stamp = signer.unsigned_attribute(pki::oid::kTimeStampToken))
    if (const auto token = pki::parse_time_stamp_token(stamp->value))
      judged.stamp = judge_stamp(judge, *token, signer.signature);
}

void judge_document_stamp(const CertificateJudge& judge, std::string_view contents,
                          const std::string& document, JudgedSignature& judged) {
  judged.is_time_stamp = true;
  const auto token = pki::parse_time_stamp_token(contents);
  if (!token) return;
  auto stamp = judge_stamp(judge, *token, document);
  judged.verdict = !stamps(token->info, document) ? SignatureVerdict::changed
                   : stamp.holds                  ? SignatureVerdict::intact
                   : stamp.by                     ? SignatureVerdict::invalid
                                                  : SignatureVerdict::unchecked;
  judged.by = stamp.by;
  judged.stamp = std::move(stamp);
}

JudgedSignature judge_signature(const CertificateJudge& judge, const pki::PdfSignature& found) {
  JudgedSignature judged{.covers_all = found.covers_all};
  if (!found.readable) return judged;
  const auto data = pki::parse_signed_data(found.contents);
  if (!data || data->signers.size() != 1) return judged;
  std::string document;
  document.reserve(found.before.size() + found.after.size());
  document.append(found.before).append(found.after);
  if (data->content_type == pki::oid::kTimeStampInfo)
    judge_document_stamp(judge, found.contents, document, judged);
  else
    judge_signer(judge, *data, content_of(*data, std::move(document)), judged);
  return judged;
}

}  // namespace

std::vector<JudgedSignature> judge_pdf(const CertificateJudge& judge, std::string_view file) {
  std::vector<JudgedSignature> judged;
  for (const auto& each : pki::find_pdf_signatures(file))
    judged.push_back(judge_signature(judge, each));
  return judged;
}

}  // namespace certhall::app
