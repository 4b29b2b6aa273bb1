#include "app/directory.h"

#include <algorithm>

#include "app/authority.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"
#include "domain/validation.h"
#include "pki/cms.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/outside_certificate.h"
#include "pki/pem.h"

namespace certhall::app {
namespace {

constexpr std::size_t kKeyIdDigits = 40, kKeyDigestDigits = 64;
constexpr std::int64_t kAtOnce = 500;
constexpr std::string_view kAll = "all";  // no authority's name

struct Limit {
  DirectoryKey by;
  bool overall;
  std::int64_t window_seconds;
  std::int64_t most;
};
// Who has a contract before him asks for one code; who asks for hundreds is making a list of his
// own. Keys cannot be guessed, so their limits only keep the peace.
constexpr Limit kLimits[] = {
    {DirectoryKey::credit_code, false, 60, 10}, {DirectoryKey::credit_code, false, 86'400, 100},
    {DirectoryKey::credit_code, true, 60, 300}, {DirectoryKey::credit_code, true, 86'400, 20'000},
    {DirectoryKey::public_key, false, 60, 60},  {DirectoryKey::public_key, true, 60, 3'000},
};

Status within_limits(const Hall& hall, DirectoryKey by, std::string_view address) {
  // Counted on its own: a search that finds nothing counts, too.
  return write(hall.store,
               [&](Transaction& tx) -> Result<Status> {
                 Status answer;
                 for (const auto& limit : kLimits) {
                   if (limit.by != by) continue;
                   const std::string whose = limit.overall ? "all" : std::string(address);
                   const std::string key = "directory/" + std::string(enum_to_text(by)) + "/" +
                                           std::to_string(limit.window_seconds) + "/" + whose;
                   if (tx.limits().hit(key, limit.window_seconds, hall.clock.now()) > limit.most)
                     answer = fail(Error{.code = ErrorCode::too_many,
                                         .message = limit.window_seconds > 60
                                                        ? "今天的查询次数已用完，请明天再试"
                                                        : "查询过于频繁，请一分钟后再试",
                                         .retry_after_seconds = limit.window_seconds});
                 }
                 return answer;
               })
      .value();
}

struct KeyName {
  std::string key_id, digest;  // one of them; hex
};

std::optional<std::string> spki_in(std::string_view der) {
  if (const auto certificate = pki::read_certificate(der)) return certificate->spki;
  if (pki::PublicKey::from_spki(der)) return std::string(der);
  return std::nullopt;
}

std::optional<std::string> key_in(std::string_view text) {
  for (const auto label : {pki::kPemCertificate, std::string_view("PUBLIC KEY")})
    if (const auto der = pki::from_pem(label, text)) return spki_in(*der);
  const auto der = from_base64(text);
  return der ? spki_in(*der) : std::nullopt;
}

/// What may be typed, or pasted from a viewer.
Result<KeyName> key_name(std::string_view typed) {
  std::string hex, plain;
  for (const char c : typed) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    plain += c;
    if (c != ':') hex += static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
  }
  if (from_hex(hex) && hex.size() == kKeyIdDigits) return KeyName{.key_id = hex, .digest = {}};
  if (from_hex(hex) && hex.size() == kKeyDigestDigits) return KeyName{.key_id = {}, .digest = hex};
  const bool is_pem = typed.find("-----BEGIN ") != typed.npos;
  if (const auto spki = key_in(is_pem ? typed : std::string_view(plain)))
    return KeyName{.key_id = {}, .digest = to_hex(sha256(*spki))};
  return fail_fields(
      {{"value",
        "请填写主体密钥标识（40 位十六进制）、公钥的 SHA-256（64 位），或选择证书、公钥文件"}});
}

Result<std::string> credit_code(std::string_view typed) {
  std::string code = domain::normalise_code(typed);
  if (const auto complaint = domain::check_credit_code(code))
    return fail_fields({{"value", *complaint}});
  return code;
}

std::vector<domain::Certificate> load(Transaction& tx, const std::vector<CertificateId>& ids) {
  std::vector<domain::Certificate> found;
  for (const auto& id : ids)
    if (auto certificate = tx.certificates().find(id)) found.push_back(*std::move(certificate));
  return found;
}

/// An organization's common name is the organization's; any other is a person's.
bool names_a_person(std::string_view common_name, std::string_view organization) {
  return common_name != organization;
}

/// Every root and issuing authority, once.
std::vector<std::string> all_authorities(const Hall& hall) {
  const auto names = list_issuers(hall);
  return read(hall.store, [&](Transaction& tx) {
    std::vector<std::string> certificates;
    for (const auto& name : names)
      if (auto row = tx.authorities().find(name)) certificates.push_back(row->certificate);
    return certificates;
  });
}

/// The code in the certificate's own extension; empty where it has none under the usual OID.
std::string code_in(const pki::CertificateInfo& certificate) {
  const auto found = std::ranges::find(certificate.extensions, pki::oid::kOrganizationCode,
                                       &pki::CertificateInfo::Extension::oid);
  if (found == certificate.extensions.end()) return {};
  bool ok = true;
  const auto code = pki::der::Reader(found->value, ok).take(pki::der::kPrintableString).content;
  return ok ? domain::normalise_code(code) : std::string();
}

DirectoryEntry entry_of(Transaction& tx, const domain::Certificate& certificate) {
  DirectoryEntry entry{.certificate_id = certificate.id, .key_id = {}, .credit_code = {}};
  const auto parsed = pki::parse_certificate(certificate.der);
  if (!parsed) return entry;
  entry.key_id = to_hex(parsed->subject_key_id);
  if (names_a_person(pki::find_attribute(parsed->subject, pki::oid::kCommonName),
                     pki::find_attribute(parsed->subject, pki::oid::kOrganization)))
    return entry;
  entry.credit_code = code_in(*parsed);
  if (!entry.credit_code.empty()) return entry;
  if (const auto application = tx.applications().find(certificate.application_id))
    entry.credit_code = domain::normalise_code(application->details.organization.credit_code);
  return entry;
}

}  // namespace

Result<std::vector<domain::Certificate>> search_directory(const Hall& hall,
                                                          const DirectoryQuery& query,
                                                          std::string_view address) {
  std::string code;
  KeyName key;
  if (query.by == DirectoryKey::credit_code) {
    ASSIGN_OR_RETURN(typed, credit_code(query.value));
    code = typed;
  } else {
    ASSIGN_OR_RETURN(typed, key_name(query.value));
    key = typed;
  }
  RETURN_IF_ERROR(within_limits(hall, query.by, address));
  return read(hall.store, [&](Transaction& tx) {
    auto& directory = tx.directory();
    if (!code.empty()) return load(tx, directory.of_credit_code(code, kMostPublished));
    if (!key.key_id.empty()) return load(tx, directory.of_key_id(key.key_id, kMostPublished));
    return load(tx, directory.of_key_digest(key.digest, kMostPublished));
  });
}

bool may_download(const domain::Certificate& certificate) {
  if (!certificate.publish || certificate.der.empty()) return false;
  const auto parsed = pki::read_certificate(certificate.der);
  return parsed && !names_a_person(parsed->common_name, parsed->organization);
}

std::optional<AuthorityFile> authority_file(const Hall& hall, std::string_view file) {
  const auto point = file.rfind('.');
  const std::string_view name = file.substr(0, point);
  const std::string_view suffix = point == file.npos ? "" : file.substr(point);
  const auto chain = name == kAll ? all_authorities(hall) : chain_of(hall, name);
  if (chain.empty()) return std::nullopt;
  if (suffix == ".cer" && name != kAll)
    return AuthorityFile{chain.front(), "application/pkix-cert"};
  if (suffix == ".p7b")
    return AuthorityFile{pki::build_certificate_bundle(chain), "application/x-pkcs7-certificates"};
  if (suffix != ".pem") return std::nullopt;
  std::string pem;
  for (const auto& each : chain) pem += pki::to_pem(pki::kPemCertificate, each);
  return AuthorityFile{std::move(pem), "application/pem-certificate-chain"};
}

void enter_in_directory(Transaction& tx, const domain::Certificate& certificate) {
  tx.directory().put(entry_of(tx, certificate));
}

std::int64_t file_old_certificates(const Hall& hall) {
  std::int64_t filed = 0;
  for (std::int64_t some = 1; some > 0; filed += some)
    (void)write(hall.store, [&](Transaction& tx) -> Status {
      const auto certificates = load(tx, tx.directory().unfiled(kAtOnce));
      for (const auto& each : certificates) enter_in_directory(tx, each);
      some = std::ssize(certificates);
      return {};
    });
  return filed;
}

}  // namespace certhall::app
