#include "app/certificate_judge.h"

#include <algorithm>
#include <cctype>

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::app {
namespace {

/// Two names that people take for the same: case and blanks do not tell them apart.
std::string folded(std::string_view name) {
  std::string out;
  for (const unsigned char c : name)
    if (std::isspace(c) == 0) out += static_cast<char>(std::tolower(c));
  return out;
}

}  // namespace

CertificateJudge::CertificateJudge(const Hall& hall) : hall_(hall), now_(hall.clock.now()) {
  for (auto& row : read(hall.store, [](Transaction& tx) { return tx.authorities().list(); }))
    if (auto certificate = pki::read_certificate(row.certificate))
      authorities_.push_back({std::move(row), *std::move(certificate)});
}

const CertificateJudge::Known* CertificateJudge::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(authorities_, [&](const Known& each) { return each.row.name == name; });
  return found == authorities_.end() ? nullptr : &*found;
}

std::vector<std::string> CertificateJudge::chain_above(const Known& authority) const {
  std::vector<std::string> chain;
  for (const Known* at = &authority; at != nullptr && chain.size() <= authorities_.size();
       at = find(at->row.issuer)) {
    chain.push_back(at->certificate.subject);
    if (at->row.issuer == at->row.name) break;
  }
  return chain;
}

CertificateVerdict CertificateJudge::at_this_time(const pki::OutsideCertificate& one) const {
  if (now_ < one.not_before) return CertificateVerdict::not_yet_valid;
  return now_ > one.not_after ? CertificateVerdict::expired : CertificateVerdict::good;
}

bool CertificateJudge::look_up(JudgedCertificate& judged, const Known& issuer) const {
  const auto& one = judged.certificate;
  return read(hall_.store, [&](Transaction& tx) {
    const auto stored = tx.certificates().find_by_serial(issuer.row.name, one.serial);
    if (!stored)  // our own: authorities and signers of status and time, today's and earlier ones
      return tx.authorities().is_recorded(to_hex(sha256(one.tbs)));
    if (stored->der != one.der) return false;
    switch (stored->status) {
      case domain::CertificateStatus::issued:
        return true;
      case domain::CertificateStatus::suspended:
      case domain::CertificateStatus::revoked:
        judged.verdict = stored->status == domain::CertificateStatus::revoked
                             ? CertificateVerdict::revoked
                             : CertificateVerdict::suspended;
        judged.revoked_at = stored->revoked_at;
        judged.reason = stored->revocation_reason;
        return true;
      case domain::CertificateStatus::reserved:
      case domain::CertificateStatus::voided:
        break;
    }
    return false;
  });
}

JudgedCertificate CertificateJudge::operator()(pki::OutsideCertificate certificate) const {
  JudgedCertificate judged{.certificate = std::move(certificate)};
  const auto& one = judged.certificate;
  const std::string issuer_name = folded(one.issuer);
  const Known* issuer = nullptr;
  bool named = false;
  for (const auto& each : authorities_) {
    const bool issues = each.row.kind == "root" || each.row.kind == "issuing";
    if (!issues || folded(each.certificate.subject) != issuer_name) continue;
    named = true;
    if (pki::signed_by(one, each.certificate.spki) == pki::Fit::fits) issuer = &each;
  }
  if (issuer == nullptr) {
    judged.verdict = named ? CertificateVerdict::forged : CertificateVerdict::unknown_issuer;
    return judged;
  }
  judged.chain = chain_above(*issuer);
  judged.verdict = at_this_time(one);
  if (!look_up(judged, *issuer)) judged.verdict = CertificateVerdict::unrecorded;
  if (judged.verdict == CertificateVerdict::good &&
      at_this_time(issuer->certificate) != CertificateVerdict::good)
    judged.verdict = CertificateVerdict::expired;
  return judged;
}

}  // namespace certhall::app
