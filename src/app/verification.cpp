#include "app/verification.h"

#include <algorithm>
#include <cctype>

#include "app/certificate_judge.h"
#include "app/pdf_judge.h"
#include "base/encoding.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/pdf_signature.h"
#include "pki/pem.h"
#include "pki/profile.h"
#include "pki/signed_data.h"

namespace certhall::app {
namespace {

constexpr std::int64_t kWindowSeconds = 60, kMostInWindow = 60;

Status within_limit(const Hall& hall, std::string_view address) {
  return write(hall.store,
               [&](Transaction& tx) -> Result<Status> {
                 if (tx.limits().hit("verification/" + std::string(address), kWindowSeconds,
                                     hall.clock.now()) <= kMostInWindow)
                   return Status{};
                 return Status{fail(Error{.code = ErrorCode::too_many,
                                          .message = "核验过于频繁，请一分钟后再试",
                                          .retry_after_seconds = kWindowSeconds})};
               })
      .value();
}

struct Foreign {
  std::string_view magic, message;
};
// What people send by mistake, each with the way out.
constexpr Foreign kForeign[] = {
    {"PK\x03\x04", "这是 Word、OFD 或压缩文件，暂时不能核验；如有 PDF 版本，请选择 PDF"},
    {"\xD0\xCF\x11\xE0", "这是旧版 Word 或 Excel 文件，不能核验；请选择证书文件或已签名的 PDF"},
    {"\xFF\xD8\xFF", "这是图片，图片里没有数字签名；请选择证书文件或已签名的 PDF"},
    {"\x89PNG", "这是图片，图片里没有数字签名；请选择证书文件或已签名的 PDF"},
    {"-----BEGIN CERTIFICATE REQUEST", "这是证书请求，还不是证书；请选择签发后的证书文件"},
    {"-----BEGIN X509 CRL", "这是证书注销列表，不是证书；请选择要核验的证书文件"},
};

auto refuse(std::string_view message) {
  return fail(ErrorCode::unsupported_type, std::string(message));
}

/// PKCS#12, PKCS#8, PKCS#1 and RFC 5915 begin with a version, certificates and signed data do not.
bool holds_private_key(std::string_view bytes) {
  if (bytes.find("PRIVATE KEY-----") != bytes.npos) return true;
  constexpr std::uint64_t kNewest = 3;
  bool ok = true;
  pki::der::Reader file(bytes, ok);
  (void)file.enter(pki::der::kSequence).small_integer(kNewest);
  return ok;
}

/// All blocks of the labels that hold certificates.
std::vector<std::string> pem_blocks(std::string_view text) {
  std::vector<std::string> blocks;
  for (const std::string label : {"CERTIFICATE", "PKCS7", "CMS"}) {
    const std::string end = "-----END " + label + "-----";
    for (std::string_view rest = text; blocks.size() <= kMostVerified;) {
      const auto block = pki::from_pem(label, rest);
      const auto at = rest.find(end);
      if (!block || at == rest.npos) break;
      blocks.push_back(*block);
      rest.remove_prefix(at + end.size());
    }
  }
  return blocks;
}

/// A certificate, or those that go with signed data.
std::vector<std::string> certificates_in(const std::string& der) {
  if (pki::read_certificate(der)) return {der};
  auto data = pki::parse_signed_data(der);
  return data ? std::move(data->certificates) : std::vector<std::string>{};
}

Result<std::vector<pki::OutsideCertificate>> read_certificates(std::string_view bytes) {
  std::vector<std::string> blocks = pem_blocks(bytes);
  if (blocks.empty()) {
    std::string plain;
    for (const char c : bytes)
      if (std::isspace(static_cast<unsigned char>(c)) == 0) plain += c;
    auto decoded = bytes.starts_with("MI") ? from_base64(plain) : std::nullopt;
    blocks.push_back(decoded ? *std::move(decoded) : std::string(bytes));
  }
  std::vector<pki::OutsideCertificate> certificates;
  for (const auto& block : blocks)
    for (const auto& der : certificates_in(block))
      if (auto certificate = pki::read_certificate(der))
        certificates.push_back(*std::move(certificate));
  if (certificates.empty())
    return refuse(
        "这不是证书文件，或文件已损坏：请选择 .cer、.crt、.pem、.p7b 证书文件或已签名的 PDF");
  if (certificates.size() > kMostVerified)
    return fail(ErrorCode::too_large,
                "文件里的证书超过 " + std::to_string(kMostVerified) + " 张，请分开核验");
  // The holder's before those of the authorities above him.
  std::ranges::stable_sort(certificates, {}, &pki::OutsideCertificate::is_authority);
  return certificates;
}

Conclusion conclusion_of(CertificateVerdict verdict) {
  switch (verdict) {
    case CertificateVerdict::good:
      return Conclusion::trusted;
    case CertificateVerdict::expired:
    case CertificateVerdict::not_yet_valid:
    case CertificateVerdict::unknown_issuer:
      return Conclusion::caution;
    case CertificateVerdict::revoked:
    case CertificateVerdict::suspended:
    case CertificateVerdict::unrecorded:
    case CertificateVerdict::forged:
      break;
  }
  return Conclusion::untrusted;
}

/// What the certificate says of a signature made with it: a proven time before its end counts.
Conclusion conclusion_at(const JudgedCertificate& by, const std::optional<JudgedStamp>& stamp) {
  const bool proven =
      stamp && stamp->holds && stamp->by && stamp->by->verdict == CertificateVerdict::good;
  if (!proven) return conclusion_of(by.verdict);
  if (by.verdict == CertificateVerdict::expired && stamp->time <= by.certificate.not_after)
    return Conclusion::trusted;
  if (by.verdict == CertificateVerdict::revoked && by.revoked_at && stamp->time < *by.revoked_at)
    return Conclusion::caution;
  return conclusion_of(by.verdict);
}

Conclusion conclusion_of(const JudgedSignature& signature) {
  switch (signature.verdict) {
    case SignatureVerdict::changed:
    case SignatureVerdict::invalid:
    case SignatureVerdict::wrong_purpose:
      return Conclusion::untrusted;
    case SignatureVerdict::unchecked:
    case SignatureVerdict::unreadable:
      return Conclusion::caution;
    case SignatureVerdict::intact:
      break;
  }
  if (signature.stamp && !signature.stamp->holds) return Conclusion::untrusted;
  return signature.by ? conclusion_at(*signature.by, signature.stamp) : Conclusion::caution;
}

Conclusion conclusion_of(const Verification& found) {
  Conclusion worst = Conclusion::trusted;
  if (!found.is_pdf) {
    // A file of authorities is as good as its worst, a holder's chain as good as the holder's own;
    // nothing beside something forged is good.
    const bool holders = !found.certificates.front().certificate.is_authority;
    for (const auto& each : found.certificates)
      if (each.verdict == CertificateVerdict::forged || each.certificate.is_authority != holders)
        worst = std::max(worst, conclusion_of(each.verdict));
    return worst;
  }
  bool covered = false, consent = false;
  for (const auto& each : found.signatures) {
    worst = std::max(worst, conclusion_of(each));
    covered = covered || each.covers_all;
    consent = consent || !each.is_time_stamp;
  }
  return covered && consent ? worst : std::max(worst, Conclusion::caution);
}

}  // namespace

std::vector<CertificatePurpose> purposes_of(const pki::OutsideCertificate& one) {
  using enum CertificatePurpose;
  const auto has = [&](std::string_view oid) {
    return std::ranges::find(one.extended_key_usage, oid) != one.extended_key_usage.end();
  };
  std::vector<CertificatePurpose> purposes;
  if (one.is_authority) return {certificate_authority};
  if (has(pki::oid::kTimeStamping)) purposes.push_back(time_stamp);
  if (has(pki::oid::kOcspSigning)) purposes.push_back(ocsp);
  if (has(pki::oid::kServerAuth)) purposes.push_back(website);
  const bool for_persons = has(pki::oid::kClientAuth) || has(pki::oid::kEmailProtection);
  if (!purposes.empty() && !for_persons) return purposes;
  namespace usage = pki::key_usage;
  if ((one.key_usage & (usage::kDigitalSignature | usage::kNonRepudiation)) != 0)
    purposes.push_back(signing);
  if ((one.key_usage &
       (usage::kKeyEncipherment | usage::kDataEncipherment | usage::kKeyAgreement)) != 0)
    purposes.push_back(encryption);
  return purposes;
}

Result<Verification> verify_file(const Hall& hall, std::string_view bytes,
                                 std::string_view address) {
  for (const auto& foreign : kForeign)
    if (bytes.starts_with(foreign.magic)) return refuse(foreign.message);
  if (holds_private_key(bytes))
    return refuse(
        "这个文件里有私钥（如 .pfx、.p12、.key），请不要把它交给任何人，也不要上传到任何网站；"
        "核验只需要不含私钥的 .cer 证书文件");
  RETURN_IF_ERROR(within_limit(hall, address));
  Verification found{.is_pdf = pki::is_pdf(bytes),
                     .checked_at = hall.clock.now(),
                     .certificates = {},
                     .signatures = {}};
  const CertificateJudge judge(hall);
  if (found.is_pdf) {
    found.signatures = judge_pdf(judge, bytes);
  } else {
    ASSIGN_OR_RETURN(certificates, read_certificates(bytes));
    for (auto& each : certificates) found.certificates.push_back(judge(std::move(each)));
  }
  found.conclusion = conclusion_of(found);
  return found;
}

}  // namespace certhall::app
