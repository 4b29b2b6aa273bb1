#include "app/ceremony.h"

#include <algorithm>
#include <stdexcept>

#include "app/act.h"
#include "app/profile.h"
#include "pki/ceremony.h"
#include "pki/serial.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

// Relying parties' clocks run behind ours now and then.
constexpr auto kClockTolerance = 5min;

Timestamp start_of(const Hall& hall) {
  return Timestamp{hall.clock.now().seconds() * 1000} - kClockTolerance;
}

/// On disk before the key is used: a signature that nobody knows of is what a CA must never make.
void record_ahead(const Hall& hall, std::string_view tbs, const std::string& name) {
  const auto saved = write(hall.store, [&](Transaction& tx) -> Status {
    tx.authorities().record(record_of(hall, tbs, "authority_certificate", "authority/" + name));
    return {};
  });
  if (!saved) throw std::runtime_error("cannot record what is to be signed");
}

pki::Profile profile_named(const Hall& hall, std::string_view code) {
  return read(hall.store, [&](Transaction& tx) { return profile_in_force(tx, hall, code); });
}

pki::Sm2Parameters parameters_of(const Authority& row) {
  return row.sm2_null ? pki::Sm2Parameters::null : pki::Sm2Parameters::absent;
}

pki::CertificateInfo parsed(const Authority& row) {
  auto info = pki::parse_certificate(row.certificate);
  if (!info) throw std::runtime_error("an authority's certificate cannot be read: " + row.name);
  return std::move(*info);
}

LoadedAuthority loaded(const Hall& hall, const Authority& row) {
  auto info = parsed(row);
  auto issuer = pki::issuer_of(info, parameters_of(row));
  return {.row = row,
          .certificate = std::move(info),
          .issuer = std::move(issuer),
          .signer = hall.keys.find(row.name)};
}

/// Nothing outlives its issuer; whoever renews late gets what is left.
Timestamp end_of(Timestamp start, std::chrono::days validity, const pki::Issuer& issuer) {
  return std::min(start + validity, issuer.not_after);
}

}  // namespace

std::string_view profile_of_kind(std::string_view kind) {
  if (kind == "root") return kRootProfile;
  if (kind == "issuing") return kIssuingProfile;
  if (kind == "ocsp") return kOcspProfile;
  if (kind == "tsa") return kTimestampProfile;
  if (kind == "seal_maker") return kSealMakerProfile;
  throw std::invalid_argument("no profile for the kind " + std::string(kind));
}

LoadedAuthority Ceremony::authority(std::string_view name) const {
  const auto own = std::ranges::find(rows_, name, &Authority::name);
  return own != rows_.end() ? loaded(hall_, *own) : load_authority(hall_, name);
}

Status Ceremony::issue(Authority row, pki::TbsRequest request, const pki::Signer& signer) {
  request.serial = pki::new_serial(hall_.settings.serial_lead, hall_.random);
  ASSIGN_OR_RETURN(certificate, pki::issue(request, signer, [&](std::string_view tbs) {
                     record_ahead(hall_, tbs, row.name);
                   }));
  row.certificate = std::move(certificate);
  row.not_after = request.not_after;
  rows_.push_back(std::move(row));
  return {};
}

Status Ceremony::add(const AuthorityPlan& plan) {
  const auto key = hall_.keys.create(plan.name, plan.algorithm, plan.rsa_bits);
  if (key->algorithm() != plan.algorithm)
    return fail(ErrorCode::wrong_state, "密钥 " + plan.name + " 已存在，且不是 " +
                                            std::string(pki::to_text(plan.algorithm)) +
                                            " 密钥：请换一个名称");
  Authority row{.name = plan.name,
                .kind = plan.kind,
                .issuer = plan.issuer,
                .algorithm = std::string(pki::short_name(plan.algorithm)),
                .generation = plan.generation,
                .sm2_null = plan.sm2_null,
                .crl_shards = plan.crl_shards,
                .crl_hours = plan.crl_hours};
  auto profile = profile_named(hall_, profile_of_kind(plan.kind));
  ASSIGN_OR_RETURN(subject, pki::subject_of(profile, {.company_name = hall_.settings.company_name,
                                                      .common_name = plan.common_name}));
  pki::TbsRequest request{
      .subject = subject, .subject_spki = key->spki(), .not_before = start_of(hall_)};
  if (plan.kind == "root") {
    const auto public_key = pki::PublicKey::from_spki(key->spki());
    if (!public_key) return fail(public_key.error());
    request.profile = std::move(profile);
    request.not_after = request.not_before + plan.validity;
    request.issuer = {.name = pki::encode_name(subject),
                      .key_id = public_key->key_id(),
                      .spki = key->spki(),
                      .not_after = request.not_after,
                      .sm2_parameters = parameters_of(row)};
    return issue(std::move(row), std::move(request), *key);
  }
  const auto issuer = authority(plan.issuer);
  if (!issuer.signer)
    return fail(ErrorCode::wrong_state, "机构 " + plan.issuer + " 的密钥不在本系统：请先恢复它");
  request.issuer = issuer.issuer;
  request.not_after = end_of(request.not_before, plan.validity, issuer.issuer);
  const auto shard = std::int64_t{0};  // an authority's own certificates are few: one list
  request.profile = with_addresses(std::move(profile), hall_.settings, issuer.row, shard);
  return issue(std::move(row), std::move(request), *issuer.signer);
}

Status Ceremony::link(std::string_view old_root, std::string_view new_root) {
  const auto before = authority(old_root), after = authority(new_root);
  if (!before.signer || !after.signer)
    return fail(ErrorCode::wrong_state, "两代根的密钥都要在本系统，才能签发链接证书");
  if (before.certificate.subject_der != after.certificate.subject_der)
    return fail(ErrorCode::wrong_state, "链接证书只在同名的两代根之间签发（RFC 4210 4.4）");
  const auto sign = [&](const LoadedAuthority& subject, const LoadedAuthority& issuer,
                        const std::string& suffix) -> Status {
    auto profile = profile_named(hall_, kRootProfile);
    profile.kind = pki::CertificateKind::link_ca;
    Authority row = subject.row;
    row.name = after.row.name + suffix;
    row.kind = "link";
    row.issuer = issuer.row.name;
    pki::TbsRequest request{.profile = std::move(profile),
                            .issuer = issuer.issuer,
                            .subject = subject.certificate.subject,
                            .subject_spki = subject.certificate.spki,
                            .not_before = start_of(hall_)};
    request.not_after = std::min(issuer.issuer.not_after, subject.certificate.not_after);
    return issue(std::move(row), std::move(request), *issuer.signer);
  };
  RETURN_IF_ERROR(sign(after, before, ".new-with-old"));
  return sign(before, after, ".old-with-new");
}

Status Ceremony::finish(const domain::Actor& by, const std::function<Status(Transaction&)>& also) {
  return write(hall_.store, [&](Transaction& tx) -> Status {
    if (rows_.empty() || tx.authorities().find(rows_.front().name)) return {};
    for (const auto& row : rows_) {
      tx.authorities().insert(row);
      audit(tx, hall_.clock.now(), by, "authority.create", "authority/" + row.name,
            {{"kind", row.kind}, {"algorithm", row.algorithm}, {"issuer", row.issuer}});
    }
    return also ? also(tx) : Status{};
  });
}

namespace {

/// "sm2" of "sm2-2", the second generation.
std::string base_name(const Authority& row) {
  const std::string suffix = "-" + std::to_string(row.generation);
  return row.generation > 1 && row.name.ends_with(suffix)
             ? row.name.substr(0, row.name.size() - suffix.size())
             : row.name;
}

std::string next_name(const Authority& row, std::int64_t generation) {
  return base_name(row) + "-" + std::to_string(generation);
}

/// Roots keep their name, so that link certificates are possible; issuing authorities say which
/// generation they are, so that nobody takes one's list for another's.
std::string next_common_name(const Authority& row, const pki::Name& subject) {
  auto name = pki::find_attribute(subject, pki::oid::kCommonName);
  if (row.kind != "issuing") return name;
  const std::string suffix = " G" + std::to_string(row.generation);
  if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name + " G" + std::to_string(row.generation + 1);
}

AuthorityPlan plan_of_next(const LoadedAuthority& before, std::string issuer) {
  const auto& row = before.row;
  const auto length = before.certificate.not_after - before.certificate.not_before;
  const auto key = pki::PublicKey::from_spki(before.certificate.spki);
  if (!key) throw std::runtime_error("an authority's key cannot be read");
  return {.name = next_name(row, row.generation + 1),
          .kind = row.kind,
          .issuer = std::move(issuer),
          .algorithm = key->algorithm(),
          .rsa_bits = key->bits(),
          .common_name = next_common_name(row, before.certificate.subject),
          .validity = std::chrono::floor<std::chrono::days>(length),
          .generation = row.generation + 1,
          .sm2_null = row.sm2_null,
          .crl_shards = row.crl_shards,
          .crl_hours = row.crl_hours};
}

/// The newest generation of the root that this issuing authority stands below.
std::string newest_root(const std::vector<Authority>& all, const Authority& issuing) {
  const auto root = std::ranges::find(all, issuing.issuer, &Authority::name);
  if (root == all.end()) throw std::runtime_error("no root of " + issuing.name);
  const Authority* newest = &*root;
  for (const auto& row : all)
    if (row.kind == "root" && base_name(row) == base_name(*root) &&
        row.generation > newest->generation)
      newest = &row;
  return newest->name;
}

}  // namespace

Result<std::vector<Authority>> roll_over(const Hall& hall, const domain::Actor& by,
                                         std::string_view name) {
  const auto all = list_authorities(hall);
  const auto found = std::ranges::find(all, name, &Authority::name);
  if (found == all.end() || (found->kind != "root" && found->kind != "issuing"))
    return fail(ErrorCode::not_found, "没有名为 " + std::string(name) + " 的根或签发机构");
  if (found->status != AuthorityStatus::active)
    return fail(ErrorCode::wrong_state,
                "机构 " + std::string(name) +
                    " 已被下一代取代，或密钥离线（请先用 certhall ca restore 恢复）");
  const auto before = load_authority(hall, name);
  const bool is_root = found->kind == "root";
  const std::string next = next_name(*found, found->generation + 1);
  Ceremony ceremony(hall);
  RETURN_IF_ERROR(ceremony.add(plan_of_next(before, is_root ? next : newest_root(all, *found))));
  if (is_root) RETURN_IF_ERROR(ceremony.link(name, next));
  for (const auto& row : all)
    if (!is_root && row.issuer == name) {
      auto plan = plan_of_next(load_authority(hall, row.name), next);
      plan.name = next_name(row, found->generation + 1);
      plan.generation = found->generation + 1;
      RETURN_IF_ERROR(ceremony.add(plan));
    }
  RETURN_IF_ERROR(ceremony.finish(by, [&](Transaction& tx) -> Status {
    Authority old = *found;
    old.status = AuthorityStatus::retired;
    tx.authorities().replace(old);
    audit(tx, hall.clock.now(), by, "authority.retire", "authority/" + old.name);
    return {};
  }));
  return ceremony.made();
}

Status note_presence(const Hall& hall, const domain::Actor& by, std::string_view name, bool here) {
  return write(hall.store, [&](Transaction& tx) -> Status {
    auto row = tx.authorities().find(name);
    if (!row) return fail(ErrorCode::not_found, "没有名为 " + std::string(name) + " 的机构");
    if (!here && row->kind != "root")
      return fail(ErrorCode::wrong_state,
                  "只有根可以离线：" + std::string(name) + " 要随时签发吊销列表");
    const bool was_here = row->status != AuthorityStatus::offline;
    if (was_here == here) return {};
    const bool has_next = tx.authorities().find(next_name(*row, row->generation + 1)).has_value();
    row->status = !here      ? AuthorityStatus::offline
                  : has_next ? AuthorityStatus::retired
                             : AuthorityStatus::active;
    tx.authorities().replace(*row);
    audit(tx, hall.clock.now(), by, here ? "authority.restore" : "authority.offline",
          "authority/" + row->name);
    return {};
  });
}

Result<Authority> renew_signer(const Hall& hall, const Authority& signer) {
  const auto before = load_authority(hall, signer.name);
  const auto issuer = load_authority(hall, signer.issuer);
  const auto length = before.certificate.not_after - before.certificate.not_before;
  const Timestamp start = start_of(hall);
  auto profile = profile_named(hall, profile_of_kind(signer.kind));
  pki::TbsRequest request{
      .profile = with_addresses(std::move(profile), hall.settings, issuer.row, 0),
      .issuer = issuer.issuer,
      .subject = before.certificate.subject,
      .subject_spki = before.certificate.spki,
      .serial = pki::new_serial(hall.settings.serial_lead, hall.random),
      .not_before = start,
      .not_after = end_of(start, std::chrono::floor<std::chrono::days>(length), issuer.issuer)};
  ASSIGN_OR_RETURN(certificate, pki::issue(request, *issuer.signer, [&](std::string_view tbs) {
                     record_ahead(hall, tbs, signer.name);
                   }));
  Authority renewed = signer;
  renewed.certificate = std::move(certificate);
  renewed.not_after = request.not_after;
  return renewed;
}

}  // namespace certhall::app
