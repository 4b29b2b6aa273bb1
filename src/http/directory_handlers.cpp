#include "api/directory_dto.h"
#include "app/directory.h"
#include "app/issuance.h"
#include "app/verification.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

using api::Empty;

/// The contract's enumerator of the same name.
template <class To, class From>
To same(From value) {
  return *enum_from_text<To>(enum_to_text(value));
}

api::PublicCertificate public_view(const domain::Certificate& certificate, Timestamp now) {
  using api::PublicCertificateStatus;
  api::PublicCertificate view{.serial = certificate.serial,
                              .status = PublicCertificateStatus::good,
                              .usage = certificate.usage,
                              .subject = {},
                              .issuer = certificate.issuer,
                              .not_before = certificate.not_before,
                              .not_after = certificate.not_after,
                              .revoked_at = {},
                              .revocation_reason = {},
                              .certificate_url = {}};
  if (certificate.publish) view.subject = app::public_subject(certificate);
  if (app::may_download(certificate))
    view.certificate_url = "/api/certificates/" + certificate.serial + "/file";
  if (certificate.not_after < now) view.status = PublicCertificateStatus::expired;
  const bool suspended = certificate.status == domain::CertificateStatus::suspended;
  if (suspended || certificate.status == domain::CertificateStatus::revoked) {
    view.status = suspended ? PublicCertificateStatus::suspended : PublicCertificateStatus::revoked;
    view.revoked_at = certificate.revoked_at;
    view.revocation_reason = certificate.revocation_reason;
  }
  return view;
}

Result<api::PublicCertificate> lookup(const app::Hall& hall, const std::string& serial) {
  const auto found = app::find_certificate(hall, serial);
  if (!found)
    return fail(ErrorCode::not_found,
                "没有找到该序列号的证书：请核对序列号（证书属性中的「序列号」）是否完整");
  return public_view(*found, hall.clock.now());
}

Result<FileAnswer> download(const app::Hall& hall, const std::string& serial) {
  const auto found = app::find_certificate(hall, serial);
  if (!found || !app::may_download(*found))
    return fail(ErrorCode::not_found, "没有这张证书，或持有人没有公开，请向持有人索取证书文件");
  return FileAnswer{.bytes = found->der,
                    .content_type = "application/pkix-cert",
                    .file_name = found->serial + ".cer"};
}

Result<api::DirectoryList> search(const app::Hall& hall, const Context& context,
                                  const api::DirectorySearch& in) {
  ASSIGN_OR_RETURN(
      found, app::search_directory(hall, {.by = same<app::DirectoryKey>(in.by), .value = in.value},
                                   context.address()));
  api::DirectoryList list;
  for (const auto& each : found) list.certificates.push_back(public_view(each, hall.clock.now()));
  return list;
}

api::VerifiedCertificate verified(const app::JudgedCertificate& judged) {
  const auto& one = judged.certificate;
  api::VerifiedCertificate view{.verdict = same<api::CertificateVerdict>(judged.verdict),
                                .holder = one.common_name.empty() ? one.subject : one.common_name,
                                .organization = one.organization,
                                .subject = one.subject,
                                .issuer = one.issuer,
                                .serial = one.serial,
                                .not_before = one.not_before,
                                .not_after = one.not_after,
                                .key = one.key_text,
                                .fingerprint = to_hex(sha256(one.der)),
                                .purposes = {},
                                .chain = judged.chain,
                                .revoked_at = judged.revoked_at,
                                .revocation_reason = judged.reason};
  for (const auto purpose : app::purposes_of(one))
    view.purposes.push_back(same<api::CertificatePurpose>(purpose));
  return view;
}

std::optional<api::VerifiedCertificate> verified(
    const std::optional<app::JudgedCertificate>& judged) {
  if (!judged) return std::nullopt;
  return verified(*judged);
}

api::VerifiedSignature verified(const app::JudgedSignature& judged) {
  api::VerifiedSignature view{.verdict = same<api::SignatureVerdict>(judged.verdict),
                              .covers_all = judged.covers_all,
                              .is_time_stamp = judged.is_time_stamp,
                              .claimed_at = judged.claimed_time,
                              .stamp = {},
                              .certificate = verified(judged.by)};
  if (judged.stamp)
    view.stamp = api::VerifiedStamp{.at = judged.stamp->time,
                                    .holds = judged.stamp->holds,
                                    .certificate = verified(judged.stamp->by)};
  return view;
}

Result<api::VerificationView> verify(const app::Hall& hall, const Context& context) {
  ASSIGN_OR_RETURN(found, app::verify_file(hall, context.request().body, context.address()));
  api::VerificationView view{.conclusion = same<api::Conclusion>(found.conclusion),
                             .is_pdf = found.is_pdf,
                             .checked_at = found.checked_at,
                             .certificates = {},
                             .signatures = {}};
  for (const auto& each : found.certificates) view.certificates.push_back(verified(each));
  for (const auto& each : found.signatures) view.signatures.push_back(verified(each));
  return view;
}

}  // namespace

void add_directory_handlers(Handlers& handlers, const app::Hall& hall) {
  handlers.add<Empty, api::PublicCertificate>(
      "certificate_lookup",
      [&](Context& context, const Empty&) { return lookup(hall, context.parameter("serial")); });
  handlers.add_file("certificate_download",
                    [&](Context& context) { return download(hall, context.parameter("serial")); });
  handlers.add<api::DirectorySearch, api::DirectoryList>(
      "directory_search",
      [&](Context& context, const api::DirectorySearch& in) { return search(hall, context, in); });
  handlers.add_bytes<api::VerificationView>(
      "file_verify", [&](Context& context) { return verify(hall, context); });
}

}  // namespace certhall::http
