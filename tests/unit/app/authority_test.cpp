// Authorities over the real store: profiles, several at once, generations, a root that is away.

#include "app/authority.h"

#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "app/act.h"
#include "app/administration.h"
#include "app/authority_check.h"
#include "app/ceremony.h"
#include "app/change.h"
#include "app/crl.h"
#include "app/profile.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/crl.h"
#include "unit/app/hall_test.h"

namespace certhall::app {
namespace {

/// In memory, with the ledger that every store has.
class MemoryKeys final : public AuthorityKeys {
 public:
  class NotingSigner final : public pki::Signer {
   public:
    NotingSigner(const pki::KeySigner& key, std::vector<std::string>& ledger)
        : key_(key), ledger_(ledger) {}
    const pki::PublicKey& public_key() const override { return key_.public_key(); }
    std::string sign(std::string_view message) const override {
      ledger_.push_back(to_hex(sha256(message)));
      return key_.sign(message);
    }

   private:
    const pki::KeySigner& key_;
    std::vector<std::string>& ledger_;
  };

  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int) override {
    if (!keys_.contains(std::string(name)))
      keys_.emplace(name, std::make_unique<pki::KeySigner>(pki::PrivateKey::generate(algorithm)));
    return find(name, Ledger::kept);
  }
  std::shared_ptr<const pki::Signer> find(std::string_view name, Ledger) override {
    const auto found = keys_.find(std::string(name));
    if (found == keys_.end()) throw std::runtime_error("no key " + std::string(name));
    return std::make_shared<NotingSigner>(*found->second, ledgers_[std::string(name)]);
  }
  std::vector<std::string> signed_digests(std::string_view name) override {
    return ledgers_[std::string(name)];
  }
  void lose(const std::string& name) { keys_.erase(name); }

 private:
  std::map<std::string, std::unique_ptr<pki::KeySigner>> keys_;
  std::map<std::string, std::vector<std::string>> ledgers_;
};

constexpr std::chrono::days kYear{365};

class Authorities : public HallTest {
 protected:
  Authorities() {
    for (const auto& code : needed_profiles())
      profiles_.emplace(code, domain::repository_file("data/profiles/" + code + ".toml"));
    settings_.scratch_folder = folder_.string();
    must(seed_profiles(authority_, profiles_));
  }

  static void must(const Status& done) {
    if (!done) throw std::runtime_error(done.error().message);
  }

  /// A root, an issuing authority and an OCSP signer of P-256, beside those of the first start.
  void make_p256() {
    Ceremony ceremony(authority_);
    must(ceremony.add({.name = "root-p256",
                       .kind = "root",
                       .issuer = "root-p256",
                       .algorithm = pki::Algorithm::p256_sha256,
                       .common_name = "示例 P-256 根",
                       .validity = 20 * kYear,
                       .crl_hours = 4380}));
    must(ceremony.add({.name = "p256",
                       .kind = "issuing",
                       .issuer = "root-p256",
                       .algorithm = pki::Algorithm::p256_sha256,
                       .common_name = "示例 P-256 机构",
                       .validity = 10 * kYear,
                       .crl_shards = 4}));
    must(ceremony.add({.name = "ocsp-p256",
                       .kind = "ocsp",
                       .issuer = "p256",
                       .algorithm = pki::Algorithm::p256_sha256,
                       .common_name = "示例 P-256 OCSP",
                       .validity = kYear}));
    must(ceremony.finish(system_actor("test")));
  }

  pki::CertificateInfo certificate(std::string_view name) {
    return load_authority(authority_, name).certificate;
  }
  AuthorityStatus status(std::string_view name) {
    return look([&](Transaction& tx) { return tx.authorities().find(name)->status; });
  }

  MemoryKeys authority_keys_;
  Hall authority_{*store_,   files_,    authority_keys_, key_centre_, passwords_,
                  reader_,   clock_,    random_,         sealer_,     domain::sample::divisions(),
                  calendar_, settings_, metrics_,        {}};
  std::map<std::string, std::string> profiles_;
};

TEST_F(Authorities, TheFirstStartMakesOneOfSm2AndOnlyOnce) {
  ASSERT_TRUE(hold_first_ceremony(authority_));
  ASSERT_TRUE(hold_first_ceremony(authority_));
  EXPECT_EQ(list_authorities(authority_).size(), 3u);
  EXPECT_EQ(issuing_for(authority_, pki::Algorithm::sm2_sm3).value(), "sm2");
  EXPECT_EQ(responder_of(authority_, "sm2"), "ocsp-sm2");
  EXPECT_FALSE(issuing_for(authority_, pki::Algorithm::p256_sha256));
  EXPECT_TRUE(pki::verify_issued_by(certificate("sm2"), certificate("root-sm2"), clock_.now()));
  EXPECT_TRUE(pki::verify_issued_by(certificate("ocsp-sm2"), certificate("sm2"), clock_.now()));
  EXPECT_TRUE(check_authority(authority_).findings.empty()) << "every signature is recorded";
  EXPECT_GT(check_authority(authority_).signatures, 0);
}

TEST_F(Authorities, OfSeveralAlgorithmsLiveSideBySide) {
  ASSERT_TRUE(hold_first_ceremony(authority_));
  make_p256();
  EXPECT_EQ(issuing_for(authority_, pki::Algorithm::sm2_sm3).value(), "sm2");
  EXPECT_EQ(issuing_for(authority_, pki::Algorithm::p256_sha256).value(), "p256");
  EXPECT_EQ(responder_of(authority_, "p256"), "ocsp-p256");
  EXPECT_EQ(certificate("ocsp-p256").algorithm, pki::Algorithm::p256_sha256);
  EXPECT_EQ(list_issuers(authority_).size(), 4u);
}

TEST_F(Authorities, WritesNullWhereItsRowSaysSo) {
  Ceremony ceremony(authority_);
  ASSERT_TRUE(ceremony.add({.name = "root-null",
                            .kind = "root",
                            .issuer = "root-null",
                            .common_name = "示例根",
                            .validity = 20 * kYear,
                            .sm2_null = true}));
  ASSERT_TRUE(ceremony.finish(system_actor("test")));
  EXPECT_EQ(certificate("root-null").algorithm_der,
            pki::signature_algorithm(pki::Algorithm::sm2_sm3, pki::Sm2Parameters::null));
  EXPECT_EQ(load_authority(authority_, "root-null").issuer.sm2_parameters,
            pki::Sm2Parameters::null);
}

TEST_F(Authorities, ANewGenerationTakesOverAndTheOldOneGoesOnSigningItsLists) {
  make_p256();
  const auto made = roll_over(authority_, system_actor("test"), "p256");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(issuing_for(authority_, pki::Algorithm::p256_sha256).value(), "p256-2");
  EXPECT_EQ(responder_of(authority_, "p256-2"), "ocsp-p256-2");
  EXPECT_EQ(responder_of(authority_, "p256"), "ocsp-p256");
  EXPECT_EQ(status("p256"), AuthorityStatus::retired);
  EXPECT_EQ(load_authority(authority_, "p256-2").row.crl_shards, 4);
  EXPECT_EQ(pki::find_attribute(certificate("p256-2").subject, pki::oid::kCommonName),
            "示例 P-256 机构 G2");
  EXPECT_TRUE(pki::verify_issued_by(certificate("p256-2"), certificate("root-p256"), clock_.now()));
  const auto signers = crl_signers(authority_);
  EXPECT_NE(std::ranges::find(signers, "p256"), signers.end());
  EXPECT_FALSE(roll_over(authority_, system_actor("test"), "p256")) << "it was succeeded already";
  ASSERT_TRUE(roll_over(authority_, system_actor("test"), "p256-2"));
  EXPECT_EQ(issuing_for(authority_, pki::Algorithm::p256_sha256).value(), "p256-3");
  EXPECT_TRUE(check_authority(authority_).findings.empty());
}

TEST_F(Authorities, LinkCertificatesLeadFromOneRootToTheOther) {
  make_p256();
  ASSERT_TRUE(roll_over(authority_, system_actor("test"), "root-p256"));
  ASSERT_TRUE(roll_over(authority_, system_actor("test"), "p256"));
  const auto old_root = certificate("root-p256"), new_root = certificate("root-p256-2");
  EXPECT_EQ(old_root.subject_der, new_root.subject_der);
  EXPECT_NE(old_root.spki, new_root.spki);
  const auto new_with_old = certificate("root-p256-2.new-with-old");
  const auto old_with_new = certificate("root-p256-2.old-with-new");
  EXPECT_EQ(new_with_old.spki, new_root.spki);
  EXPECT_EQ(old_with_new.spki, old_root.spki);
  EXPECT_TRUE(pki::verify_issued_by(new_with_old, old_root, clock_.now()));
  EXPECT_TRUE(pki::verify_issued_by(old_with_new, new_root, clock_.now()));
  EXPECT_FALSE(pki::verify_issued_by(new_with_old, new_root, clock_.now()));
  // Whoever trusts the old root alone: issuing → new-with-old → old root.
  EXPECT_TRUE(pki::verify_issued_by(certificate("p256-2"), new_with_old, clock_.now()));
  EXPECT_EQ(load_authority(authority_, "p256-2").row.issuer, "root-p256-2");
}

TEST_F(Authorities, ARootThatIsAwaySignsNothingAndComesBack) {
  make_p256();
  const auto by = system_actor("test");
  ASSERT_TRUE(publish_crls(authority_, "root-p256"));
  ASSERT_TRUE(note_presence(authority_, by, "root-p256", false));
  authority_keys_.lose("root-p256");
  const auto signers = crl_signers(authority_);
  EXPECT_EQ(std::ranges::find(signers, "root-p256"), signers.end());
  EXPECT_EQ(load_authority(authority_, "root-p256").signer, nullptr);
  EXPECT_FALSE(roll_over(authority_, by, "p256")) << "its root has to sign";
  EXPECT_FALSE(roll_over(authority_, by, "root-p256"));
  EXPECT_FALSE(note_presence(authority_, by, "p256", false)) << "only roots go away";
  clock_.pass(std::chrono::hours{24 * 150});
  EXPECT_TRUE(has_fresh_crl(authority_, "root-p256")) << "its list lasts half a year";
  EXPECT_TRUE(publish_due_crls(authority_));
  ASSERT_TRUE(note_presence(authority_, by, "root-p256", true));
  EXPECT_EQ(status("root-p256"), AuthorityStatus::active);
}

TEST_F(Authorities, OcspSignersAreRenewedInTime) {
  make_p256();
  const auto before = certificate("ocsp-p256");
  clock_.pass(std::chrono::hours{24 * 300});
  ASSERT_TRUE(renew_responder_if_due(authority_));
  EXPECT_EQ(certificate("ocsp-p256").serial, before.serial);
  clock_.pass(std::chrono::hours{24 * 40});
  ASSERT_TRUE(renew_responder_if_due(authority_));
  const auto after = certificate("ocsp-p256");
  EXPECT_NE(after.serial, before.serial);
  EXPECT_EQ(after.spki, before.spki);
  EXPECT_TRUE(pki::verify_issued_by(after, certificate("p256"), clock_.now()));
}

TEST_F(Authorities, CertificatesNameTheListOfTheirShard) {
  make_p256();
  const auto row = load_authority(authority_, "p256").row;
  EXPECT_TRUE(status_addresses(settings_, row, 0).crl.ends_with("/crl/p256.crl"));
  EXPECT_TRUE(status_addresses(settings_, row, 3).crl.ends_with("/crl/p256/3.crl"));
  EXPECT_EQ(status_addresses(settings_, load_authority(authority_, "root-p256").row, 0).ocsp, "");
}

// --- profiles ------------------------------------------------------------------------------------

TEST_F(Authorities, ABrokenProfileIsNamedWithFileAndLine) {
  auto broken = profiles_;
  auto& text = broken.at("natural_person_signing");
  text.replace(text.find("nonRepudiation"), 14, "nonsense");
  const auto refused = seed_profiles(authority_, broken);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("natural_person_signing.toml 第 4 行"), std::string::npos)
      << refused.error().message;
  broken.erase("ocsp");
  EXPECT_FALSE(seed_profiles(authority_, broken));
}

TEST_F(Authorities, AProfileIsChangedByTwoAndKeepsItsVersions) {
  const auto first = put_staff(domain::Role::administrator);
  const auto second = put_staff(domain::Role::administrator);
  std::string text = profiles_.at("organization_signing");
  text.replace(text.find("1861"), 4, "731");
  const Timestamp before = clock_.now();
  clock_.pass(std::chrono::hours{1});
  const auto proposed = propose_change(authority_, first,
                                       {.subject = domain::ChangeSubject::profile,
                                        .target = "organization_signing",
                                        .text = text,
                                        .reason = "有效期改为两年"});
  ASSERT_TRUE(proposed) << proposed.error().message;
  const auto days_at = [&](Timestamp time) {
    return look([&](Transaction& tx) {
      return profile_at(tx, authority_, "organization_signing", time).longest_validity.count();
    });
  };
  EXPECT_EQ(days_at(clock_.now()), 1861) << "one administrator alone changes nothing";
  const auto& change = proposed->change;
  EXPECT_FALSE(approve_change(authority_, first, change.id, change.revision));
  const auto approved = approve_change(authority_, second, change.id, change.revision);
  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(days_at(clock_.now()), 731);
  EXPECT_EQ(days_at(before), 1861) << "what was issued then is judged by the version of then";
  const auto kept =
      look([&](Transaction& tx) { return tx.profiles().in_force("organization_signing"); });
  EXPECT_EQ(kept->version, 2);
  EXPECT_EQ(kept->change_id, change.id.value);
}

TEST_F(Authorities, ABadProfileIsNotEvenProposed) {
  const auto problems = [&](std::string_view code, std::string_view text) {
    return check_proposal(authority_, domain::ChangeSubject::profile, code, text);
  };
  std::string text = profiles_.at("ocsp");
  text.replace(text.find("366"), 3, "0");
  ASSERT_EQ(problems("ocsp", text).size(), 1u);
  EXPECT_EQ(problems("ocsp", text).front().line, 6);
  EXPECT_EQ(problems("root", profiles_.at("issuing")).size(), 1u) << "another kind";
  EXPECT_EQ(problems("new", profiles_.at("issuing")).size(), 1u) << "a code that nothing uses";
  EXPECT_TRUE(problems("issuing", profiles_.at("issuing")).empty());
}

TEST_F(Authorities, SubjectsFollowTheRulesOfTheProfile) {
  auto details = domain::sample::details();
  const auto profile = look(
      [&](Transaction& tx) { return profile_in_force(tx, authority_, "organization_signing"); });
  const auto subject = certificate_subject(authority_, profile, details).value();
  EXPECT_EQ(pki::find_attribute(subject.name, pki::oid::kOrganization), details.organization.name);
  EXPECT_EQ(subject.identity.organization_code, details.organization.credit_code);
  EXPECT_EQ(subject.identity.resident_id_number, "");
  details.organization.name.clear();
  EXPECT_FALSE(certificate_subject(authority_, profile, details)) << "nothing to put there";
}

}  // namespace
}  // namespace certhall::app
