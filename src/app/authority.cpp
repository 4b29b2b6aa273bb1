#include "app/authority.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/log.h"
#include "pki/ceremony.h"
#include "pki/oid.h"
#include "pki/pem.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kResponderRenewal = 24h * 30;
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

SignatureRecord record_of(const Hall& hall, std::string_view tbs, std::string_view kind,
                          std::string_view subject) {
  return {.digest = to_hex(sha256(tbs)),
          .kind = std::string(kind),
          .subject = std::string(subject),
          .created_at = hall.clock.now()};
}

pki::Profiles profiles_of(const Settings& settings) {
  return pki::demo_profiles(addresses(settings, kRoot, false), addresses(settings, kIssuing, true));
}

namespace {

std::vector<std::string> names_of(const Hall& hall, std::initializer_list<std::string_view> kinds) {
  std::vector<std::string> names;
  for (auto& row : read(hall.store, [](Transaction& tx) { return tx.authorities().list(); }))
    if (std::ranges::find(kinds, row.kind) != kinds.end()) names.push_back(std::move(row.name));
  return names;
}

}  // namespace

std::vector<std::string> list_issuers(const Hall& hall) {
  return names_of(hall, {"root", "issuing"});
}

std::vector<std::string> issuing_authorities(const Hall& hall) {
  return names_of(hall, {"issuing"});
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

}  // namespace certhall::app
