#include "app/authority.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/log.h"
#include "pki/ceremony.h"
#include "pki/crl.h"
#include "pki/ocsp.h"
#include "pki/oid.h"
#include "pki/pem.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kCrlValidity = 24h;
constexpr auto kResponderRenewal = 24h * 30;
constexpr auto kOcspValidity = 10min;
// Relying parties' clocks run behind ours now and then.
constexpr auto kClockTolerance = 5min;

pki::StatusAddresses addresses(const Settings& settings, std::string_view issuer, bool ocsp) {
  const std::string name(issuer);
  return {.ocsp = ocsp ? settings.status_url + "/ocsp" : "",
          .ca_issuers = settings.status_url + "/ca/" + name + ".cer",
          .crl = settings.status_url + "/crl/" + name + ".crl"};
}

pki::Name authority_name(const Settings& settings, std::string_view common_name) {
  return {{std::string(pki::oid::kCountry), "CN"},
          {std::string(pki::oid::kOrganization), settings.company_name},
          {std::string(pki::oid::kCommonName), std::string(common_name)}};
}

SignatureRecord record_of(const Hall& hall, std::string_view tbs, std::string_view kind,
                          std::string_view subject) {
  return {.digest = to_hex(sha256(tbs)),
          .kind = std::string(kind),
          .subject = std::string(subject),
          .created_at = hall.clock.now()};
}

/// On disk before the key is used: a signature that nobody knows of is what a CA must never make.
void record_ahead(const Hall& hall, std::string_view tbs) {
  const auto saved = write(hall.store, [&](Transaction& tx) -> Status {
    tx.authorities().record(record_of(hall, tbs, "authority_certificate", "authority"));
    return {};
  });
  if (!saved) throw std::runtime_error("cannot record what is to be signed");
}

pki::CeremonyPlan plan_of(const Hall& hall) {
  const auto& settings = hall.settings;
  return {.profiles = profiles_of(settings),
          .root_name = authority_name(settings, "CertHall Demo SM2 Root"),
          .issuing_name = authority_name(settings, "CertHall Demo SM2 CA"),
          .responder_name = authority_name(settings, "CertHall Demo SM2 OCSP"),
          .start = Timestamp{hall.clock.now().seconds() * 1000} - kClockTolerance,
          .serial_lead = settings.serial_lead,
          .record = [&hall](std::string_view tbs) { record_ahead(hall, tbs); }};
}

Authority row_of(std::string_view name, std::string_view kind, std::string_view issuer,
                 const std::string& certificate) {
  const auto info = pki::parse_certificate(certificate);
  if (!info) throw std::runtime_error("an authority's certificate cannot be read");
  return {.name = std::string(name),
          .kind = std::string(kind),
          .issuer = std::string(issuer),
          .certificate = certificate,
          .not_after = info->not_after};
}

}  // namespace

pki::Profiles profiles_of(const Settings& settings) {
  return pki::demo_profiles(addresses(settings, kRoot, false), addresses(settings, kIssuing, true));
}

Status hold_first_ceremony(const Hall& hall) {
  if (read(hall.store, [](Transaction& tx) { return tx.authorities().find(kIssuing); })) return {};
  const auto root = hall.keys.create(kRoot, pki::Algorithm::sm2_sm3);
  const auto issuing = hall.keys.create(kIssuing, pki::Algorithm::sm2_sm3);
  const auto responder = hall.keys.create(kResponder, pki::Algorithm::sm2_sm3);
  ASSIGN_OR_RETURN(
      made, pki::hold_ceremony(plan_of(hall), *root, *issuing, responder->spki(), hall.random));
  const auto saved = write(hall.store, [&](Transaction& tx) -> Status {
    if (tx.authorities().find(kIssuing)) return {};  // another node was first
    tx.authorities().insert(row_of(kRoot, "root", kRoot, made.root));
    tx.authorities().insert(row_of(kIssuing, "issuing", kRoot, made.issuing));
    tx.authorities().insert(row_of(kResponder, "ocsp", kIssuing, made.responder));
    audit(tx, hall.clock.now(), system_actor("first_start"), "authority.create", "authority/sm2");
    return {};
  });
  RETURN_IF_ERROR(saved);
  log::info("authority.created", {{"issuing", kIssuing}});
  return {};
}

Status renew_responder_if_due(const Hall& hall) {
  const auto responder = load_authority(hall, kResponder);
  const Timestamp now = hall.clock.now();
  if (responder.row.not_after - now > kResponderRenewal) return {};
  const auto issuing = load_authority(hall, kIssuing);
  ASSIGN_OR_RETURN(
      renewed, pki::renew_responder(plan_of(hall), issuing.row.certificate, *issuing.signer,
                                    responder.signer->spki(), now - kClockTolerance, hall.random));
  return write(hall.store, [&](Transaction& tx) -> Status {
    tx.authorities().replace(row_of(kResponder, "ocsp", kIssuing, renewed));
    audit(tx, now, system_actor("responder_renewal"), "authority.renew", "authority/ocsp-sm2");
    return {};
  });
}

LoadedAuthority load_authority(const Hall& hall, std::string_view name) {
  auto row = read(hall.store, [&](Transaction& tx) { return tx.authorities().find(name); });
  if (!row) throw std::runtime_error("no such authority: " + std::string(name));
  auto certificate = pki::parse_certificate(row->certificate);
  if (!certificate) throw std::runtime_error("an authority's certificate cannot be read");
  auto issuer = pki::issuer_of(*certificate);
  const auto ledger = row->kind == "ocsp" ? Ledger::none : Ledger::kept;
  return {.row = std::move(*row),
          .certificate = std::move(*certificate),
          .issuer = std::move(issuer),
          .signer = hall.keys.find(name, ledger)};
}

std::vector<std::string> chain_of(const Hall& hall, std::string_view issuing) {
  std::vector<std::string> chain;
  (void)read(hall.store, [&](Transaction& tx) {
    for (auto row = tx.authorities().find(issuing); row; row = tx.authorities().find(row->issuer)) {
      chain.push_back(row->certificate);
      if (row->issuer == row->name) break;
    }
    return 0;
  });
  return chain;
}

std::string chain_pem(const Hall& hall, std::string_view issuing) {
  std::string pem;
  for (const auto& each : chain_of(hall, issuing)) pem += pki::to_pem(pki::kPemCertificate, each);
  return pem;
}

std::string subject_text(const Hall& hall, std::string_view name) {
  return pki::to_text(load_authority(hall, name).certificate.subject);
}

namespace {

// The stored order is RFC 5280's; the hall's own list of reasons is shorter.
pki::RevocationReason to_pki(domain::RevocationReason reason) {
  switch (reason) {
    case domain::RevocationReason::unspecified:
      return pki::RevocationReason::unspecified;
    case domain::RevocationReason::key_compromise:
      return pki::RevocationReason::key_compromise;
    case domain::RevocationReason::affiliation_changed:
      return pki::RevocationReason::affiliation_changed;
    case domain::RevocationReason::superseded:
      return pki::RevocationReason::superseded;
    case domain::RevocationReason::cessation_of_operation:
      return pki::RevocationReason::cessation_of_operation;
  }
  return pki::RevocationReason::unspecified;
}

struct PendingCrl {
  StoredCrl row;
  pki::UnsignedCrl unsigned_crl;
};

/// Rises with the time as well, so that a hall restored from an older backup, which does not know
/// the numbers given since, stays above them.
std::int64_t next_number(std::int64_t last, Timestamp now) {
  return std::max(last + 1, now.seconds());
}

/// The next list with its number taken and its bytes recorded. Made inside the transaction, so that
/// its number and its entries belong together.
PendingCrl record_crl(Transaction& tx, const Hall& hall, const LoadedAuthority& authority) {
  const std::string& issuer = authority.row.name;
  const Timestamp now = hall.clock.now();
  StoredCrl row{.issuer = issuer,
                .number = next_number(tx.authorities().last_crl_number(issuer), now),
                .this_update = {now.seconds() * 1000},
                .next_update = Timestamp{now.seconds() * 1000} + kCrlValidity,
                .der = ""};
  pki::CrlBuilder crl({.issuer = authority.issuer,
                       .number = static_cast<std::uint64_t>(row.number),
                       .this_update = row.this_update,
                       .next_update = row.next_update});
  for (const auto& entry : tx.certificates().revoked(issuer, now))
    crl.add(
        {.serial = entry.serial, .revoked_at = entry.revoked_at, .reason = to_pki(entry.reason)});
  auto unsigned_crl = std::move(crl).build();
  tx.authorities().insert_crl(row);
  tx.authorities().record(
      record_of(hall, unsigned_crl.tbs, "crl", "crl/" + issuer + "/" + std::to_string(row.number)));
  return {std::move(row), std::move(unsigned_crl)};
}

}  // namespace

Status publish_crl(const Hall& hall, std::string_view issuer) {
  const auto authority = load_authority(hall, issuer);
  std::optional<PendingCrl> pending;
  try {
    RETURN_IF_ERROR(write(hall.store, [&](Transaction& tx) -> Status {
      pending = record_crl(tx, hall, authority);
      return {};
    }));
  } catch (const Conflict&) {
    return {};  // another node published this number a moment ago
  }
  pending->row.der = pki::sign(pending->unsigned_crl, *authority.signer);
  return write(hall.store, [&](Transaction& tx) -> Status {
    tx.authorities().finish_crl(pending->row);
    return {};
  });
}

Status publish_crl_if_due(const Hall& hall, std::string_view issuer) {
  const auto newest =
      read(hall.store, [&](Transaction& tx) { return tx.authorities().newest_crl(issuer); });
  if (newest && newest->this_update + kCrlValidity / 2 > hall.clock.now()) return {};
  return publish_crl(hall, issuer);
}

std::optional<StoredCrl> current_crl(const Hall& hall, std::string_view issuer) {
  auto newest =
      read(hall.store, [&](Transaction& tx) { return tx.authorities().newest_crl(issuer); });
  if (newest && newest->next_update <= hall.clock.now()) return std::nullopt;
  return newest;
}

namespace {

pki::SingleResponse status_of(Transaction& tx, const pki::OcspIssuer& issuer, const pki::CertId& id,
                              Timestamp now) {
  pki::SingleResponse single{.id = id, .this_update = now, .next_update = now + kOcspValidity};
  if (!issuer.issued(id)) return single;
  const auto certificate = tx.certificates().find_by_serial(kIssuing, id.serial);
  if (!certificate) return single;  // never issued is never good
  switch (certificate->status) {
    case domain::CertificateStatus::reserved:
    case domain::CertificateStatus::voided:
      return single;
    case domain::CertificateStatus::issued:
      single.status = pki::CertificateStatus::good;
      return single;
    case domain::CertificateStatus::revoked:
      single.status = pki::CertificateStatus::revoked;
      single.revoked_at = certificate->revoked_at;
      single.reason = to_pki(certificate->revocation_reason);
      return single;
  }
  return single;
}

const char* word_for(pki::CertificateStatus status) {
  switch (status) {
    case pki::CertificateStatus::good:
      return "good";
    case pki::CertificateStatus::revoked:
      return "revoked";
    case pki::CertificateStatus::unknown:
      return "unknown";
  }
  return "unknown";
}

void count_ocsp(const Hall& hall, const char* answer) {
  hall.metrics.counter("certhall_ocsp_answers_total", "What OCSP said", {{"answer", answer}}).add();
}

}  // namespace

std::string answer_ocsp(const Hall& hall, std::string_view der) {
  const auto request = pki::parse_ocsp_request(der);
  if (!request) {
    count_ocsp(hall, "malformed");
    return pki::ocsp_error(pki::OcspError::malformed_request);
  }
  try {
    const auto issuing = load_authority(hall, kIssuing);
    const auto responder = load_authority(hall, kResponder);
    const pki::OcspIssuer issuer(issuing.certificate);
    const Timestamp now{hall.clock.now().seconds() * 1000};
    pki::OcspAnswer answer{.produced_at = now, .responses = {}, .nonce = request->nonce};
    (void)read(hall.store, [&](Transaction& tx) {
      for (const auto& id : request->certificates) {
        answer.responses.push_back(status_of(tx, issuer, id, now));
        count_ocsp(hall, word_for(answer.responses.back().status));
      }
      return 0;
    });
    return pki::build_ocsp_response(answer, *responder.signer, responder.row.certificate);
  } catch (const std::exception& error) {
    log::error("ocsp.failed", {{"reason", error.what()}});
    count_ocsp(hall, "failed");
    return pki::ocsp_error(pki::OcspError::try_later);
  }
}

}  // namespace certhall::app
