#include "app/authority.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "app/act.h"
#include "app/ceremony.h"
#include "app/crl.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/log.h"
#include "pki/oid.h"
#include "pki/pem.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kResponderRenewal = 24h * 30;
constexpr std::chrono::days kYear{365};

}  // namespace

SignatureRecord record_of(const Hall& hall, std::string_view tbs, std::string_view kind,
                          std::string_view subject) {
  return {.digest = to_hex(sha256(tbs)),
          .kind = std::string(kind),
          .subject = std::string(subject),
          .created_at = hall.clock.now()};
}

std::vector<Authority> list_authorities(const Hall& hall) {
  return read(hall.store, [](Transaction& tx) { return tx.authorities().list(); });
}

namespace {

template <class Wanted>
std::vector<std::string> names_of(const Hall& hall, Wanted wanted) {
  std::vector<std::string> names;
  for (auto& row : list_authorities(hall))
    if (wanted(row)) names.push_back(std::move(row.name));
  return names;
}

bool issues(const Authority& row) { return row.kind == "root" || row.kind == "issuing"; }

}  // namespace

std::vector<std::string> list_issuers(const Hall& hall) { return names_of(hall, issues); }

std::vector<std::string> crl_signers(const Hall& hall) {
  return names_of(hall, [](const Authority& row) {
    return issues(row) && row.status != AuthorityStatus::offline;
  });
}

std::vector<std::string> issuing_authorities(const Hall& hall) {
  return names_of(hall, [](const Authority& row) { return row.kind == "issuing"; });
}

Result<std::string> issuing_for(const Hall& hall, pki::Algorithm algorithm) {
  const Authority* newest = nullptr;
  const auto all = list_authorities(hall);
  for (const auto& row : all)
    if (row.kind == "issuing" && row.status == AuthorityStatus::active &&
        row.algorithm == pki::short_name(algorithm) &&
        (newest == nullptr || row.generation > newest->generation))
      newest = &row;
  if (newest != nullptr) return newest->name;
  return fail(ErrorCode::unavailable,
              "没有能签发 " + std::string(pki::to_text(algorithm)) +
                  " 证书的签发机构，请管理员举行密钥仪式（certhall ca init）");
}

std::string signer_below(const Hall& hall, std::string_view issuer, std::string_view kind) {
  for (auto& row : list_authorities(hall))
    if (row.kind == kind && row.issuer == issuer && row.name != issuer) return std::move(row.name);
  throw std::runtime_error("no signer of kind " + std::string(kind) + " below " +
                           std::string(issuer));
}

std::int64_t crl_shards_of(const Settings& settings, const Authority& issuer) {
  return issuer.crl_shards > 0 ? issuer.crl_shards : settings.crl.shards;
}

std::int64_t crl_hours_of(const Settings& settings, const Authority& issuer) {
  return issuer.crl_hours > 0 ? issuer.crl_hours : settings.crl.valid_hours;
}

pki::StatusAddresses status_addresses(const Settings& settings, const Authority& issuer,
                                      std::int64_t shard) {
  return {.ocsp = issuer.kind == "root" ? "" : settings.status_url + "/ocsp",
          .ca_issuers = settings.status_url + "/ca/" + issuer.name + ".cer",
          .crl = address_of(settings, {issuer.name, shard, false})};
}

Status hold_first_ceremony(const Hall& hall) {
  if (!list_authorities(hall).empty()) return {};
  Ceremony ceremony(hall);
  const std::string root(kRoot), issuing(kIssuing), responder(kResponder);
  RETURN_IF_ERROR(ceremony.add({.name = root,
                                .kind = "root",
                                .issuer = root,
                                .common_name = "CertHall Demo SM2 Root",
                                .validity = 20 * kYear}));
  RETURN_IF_ERROR(ceremony.add({.name = issuing,
                                .kind = "issuing",
                                .issuer = root,
                                .common_name = "CertHall Demo SM2 CA",
                                .validity = 10 * kYear}));
  RETURN_IF_ERROR(ceremony.add({.name = responder,
                                .kind = "ocsp",
                                .issuer = issuing,
                                .common_name = "CertHall Demo SM2 OCSP",
                                .validity = kYear}));
  RETURN_IF_ERROR(ceremony.finish(system_actor("first_start")));
  log::info("authority.created", {{"issuing", kIssuing}});
  return {};
}

Status renew_responder_if_due(const Hall& hall) {
  const Timestamp now = hall.clock.now();
  for (const auto& row : list_authorities(hall)) {
    if (row.kind != "ocsp" || row.not_after - now > kResponderRenewal) continue;
    ASSIGN_OR_RETURN(renewed, renew_signer(hall, row));
    if (renewed.not_after <= row.not_after) continue;  // its issuer ends: nothing is gained
    RETURN_IF_ERROR(write(hall.store, [&, &renewed = renewed](Transaction& tx) -> Status {
      tx.authorities().replace(renewed);
      audit(tx, now, system_actor("responder_renewal"), "authority.renew", "authority/" + row.name);
      return {};
    }));
  }
  return {};
}

LoadedAuthority load_authority(const Hall& hall, std::string_view name) {
  auto row = read(hall.store, [&](Transaction& tx) { return tx.authorities().find(name); });
  if (!row) throw std::runtime_error("no such authority: " + std::string(name));
  auto certificate = pki::parse_certificate(row->certificate);
  if (!certificate) throw std::runtime_error("an authority's certificate cannot be read");
  auto issuer = pki::issuer_of(
      *certificate, row->sm2_null ? pki::Sm2Parameters::null : pki::Sm2Parameters::absent);
  const auto ledger = row->kind == "ocsp" ? Ledger::answers : Ledger::kept;
  const bool here = row->status != AuthorityStatus::offline && row->kind != "link";
  return {.row = std::move(*row),
          .certificate = std::move(*certificate),
          .issuer = std::move(issuer),
          .signer = here ? hall.keys.find(name, ledger) : nullptr};
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
