#include "app/issuance.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/authority.h"
#include "app/crl.h"
#include "app/directory.h"
#include "app/key_handover.h"
#include "app/production.h"
#include "app/profile.h"
#include "app/revocation.h"
#include "app/status_notice.h"
#include "app/token.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/log.h"
#include "domain/certificate_type.h"
#include "domain/certificate_workflow.h"
#include "domain/masking.h"
#include "domain/sms_text.h"
#include "domain/token_workflow.h"
#include "pki/csr.h"
#include "pki/key_strength.h"
#include "pki/oid.h"
#include "pki/serial.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;
using domain::Certificate;
using domain::CertificateEvent;
using domain::CertificateFact;
using domain::CertificateStatus;
using domain::CertificateUsage;

constexpr auto kClockTolerance = 5min;

std::string spki_digest(std::string_view spki) { return to_hex(sha256(spki)); }

/// Same day and time, `years` later; 29 February becomes 28 February.
Timestamp years_later(Timestamp from, std::int64_t years) {
  const auto time =
      std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{from.ms}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day date{day};
  date += std::chrono::years{static_cast<int>(years)};
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              (std::chrono::sys_days{date} + (time - day)).time_since_epoch())
              .count()};
}

/// The profile of one certificate, that of the day on which it was recorded.
pki::Profile profile_of(const Hall& hall, const Authority& issuer, const Certificate& certificate) {
  return read(hall.store, [&](Transaction& tx) {
    const auto application = tx.applications().find(certificate.application_id);
    if (!application) throw std::runtime_error("a certificate without its application");
    const auto code = profile_code(application->details.certificate_type, certificate.usage);
    return with_addresses(profile_at(tx, hall, code, certificate.created_at), hall.settings, issuer,
                          certificate.shard);
  });
}

/// A row to record, and its exact bytes, which lint has found good: nothing is recorded that could
/// not be signed.
struct Prepared {
  Certificate certificate;
  pki::LintedTbs linted;
};

struct KeyUse {
  CertificateUsage usage;
  std::string spki;
};

Result<Prepared> prepare(const Hall& hall, const LoadedAuthority& authority,
                         const pki::Profile& in_force, const domain::Application& application,
                         const KeyUse& key, std::string_view token_serial) {
  const Timestamp now = hall.clock.now();
  const Timestamp start = Timestamp{now.seconds() * 1000} - kClockTolerance;
  const Timestamp end =
      std::min(years_later(Timestamp{now.seconds() * 1000}, application.details.years),
               authority.certificate.not_after);
  ASSIGN_OR_RETURN(subject, certificate_subject(hall, in_force, application.details));
  Certificate certificate{.id = CertificateId::create(hall.clock, hall.random),
                          .application_id = application.id,
                          .account_id = application.account_id,
                          .usage = key.usage,
                          .issuer = authority.row.name,
                          .serial = pki::new_serial(hall.settings.serial_lead, hall.random),
                          .subject = pki::to_text(subject.name),
                          .token_serial = std::string(token_serial),
                          .public_key_digest = spki_digest(key.spki),
                          .not_before = start,
                          .not_after = end,
                          .publish = application.details.publish,
                          .created_at = now};
  certificate.shard = shard_of(crl_shards_of(hall.settings, authority.row), certificate.serial);
  const pki::Profile profile =
      with_addresses(in_force, hall.settings, authority.row, certificate.shard);
  certificate.tbs = pki::build_tbs({.profile = profile,
                                    .issuer = authority.issuer,
                                    .subject = subject.name,
                                    .subject_spki = key.spki,
                                    .serial = certificate.serial,
                                    .not_before = start,
                                    .not_after = end,
                                    .identity = subject.identity});
  ASSIGN_OR_RETURN(linted, pki::lint(certificate.tbs, profile, authority.issuer));
  return Prepared{std::move(certificate), std::move(linted)};
}

Status void_unsignable(const Hall& hall, const domain::Actor& actor, Certificate certificate) {
  log::error("certificate.unsignable", {{"serial", certificate.serial}});
  return write(hall.store, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(decision, domain::decide(certificate.status, CertificateEvent::void_, actor,
                                              {CertificateFact::never_signed}));
    certificate.status = decision.to;
    if (!tx.certificates().update(certificate)) return stale();
    audit(tx, hall.clock.now(), actor, "certificate.void", "certificate/" + certificate.serial);
    return {};
  });
}

/// Stores what was signed, and returns it as stored: where two do this at once, both get the one
/// that was first.
Result<Certificate> store_signed(Transaction& tx, const Hall& hall, const domain::Actor& actor,
                                 const Certificate& certificate, std::string der) {
  auto stored = tx.certificates().find_by_serial(certificate.issuer, certificate.serial);
  if (!stored) throw std::runtime_error("a recorded certificate is missing");
  if (stored->status == CertificateStatus::issued) return *stored;
  ASSIGN_OR_RETURN(decision, domain::decide(stored->status, CertificateEvent::issue, actor,
                                            {CertificateFact::signed_as_recorded}));
  stored->status = decision.to;
  stored->der = std::move(der);
  if (!tx.certificates().update(*stored)) return stale();
  enter_in_directory(tx, *stored);
  audit(tx, hall.clock.now(), actor, "certificate.issue", "certificate/" + stored->serial,
        {{"application", stored->application_id.value},
         {"usage", enum_to_text(stored->usage)},
         {"tbs_sha256", to_hex(sha256(stored->tbs))}});
  return *stored;
}

void count_issued(const Hall& hall, CertificateUsage usage) {
  hall.metrics
      .counter("certhall_certificates_issued_total", "Certificates signed and stored",
               {{"usage", std::string(enum_to_text(usage))}})
      .add();
}

/// Lints and signs the recorded bytes and stores the certificate. What lint refuses is void.
Result<Certificate> finish(const Hall& hall, const LoadedAuthority& authority,
                           Certificate certificate, const domain::Actor& actor) {
  if (certificate.status != CertificateStatus::reserved) return certificate;
  auto linted =
      pki::lint(certificate.tbs, profile_of(hall, authority.row, certificate), authority.issuer);
  if (!linted) {  // the addresses changed since it was recorded
    RETURN_IF_ERROR(void_unsignable(hall, actor, std::move(certificate)));
    return fail(linted.error());
  }
  std::string der = pki::sign(std::move(*linted), *authority.signer);
  auto issued = write(hall.store, [&](Transaction& tx) {
    return store_signed(tx, hall, actor, certificate, std::move(der));
  });
  if (issued) count_issued(hall, issued->usage);
  return issued;
}

bool live(const Certificate& certificate) {
  return certificate.status == CertificateStatus::reserved ||
         certificate.status == CertificateStatus::issued ||
         certificate.status == CertificateStatus::suspended;
}

/// The pair that is out for this application, signing first; empty when none is.
std::vector<Certificate> live_pair(Transaction& tx, const ApplicationId& id) {
  auto all = tx.certificates().of_application(id);
  std::erase_if(all, [](const Certificate& c) { return !live(c); });
  std::sort(all.begin(), all.end(),
            [](const Certificate& a, const Certificate& b) { return a.usage < b.usage; });
  return all;
}

Status check_request(const IssueRequest& request) {
  const auto fits = [](std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) {
             return std::isalnum(c) != 0 || c == '-' || c == '_';
           });
  };
  RETURN_IF_ERROR(check_token_serial(request.token_serial));
  if (!fits(request.pin.reveal(), 6, 16))
    return fail_fields({{"pin", "PIN 码应为 6 到 16 个字母或数字"}});
  return {};
}

/// A key of the subscriber's own that may go into a certificate: nobody else's, not the house's,
/// never used before, not known to be compromised.
Status check_key(Transaction& tx, const ApplicationId& id, std::string_view spki) {
  const auto refuse = [](const char* why) { return fail_fields({{"csr", why}}); };
  if (tx.certificates().is_blocked(spki_digest(spki)))
    return refuse("该公钥已登记为泄露或停用：请在介质上重新生成密钥");
  for (const auto& authority : tx.authorities().list()) {
    const auto own = pki::parse_certificate(authority.certificate);
    if (own && own->spki == spki)
      return refuse("该公钥属于签发机构自身，不能用于用户证书：请在介质上重新生成密钥");
  }
  for (const auto& each : tx.certificates().of_key(spki_digest(spki)))
    if (each.application_id != id || (each.status != CertificateStatus::voided && !live(each)))
      return refuse("该公钥已用于其他证书：请在介质上重新生成密钥，一个密钥只用于一张证书");
  return {};
}

/// What is out already, for this very token and key; empty: nothing is.
Result<std::vector<Certificate>> known_pair(Transaction& tx, const ApplicationId& id,
                                            const IssueRequest& request, std::string_view spki) {
  auto pair = live_pair(tx, id);
  if (pair.empty()) return pair;
  if (pair.size() == 2 && pair.front().token_serial == request.token_serial &&
      pair.front().public_key_digest == spki_digest(spki))
    return pair;
  return fail(ErrorCode::duplicate, "该业务单已在介质 " + pair.front().token_serial +
                                        " 上签发证书：请用该介质继续，或先报废该介质再重新制证");
}

/// A pair on its way. Everything that takes time is done before the transaction that records it.
struct NewPair {
  std::int64_t revision = 0;  // of the application that it was made from
  Prepared signing, encryption;
};

Result<NewPair> prepare_pair(const Hall& hall, const LoadedAuthority& authority,
                             const domain::Application& application, const IssueRequest& request,
                             std::string_view spki, const HandedKey& key) {
  const auto in_force = [&](CertificateUsage usage) {
    return read(hall.store, [&](Transaction& tx) {
      return profile_in_force(tx, hall, profile_code(application.details.certificate_type, usage));
    });
  };
  ASSIGN_OR_RETURN(signing,
                   prepare(hall, authority, in_force(CertificateUsage::signing), application,
                           {CertificateUsage::signing, std::string(spki)}, request.token_serial));
  ASSIGN_OR_RETURN(encryption,
                   prepare(hall, authority, in_force(CertificateUsage::encryption), application,
                           {CertificateUsage::encryption, key.spki}, request.token_serial));
  return NewPair{application.revision, std::move(signing), std::move(encryption)};
}

Status record_pair(Transaction& tx, const Hall& hall, const domain::Actor& producer,
                   const domain::Application& application, const IssueRequest& request,
                   const NewPair& pair, const HandedKey& key) {
  const auto& id = application.id;
  if (application.revision != pair.revision) return stale();
  const Timestamp now = hall.clock.now();
  tx.production().put_pin(id, request.pin);
  RETURN_IF_ERROR(bind_token(tx, hall, producer, id, request.token_serial));
  tx.encryption_keys().insert({.id = key.id,
                               .application_id = id,
                               .public_key_digest = pair.encryption.certificate.public_key_digest,
                               .created_at = now});
  tx.certificates().reserve(pair.signing.certificate);
  tx.certificates().reserve(pair.encryption.certificate);
  audit(tx, now, producer, "certificate.reserve", subject_of(id),
        {{"signing", pair.signing.certificate.serial},
         {"encryption", pair.encryption.certificate.serial}});
  return {};
}

/// Signs both and stores both, in one transaction.
Result<std::vector<Certificate>> finish_new_pair(const Hall& hall, const LoadedAuthority& authority,
                                                 const domain::Actor& producer, NewPair pair) {
  std::string signing = pki::sign(std::move(pair.signing.linted), *authority.signer);
  std::string encryption = pki::sign(std::move(pair.encryption.linted), *authority.signer);
  auto stored = write(hall.store, [&](Transaction& tx) -> Result<std::vector<Certificate>> {
    ASSIGN_OR_RETURN(
        first, store_signed(tx, hall, producer, pair.signing.certificate, std::move(signing)));
    ASSIGN_OR_RETURN(second, store_signed(tx, hall, producer, pair.encryption.certificate,
                                          std::move(encryption)));
    return std::vector{std::move(first), std::move(second)};
  });
  if (stored)
    for (const auto& each : *stored) count_issued(hall, each.usage);
  return stored;
}

/// Those that are out already, finished where a crash left them reserved.
Result<std::vector<Certificate>> finish_known_pair(const Hall& hall,
                                                   const LoadedAuthority& authority,
                                                   const domain::Actor& producer,
                                                   std::vector<Certificate> pair) {
  for (auto& each : pair) {
    if (each.status == CertificateStatus::suspended)
      return fail(ErrorCode::wrong_state, "该业务单的证书已挂起：请先解除挂起，或吊销后重新办理");
    ASSIGN_OR_RETURN(finished, finish(hall, authority, each, producer));
    each = std::move(finished);
  }
  return pair;
}

/// What is asked for, and what is out already for this very token and key.
struct Standing {
  domain::Application application;
  std::vector<Certificate> pair;  // empty: nothing is
};

Result<Standing> standing_of(Transaction& tx, const Hall& hall, const domain::Actor& producer,
                             const ApplicationId& id, const IssueRequest& request,
                             std::string_view spki) {
  ASSIGN_OR_RETURN(application, claimed_application(tx, hall, producer, id));
  ASSIGN_OR_RETURN(pair, known_pair(tx, id, request, spki));
  if (pair.empty()) RETURN_IF_ERROR(check_key(tx, id, spki));
  return Standing{std::move(application), std::move(pair)};
}

Result<std::vector<Certificate>> find_or_make_pair(const Hall& hall,
                                                   const LoadedAuthority& authority,
                                                   const domain::Actor& producer,
                                                   const Standing& before,
                                                   const IssueRequest& request,
                                                   std::string_view spki, const HandedKey& key) {
  std::optional<NewPair> made;
  if (before.pair.empty()) {
    ASSIGN_OR_RETURN(prepared,
                     prepare_pair(hall, authority, before.application, request, spki, key));
    made = std::move(prepared);
  }
  std::vector<Certificate> known;
  RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
    ASSIGN_OR_RETURN(now, standing_of(tx, hall, producer, before.application.id, request, spki));
    known = std::move(now.pair);
    if (!known.empty()) {
      tx.production().put_pin(now.application.id, request.pin);
      return {};
    }
    if (!made) return stale();  // given up meanwhile
    return record_pair(tx, hall, producer, now.application, request, *made, key);
  }));
  if (!known.empty()) return finish_known_pair(hall, authority, producer, std::move(known));
  return finish_new_pair(hall, authority, producer, std::move(*made));
}

/// From a request the key counts and the proof that its owner holds the private key. Names and
/// extensions are refused: whoever asks for one would not get it.
Status check_csr(const pki::CertificationRequest& csr) {
  if (!csr.subject.empty())
    return fail_fields({{"csr",
                         "证书请求中不能带名称，证书上的名称取自审核通过的业务单：请重新生成主题"
                         "为空的证书请求"}});
  for (const auto& attribute : csr.attributes)
    if (attribute != pki::oid::kChallengePassword)
      return fail_fields({{"csr", attribute == pki::oid::kExtensionRequest
                                      ? "证书请求中不能带扩展项，证书内容由证书模板决定：请重新"
                                        "生成不带扩展的证书请求"
                                      : "证书请求中有不支持的属性 " + attribute +
                                            "：请重新生成不带附加属性的证书请求"}});
  return pki::check_key_strength(csr.spki);
}

}  // namespace

Result<IssuedPair> issue_pair(const Hall& hall, const domain::Actor& producer,
                              const ApplicationId& id, const IssueRequest& request) {
  RETURN_IF_ERROR(check_request(request));
  const auto csr = pki::parse_certification_request(request.csr);
  if (!csr)
    return fail_fields(
        {{"csr", "证书请求无法识别，或签名与公钥不符：请在介质上重新生成 SM2 密钥"}});
  RETURN_IF_ERROR(check_csr(*csr));
  ASSIGN_OR_RETURN(issuer, issuing_for(hall, csr->algorithm));
  const auto authority = load_authority(hall, issuer);
  ASSIGN_OR_RETURN(before, read(hall.store, [&](Transaction& tx) {
                     return standing_of(tx, hall, producer, id, request, csr->spki);
                   }));
  // From the key centre before anything is recorded: no call to it inside a transaction. Whom
  // nothing may be issued for takes no key from it.
  ASSIGN_OR_RETURN(
      key, hall.key_centre.issue(key_request(id, request.token_serial, csr->spki, csr->algorithm)));
  Result<std::vector<Certificate>> pair;
  try {
    pair = find_or_make_pair(hall, authority, producer, before, request, csr->spki, key);
  } catch (const Conflict&) {
    return fail(ErrorCode::duplicate,
                "该介质或密钥已用于其他证书，或同一业务单正在签发：请稍后重试或更换介质");
  }
  RETURN_IF_ERROR(pair);
  const auto& [signing, encryption] = std::tie(pair->at(0), pair->at(1));
  if (encryption.public_key_digest != spki_digest(key.spki))
    throw std::runtime_error("the key centre gave another key than the certificate is for");
  return IssuedPair{.signing_certificate = signing.der,
                    .encryption_certificate = encryption.der,
                    .enveloped_key = key.envelope,
                    .chain = chain_of(hall, issuer)};
}

Result<std::int64_t> finish_reserved(const Hall& hall) {
  const auto waiting =
      read(hall.store, [](Transaction& tx) { return tx.certificates().reserved(10'000); });
  std::int64_t finished = 0;
  for (const auto& certificate : waiting) {
    const auto authority = load_authority(hall, certificate.issuer);
    // One that lint refuses is void then; the others are none the worse for it.
    if (finish(hall, authority, certificate, system_actor("finish_reserved"))) ++finished;
  }
  return finished;
}

namespace {

/// What a crash left reserved was perhaps signed. It is finished, so that revoking it says the
/// truth.
Status finish_pair(const Hall& hall, const ApplicationId& id) {
  const auto pair = read(hall.store, [&](Transaction& tx) { return live_pair(tx, id); });
  for (const auto& certificate : pair)
    if (const auto done = finish(hall, load_authority(hall, certificate.issuer), certificate,
                                 system_actor("token_abandon"));
        !done && done.error().code != ErrorCode::invalid)
      return fail(done.error());
  return {};
}

}  // namespace

Status abandon_token(const Hall& hall, const domain::Actor& producer, const ApplicationId& id,
                     std::string_view token_serial) {
  RETURN_IF_ERROR(finish_pair(hall, id));
  const auto done = act(hall, [&](Transaction& tx) -> Status {
    RETURN_IF_ERROR(claimed_application(tx, hall, producer, id));
    const auto token = tx.tokens().of_application(id);
    if (!token) return {};  // repeated, or nothing was issued yet
    if (token->serial != token_serial)
      return fail_fields({{"token_serial", "这不是该业务单正在制作的介质"}});
    // A producer revokes nothing by himself: it follows from giving up the token.
    for (const auto& certificate : live_pair(tx, id))
      RETURN_IF_ERROR(
          change_status(tx, hall, system_actor("token_abandon"), certificate,
                        {.reason = domain::RevocationReason::superseded, .confirmed = true}));
    RETURN_IF_ERROR(move_token(tx, hall, producer, *token, domain::TokenEvent::give_up,
                               {domain::TokenFact::certificates_ended}));
    tx.production().erase_pin(id);
    audit(tx, hall.clock.now(), producer, "token.abandon", subject_of(id));
    return {};
  });
  if (done) await_newest_status(hall);
  return done;
}

namespace {

/// What became of a token whose certificates its holder ends.
domain::TokenEvent end_of(const domain::Token& token, domain::RevocationReason reason) {
  const bool away = token.status != domain::TokenStatus::initialised;
  return away && reason == domain::RevocationReason::key_compromise
             ? domain::TokenEvent::report_lost
             : domain::TokenEvent::retire;
}

}  // namespace

Result<std::vector<Certificate>> report_loss(const Hall& hall, const AccountId& account,
                                             const ApplicationId& id,
                                             domain::RevocationReason reason) {
  auto done = act(hall, [&](Transaction& tx) -> Result<std::vector<Certificate>> {
    const auto application = tx.applications().find(id);
    if (!application || application->account_id != account)
      return fail(ErrorCode::not_found, "没有这张业务单");
    const auto actor = applicant(account);
    bool any = false;
    for (const auto& certificate : live_pair(tx, id)) {
      if (certificate.status == CertificateStatus::reserved) continue;
      RETURN_IF_ERROR(
          change_status(tx, hall, actor, certificate, {.reason = reason, .confirmed = true}));
      any = true;
    }
    auto certificates = tx.certificates().of_application(id);
    std::erase_if(certificates, [](const Certificate& c) { return c.der.empty(); });
    if (certificates.empty())
      return fail(ErrorCode::wrong_state, "这张业务单还没有签发证书，无需挂失");
    if (!any) return certificates;
    if (const auto token = tx.tokens().of_application(id))
      RETURN_IF_ERROR(move_token(tx, hall, actor, *token, end_of(*token, reason),
                                 {domain::TokenFact::certificates_ended}));
    timeline(tx, hall.clock.now(), id, "证书已挂失并注销", "证书状态立即公布，不可恢复");
    tell_of_loss(tx, hall, *application);
    return certificates;
  });
  if (done) await_newest_status(hall);
  return done;
}

std::optional<Certificate> find_certificate(const Hall& hall, std::string_view serial) {
  const auto normal = pki::normalize_serial(serial);
  if (!normal) return std::nullopt;
  auto found =
      read(hall.store, [&](Transaction& tx) { return tx.certificates().find_by_serial(*normal); });
  if (found && found->der.empty()) return std::nullopt;  // recorded, not issued
  return found;
}

std::string public_subject(const domain::Certificate& certificate) {
  const auto parsed = pki::parse_certificate(certificate.der);
  if (!parsed) throw std::runtime_error("an issued certificate that cannot be read");
  // An organization's common name is the organization's; any other is a person's.
  const auto organization = pki::find_attribute(parsed->subject, pki::oid::kOrganization);
  pki::Name shown;
  for (auto attribute : parsed->subject) {
    if (attribute.type == pki::oid::kSerialNumber) continue;
    if (attribute.type == pki::oid::kCommonName && attribute.value != organization)
      attribute.value = domain::mask_person_name(attribute.value);
    shown.push_back(std::move(attribute));
  }
  return pki::to_text(shown);
}

}  // namespace certhall::app
