#include "app/profile.h"

#include <memory>
#include <mutex>
#include <stdexcept>

#include "app/authority.h"
#include "base/json.h"
#include "profiles/profile_file.h"

namespace certhall::app {

/// A version never changes, so that each is read once.
class ProfileShelf {
 public:
  pki::Profile read(const ProfileVersion& version) {
    const std::lock_guard lock(mutex_);
    const auto key = std::pair(version.code, version.version);
    if (const auto known = read_.find(key); known != read_.end()) return known->second;
    domain::TextProblems problems;
    auto profile = profiles::read_profile(version.body, problems);
    if (!profile) throw std::runtime_error("the profile " + version.code + " cannot be read");
    return read_.emplace(key, *std::move(profile)).first->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::int64_t>, pki::Profile> read_;
};

std::shared_ptr<ProfileShelf> make_profile_shelf() { return std::make_shared<ProfileShelf>(); }

namespace {

pki::CertificateKind kind_of(std::string_view code) {
  if (code == kRootProfile) return pki::CertificateKind::root_ca;
  if (code == kIssuingProfile) return pki::CertificateKind::issuing_ca;
  if (code == kOcspProfile) return pki::CertificateKind::ocsp_signer;
  if (code == kTimestampProfile) return pki::CertificateKind::time_stamp_signer;
  return code.ends_with("_encryption") ? pki::CertificateKind::encryption
                                       : pki::CertificateKind::signing;
}

std::string problem_text(std::string_view code, const domain::TextProblem& problem) {
  return "证书模板 " + std::string(code) + ".toml 第 " + std::to_string(problem.line) + " 行：" +
         problem.message;
}

Status refuse_broken(std::string_view code, std::string_view toml) {
  const auto problems = domain::sorted(check_profile(code, toml));
  if (problems.empty()) return {};
  std::string text;
  for (const auto& problem : problems)
    text += (text.empty() ? "" : "\n") + problem_text(code, problem);
  return fail(ErrorCode::invalid, std::move(text));
}

}  // namespace

std::string profile_code(domain::CertificateType type, domain::CertificateUsage usage) {
  return std::string(enum_to_text(type)) + "_" + std::string(enum_to_text(usage));
}

std::vector<std::string> needed_profiles() {
  std::vector<std::string> codes{std::string(kRootProfile), std::string(kIssuingProfile),
                                 std::string(kOcspProfile), std::string(kTimestampProfile),
                                 std::string(kSealMakerProfile)};
  using Usage = domain::CertificateUsage;
  for (const auto type : domain::EnumSet<domain::CertificateType>::all().list())
    for (const auto usage : {Usage::signing, Usage::encryption})
      codes.push_back(profile_code(type, usage));
  return codes;
}

domain::TextProblems check_profile(std::string_view code, std::string_view toml) {
  domain::TextProblems problems;
  const auto profile = profiles::read_profile(toml, problems);
  if (!profile || profile->kind == kind_of(code)) return problems;
  const auto lines = domain::lines_of(toml);
  std::int64_t line = 1;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].starts_with("kind")) line = static_cast<std::int64_t>(i) + 1;
  return {{line, "模板「" + std::string(code) + "」的种类（kind）不能改变"}};
}

Status seed_profiles(const Hall& hall, const std::map<std::string, std::string>& toml) {
  for (const auto& code : needed_profiles())
    if (!toml.contains(code)) return fail(ErrorCode::invalid, "缺少证书模板 " + code + ".toml");
  for (const auto& [code, text] : toml) RETURN_IF_ERROR(refuse_broken(code, text));
  return write(hall.store, [&](Transaction& tx) -> Status {
    for (const auto& [code, text] : toml) {
      const auto known = tx.profiles().in_force(code);
      if (known) {
        RETURN_IF_ERROR(refuse_broken(code, known->body));
        continue;
      }
      tx.profiles().insert(
          {.code = code, .body = text, .change_id = "", .in_force_at = hall.clock.now()});
    }
    return {};
  });
}

namespace {

pki::Profile read_version(const Hall& hall, const std::optional<ProfileVersion>& version,
                          std::string_view code) {
  if (!version) throw std::runtime_error("no profile " + std::string(code));
  return hall.profiles->read(*version);
}

}  // namespace

pki::Profile profile_in_force(Transaction& tx, const Hall& hall, std::string_view code) {
  return read_version(hall, tx.profiles().in_force(code), code);
}

pki::Profile profile_at(Transaction& tx, const Hall& hall, std::string_view code, Timestamp time) {
  return read_version(hall, tx.profiles().at(code, time), code);
}

pki::Profile with_addresses(pki::Profile profile, const Settings& settings, const Authority& issuer,
                            std::int64_t shard) {
  profile.addresses = status_addresses(settings, issuer, shard);
  if (!profile.address_kinds.ocsp) profile.addresses.ocsp.clear();
  if (!profile.address_kinds.ca_issuers) profile.addresses.ca_issuers.clear();
  if (!profile.address_kinds.crl) profile.addresses.crl.clear();
  return profile;
}

namespace {

/// Two people of one name must not have one distinguished name (RFC 5280 4.1.2.6), so each has a
/// code, from which nobody can tell the id number.
std::string person_code(const Hall& hall, std::string_view id_number) {
  constexpr std::size_t kDigits = 16;
  return hall.sealer.digest(id_number, "subject").substr(0, kDigits);
}

}  // namespace

Result<CertificateSubject> certificate_subject(const Hall& hall, const pki::Profile& profile,
                                               const domain::Details& details) {
  pki::SubjectFacts facts{.company_name = hall.settings.company_name};
  CertificateSubject subject;
  const auto person = [&](const std::string& name, const std::string& id_number) {
    facts.person_name = name;
    facts.person_code = person_code(hall, id_number);
    subject.identity.resident_id_number = id_number;
  };
  const auto organization = [&] {
    facts.organization_name = details.organization.name;
    subject.identity.organization_code = details.organization.credit_code;
  };
  switch (details.certificate_type) {
    case domain::CertificateType::organization:
      organization();
      break;
    case domain::CertificateType::organization_person: {
      const auto holder = details.holder.value_or(domain::Holder{});
      organization();
      person(holder.name, holder.id_number);
      break;
    }
    case domain::CertificateType::natural_person:
      person(details.agent.name, details.agent.id_number);
      break;
  }
  ASSIGN_OR_RETURN(name, pki::subject_of(profile, facts));
  subject.name = std::move(name);
  return subject;
}

}  // namespace certhall::app
