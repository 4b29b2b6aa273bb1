#include "app/ocsp.h"

#include <atomic>
#include <set>
#include <thread>

#include "app/authority.h"
#include "pki/ceremony.h"
#include "pki/oid.h"
#include "pki/serial.h"
#include "unit/app/hall_test.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;
using pki::CertificateStatus;
using pki::Digest;

/// Keys in memory, which can be taken away.
class MemoryKeys final : public AuthorityKeys {
 public:
  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int) override {
    auto& key = keys_[std::string(name)];
    if (!key) key = std::make_shared<Key>(pki::PrivateKey::generate(algorithm), away);
    return key;
  }
  std::shared_ptr<const pki::Signer> find(std::string_view name, Ledger) override {
    return keys_.at(std::string(name));
  }
  std::vector<std::string> signed_digests(std::string_view) override { return {}; }

  std::atomic<bool> away = false;

 private:
  struct Key final : pki::Signer {
    Key(pki::PrivateKey from, std::atomic<bool>& is_away) : key(std::move(from)), away(is_away) {}
    [[nodiscard]] const pki::PublicKey& public_key() const override { return key.public_key(); }
    [[nodiscard]] std::string sign(std::string_view message) const override {
      if (away) throw std::runtime_error("the key is away");
      return key.sign(message);
    }
    pki::PrivateKey key;
    std::atomic<bool>& away;
  };
  std::map<std::string, std::shared_ptr<const pki::Signer>> keys_;
};

class OcspTest : public HallTest {
 protected:
  OcspTest() {
    seed_shipped_profiles(hall);
    if (!hold_first_ceremony(hall)) throw std::runtime_error("no ceremony");
    issuing = load_authority(hall, kIssuing).certificate;
    root = load_authority(hall, kRoot).certificate;
    responder.load();
  }

  std::string issue() {
    const auto application = put_application(domain::ApplicationStatus::completed);
    const std::string serial = pki::new_serial(1, random_);
    domain::Certificate certificate{.id = {"certificate" + serial},
                                    .application_id = application.id,
                                    .account_id = application.account_id,
                                    .issuer = std::string(kIssuing),
                                    .serial = serial,
                                    .public_key_digest = serial,
                                    .not_after = clock_.now() + 1000h,
                                    .tbs = "tbs"};
    commit([&](Transaction& tx) {
      tx.certificates().reserve(certificate);
      certificate.status = domain::CertificateStatus::issued;
      EXPECT_TRUE(tx.certificates().update(certificate));
    });
    return serial;
  }
  std::int64_t set(const std::string& serial, domain::CertificateStatus status,
                   domain::RevocationReason reason) {
    std::int64_t seq = 0;
    commit([&](Transaction& tx) {
      auto certificate = tx.certificates().find_by_serial(serial).value();
      certificate.status = status;
      certificate.revoked_at = {};
      if (status != domain::CertificateStatus::issued)
        certificate.revoked_at = {clock_.now().seconds() * 1000};
      certificate.revocation_reason = reason;
      EXPECT_TRUE(tx.certificates().update(certificate));
      seq = tx.statuses().newest();
    });
    return seq;
  }
  std::int64_t revoke(const std::string& serial) {
    return set(serial, domain::CertificateStatus::revoked,
               domain::RevocationReason::key_compromise);
  }

  [[nodiscard]] std::string question(const std::string& serial, Digest digest = Digest::sha1,
                                     std::string_view nonce = "") const {
    return pki::build_ocsp_request({pki::OcspIssuer(issuing).cert_id(serial, digest)}, nonce);
  }
  /// Verified: by the authority's delegate, fresh now.
  pki::OcspAnswer read(const std::string& der) {
    const auto response = pki::parse_ocsp_response(der);
    if (!response) throw std::runtime_error(response.error().message);
    const auto verified = pki::verify_ocsp_response(*response, issuing, clock_.now());
    EXPECT_TRUE(verified) << (verified ? "" : verified.error().message);
    return response->answer;
  }
  CertificateStatus ask(const std::string& serial) {
    return read(responder.answer(question(serial)).der).responses.at(0).status;
  }
  /// A lease runs a second of the machine's time; a busy machine may take longer between two lines.
  std::shared_ptr<const SignedAnswer> at_hand(OcspResponder& node, const std::string& serial) {
    for (int tries = 0; tries < 20; ++tries) {
      node.keep();
      node.keep();  // the first one only says that we are there
      if (auto answer = node.at_hand(question(serial))) return answer;
      if (node.leased()) return nullptr;
    }
    return nullptr;
  }

  MemoryKeys keys;
  Hall hall{*store_,   files_,    keys,     key_centre_, passwords_,
            reader_,   clock_,    random_,  sealer_,     domain::sample::divisions(),
            calendar_, settings_, metrics_, {}};
  OcspResponder responder{hall};
  pki::CertificateInfo issuing, root;
};

const std::string kTryLater = pki::ocsp_error(pki::OcspError::try_later);

TEST_F(OcspTest, SaysWhatIsTrueInEveryDigest) {
  const std::string good = issue();
  const std::string bad = issue();
  revoke(bad);
  for (const auto digest : {Digest::sha1, Digest::sha256, Digest::sm3}) {
    const auto answer = read(responder.answer(question(good, digest)).der);
    EXPECT_EQ(answer.responses.at(0).status, CertificateStatus::good);
    EXPECT_EQ(answer.responses.at(0).id.serial, good);
    const auto revoked = read(responder.answer(question(bad, digest)).der).responses.at(0);
    EXPECT_EQ(revoked.status, CertificateStatus::revoked);
    EXPECT_EQ(revoked.reason, pki::RevocationReason::key_compromise);
    EXPECT_EQ(revoked.revoked_at.seconds(), clock_.now().seconds());
  }
  EXPECT_EQ(ask("0102030405060708090a0b0c0d0e0f1011"), CertificateStatus::unknown);
}

TEST_F(OcspTest, WhatIsSuspendedIsOnHoldAndGoodOnceReleased) {
  const std::string serial = issue();
  set(serial, domain::CertificateStatus::suspended, domain::RevocationReason::certificate_hold);
  responder.catch_up();
  const auto held = read(responder.answer(question(serial)).der).responses.at(0);
  EXPECT_EQ(held.status, CertificateStatus::revoked);
  EXPECT_EQ(held.reason, pki::RevocationReason::certificate_hold);
  set(serial, domain::CertificateStatus::issued, domain::RevocationReason::unspecified);
  responder.catch_up();
  EXPECT_EQ(ask(serial), CertificateStatus::good);
}

TEST_F(OcspTest, AnswersSeveralQuestionsAndRepeatsTheNonce) {
  const std::string good = issue();
  const std::string bad = issue();
  revoke(bad);
  const pki::OcspIssuer issuer(issuing);
  const std::string nonce(128, 'n');
  std::vector<pki::CertId> ids{issuer.cert_id(bad, Digest::sha256),
                               issuer.cert_id(good, Digest::sm3)};
  const auto reply = responder.answer(pki::build_ocsp_request(ids, nonce));
  EXPECT_FALSE(reply.kept) << "an answer to one asker alone";
  const auto answer = read(reply.der);
  ASSERT_EQ(answer.responses.size(), 2u);
  EXPECT_EQ(answer.responses[0].status, CertificateStatus::revoked);
  EXPECT_EQ(answer.responses[1].status, CertificateStatus::good);
  EXPECT_EQ(answer.nonce, nonce);
  ids.push_back(pki::OcspIssuer(root).cert_id(good, Digest::sha1));
  const auto mixed =
      pki::parse_ocsp_response(responder.answer(pki::build_ocsp_request(ids, "")).der);
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->answer.responses.at(1).status, CertificateStatus::good);
  EXPECT_EQ(mixed->answer.responses.at(2).status, CertificateStatus::unknown) << "another issuer's";
}

TEST_F(OcspTest, IsNotAskedForTheCertificatesOfOthers) {
  pki::CertificateInfo stranger = issuing;
  stranger.subject_der = root.spki;
  const auto request =
      pki::build_ocsp_request({pki::OcspIssuer(stranger).cert_id("01", Digest::sha1)}, "");
  EXPECT_EQ(responder.answer(request).der, pki::ocsp_error(pki::OcspError::unauthorized));
  EXPECT_EQ(responder.answer("no request").der, pki::ocsp_error(pki::OcspError::malformed_request));
}

TEST_F(OcspTest, ARootWithAResponderAnswersForItsAuthorities) {
  const auto signer = keys.create("ocsp-root", pki::Algorithm::sm2_sm3, 0);
  pki::CeremonyPlan plan{
      .profiles = pki::demo_profiles({}, {}),
      .responder_name = {{std::string(pki::oid::kCountry), "CN"},
                         {std::string(pki::oid::kOrganization), "示例认证有限公司"},
                         {std::string(pki::oid::kCommonName), "示例根 OCSP"}}};
  const auto made = pki::renew_responder(plan, root.der, *keys.find(kRoot, Ledger::answers),
                                         signer->spki(), clock_.now() - 1h, random_);
  ASSERT_TRUE(made) << made.error().fields.at(0).field;
  const auto request =
      pki::build_ocsp_request({pki::OcspIssuer(root).cert_id(issuing.serial, Digest::sha256)}, "");
  EXPECT_EQ(responder.answer(request).der, pki::ocsp_error(pki::OcspError::unauthorized));
  commit([&](Transaction& tx) {
    tx.authorities().insert({.name = "ocsp-root",
                             .kind = "ocsp",
                             .issuer = std::string(kRoot),
                             .certificate = *made,
                             .not_after = clock_.now() + 100h});
  });
  responder.keep();
  const auto response = pki::parse_ocsp_response(responder.answer(request).der);
  ASSERT_TRUE(response);
  EXPECT_TRUE(pki::verify_ocsp_response(*response, root, clock_.now()));
  EXPECT_EQ(response->answer.responses.at(0).status, CertificateStatus::good);
}

TEST_F(OcspTest, KeepsAnAnswerAndSignsItAnewAheadOfTime) {
  const std::string serial = issue();
  EXPECT_FALSE(at_hand(responder, serial)) << "not asked for yet";
  const auto first = responder.answer(question(serial));
  ASSERT_TRUE(first.kept);
  const auto again = at_hand(responder, serial);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->der, first.der);
  EXPECT_FALSE(responder.at_hand(question(serial, Digest::sha1, "nonce"))) << "for one asker";
  clock_.pass(6min);
  ASSERT_TRUE(at_hand(responder, serial));
  responder.renew_answers();
  const auto renewed = at_hand(responder, serial);
  ASSERT_TRUE(renewed);
  EXPECT_NE(renewed->der, first.der);
  EXPECT_EQ(renewed->this_update, clock_.now());
  read(renewed->der);
}

TEST_F(OcspTest, NobodysAnswerIsLetGo) {
  const std::string serial = issue();
  (void)responder.answer(question(serial));  // signed for this question, not asked for since
  clock_.pass(6min);
  responder.renew_answers();
  EXPECT_FALSE(at_hand(responder, serial));
}

TEST_F(OcspTest, AnAnswerIsNeverServedOutsideOfItsTime) {
  const std::string serial = issue();
  const auto first = responder.answer(question(serial));
  clock_.pass(10min - 1s);
  EXPECT_TRUE(at_hand(responder, serial));
  clock_.pass(1s);
  EXPECT_FALSE(at_hand(responder, serial));
  EXPECT_NE(responder.answer(question(serial)).der, first.der);
  clock_.pass(-1h);
  EXPECT_FALSE(at_hand(responder, serial)) << "of the future, when the clock was set back";
}

TEST_F(OcspTest, WithTheKeyAwayTheLastFreshAnswerAndThenTryLater) {
  const std::string serial = issue();
  const std::string other = issue();
  const auto first = responder.answer(question(serial));
  keys.away = true;
  clock_.pass(6min);
  EXPECT_TRUE(at_hand(responder, serial));
  EXPECT_THROW(responder.renew_answers(), std::runtime_error);
  EXPECT_EQ(responder.answer(question(serial)).der, first.der);
  EXPECT_EQ(responder.answer(question(other)).der, kTryLater);
  clock_.pass(4min);
  EXPECT_EQ(responder.answer(question(serial)).der, kTryLater) << "never a stale one";
  keys.away = false;
  EXPECT_EQ(ask(serial), CertificateStatus::good);
}

TEST_F(OcspTest, WithTheKeyAwayWhatIsRevokedIsNotCalledGood) {
  const std::string serial = issue();
  (void)responder.answer(question(serial));
  keys.away = true;
  revoke(serial);
  responder.catch_up();
  EXPECT_EQ(responder.answer(question(serial)).der, kTryLater);
}

TEST_F(OcspTest, WithoutALeaseNothingIsAnsweredFromMemory) {
  const std::string serial = issue();
  (void)responder.answer(question(serial));
  EXPECT_FALSE(responder.leased());
  EXPECT_FALSE(responder.at_hand(question(serial)));
  revoke(serial);
  EXPECT_EQ(ask(serial), CertificateStatus::revoked) << "looked up";
}

TEST_F(OcspTest, ANewResponderKnowsWhatWasBefore) {
  std::vector<std::string> serials;
  for (int i = 0; i < 20; ++i) serials.push_back(issue());
  revoke(serials[3]);
  OcspResponder node(hall);
  node.load();
  EXPECT_EQ(node.index().size(), 22u) << "with the authority and its responder";
  for (const auto& serial : serials) {
    const auto state = node.index().find(status_key(1, serial).value_or(StatusKey{}));
    const auto other = node.index().find(status_key(2, serial).value_or(StatusKey{}));
    ASSERT_TRUE(state || other);
    EXPECT_EQ((state ? state : other)->status,
              serial == serials[3] ? CertificateStatus::revoked : CertificateStatus::good);
  }
}

TEST_F(OcspTest, ARevocationWaitsForTheOtherNodes) {
  OcspResponder other(hall);
  other.load();
  const std::string serial = issue();
  (void)other.answer(question(serial));
  ASSERT_TRUE(at_hand(other, serial));
  const std::int64_t seq = revoke(serial);
  std::atomic<bool> acknowledged = false;
  std::thread waiting([&] {
    await_status(hall, seq);
    acknowledged = true;
  });
  // Whatever the machine does in between: as soon as it is acknowledged, no one says good.
  bool said_good_after = false;
  for (int i = 0; i < 1'000 && !said_good_after; ++i) {
    const bool before = acknowledged;
    said_good_after = before && other.at_hand(question(serial));
    if (before) break;
    std::this_thread::sleep_for(5ms);
  }
  waiting.join();
  EXPECT_FALSE(said_good_after);
  EXPECT_FALSE(other.leased()) << "nobody kept it";
  EXPECT_EQ(look([&](Transaction& tx) { return tx.statuses().leases_behind(seq); }).size(), 0u)
      << "a dead node's lease is taken away, so that the next revocation need not wait";
  EXPECT_FALSE(at_hand(other, serial));
}

/// As two processes do: revocations here, questions there, each node with its clock.
TEST_F(OcspTest, NoneOfTwoNodesSaysGoodAfterTheAcknowledgement) {
  OcspResponder other(hall);
  other.load();
  hall.ocsp = &responder;
  std::vector<std::string> serials;
  for (int i = 0; i < 40; ++i) serials.push_back(issue());
  std::atomic<std::size_t> acknowledged = 0;
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (OcspResponder* node : {&responder, &other}) {
    threads.emplace_back([&, node] {
      while (!done) {
        node->keep();
        std::this_thread::sleep_for(20ms);
      }
    });
    threads.emplace_back([&, node] {
      while (!done)
        for (std::size_t i = 0; i < serials.size(); ++i) {
          const bool must_be_revoked = i < acknowledged;
          auto answer = node->at_hand(question(serials[i]));
          if (!answer) answer = node->answer(question(serials[i])).kept;
          if (must_be_revoked && answer && answer->state.status != CertificateStatus::revoked)
            ++wrong;
        }
    });
  }
  for (const auto& serial : serials) {
    await_status(hall, revoke(serial));
    ++acknowledged;
  }
  done = true;
  for (auto& each : threads) each.join();
  hall.ocsp = nullptr;
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace certhall::app
