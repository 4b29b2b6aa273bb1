#pragma once
// A hall with a certificate authority: real keys in memory, with the ledger that a key store keeps,
// on either engine.

#include "app/authority.h"
#include "app/issuance.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "pki/csr.h"
#include "store/connection.h"
#include "support/postgres.h"
#include "unit/app/hall_test.h"

namespace certhall::app {

/// Notes what it is about to sign, then signs.
class NotingKeys final : public AuthorityKeys {
 public:
  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int) override {
    auto& key = keys_[std::string(name)];
    if (!key.signer) key.signer = make(key.ledger, pki::PrivateKey::generate(algorithm));
    return key.signer;
  }
  std::shared_ptr<const pki::Signer> find(std::string_view name, Ledger) override {
    return keys_.at(std::string(name)).signer;
  }
  std::vector<std::string> signed_digests(std::string_view name) override {
    return *keys_.at(std::string(name)).ledger;
  }

 private:
  using Digests = std::shared_ptr<std::vector<std::string>>;
  class Noting final : public pki::Signer {
   public:
    Noting(Digests ledger, pki::PrivateKey key)
        : ledger_(std::move(ledger)), signer_(std::move(key)) {}
    [[nodiscard]] const pki::PublicKey& public_key() const override { return signer_.public_key(); }
    [[nodiscard]] std::string sign(std::string_view message) const override {
      ledger_->push_back(to_hex(sha256(message)));
      return signer_.sign(message);
    }

   private:
    Digests ledger_;
    pki::KeySigner signer_;
  };
  static std::shared_ptr<const pki::Signer> make(const Digests& ledger, pki::PrivateKey key) {
    return std::make_shared<Noting>(ledger, std::move(key));
  }
  struct Kept {
    Digests ledger = std::make_shared<std::vector<std::string>>();
    std::shared_ptr<const pki::Signer> signer;
  };
  std::map<std::string, Kept> keys_;
};

/// Gives each request a key of its own, the same one when it is repeated.
class MemoryKeyCentre final : public KeyCentre {
 public:
  Result<HandedKey> issue(const KeyRequest& request) override {
    auto& key = keys_[request.request];
    if (!key) {
      key = std::make_unique<pki::PrivateKey>(pki::PrivateKey::generate(request.algorithm));
      subscribers_[request.subscriber].push_back(
          {.id = KeyId{request.request}, .spki = key->public_key().spki(), .issued_at = {}});
    }
    ASSIGN_OR_RETURN(recipient, pki::PublicKey::from_spki(request.recipient));
    return HandedKey{.id = KeyId{request.request},
                     .spki = key->public_key().spki(),
                     .envelope = pki::seal_encryption_key(*key, recipient, random_)};
  }
  Result<std::vector<KeyRecord>> history(std::string_view subscriber) override {
    return subscribers_[std::string(subscriber)];
  }
  Result<KeyRecoveryId> ask_recovery(const KeyRecoveryRequest&) override { return none(); }
  Result<HandedKey> recover(const KeyRecoveryId&, pki::EnvelopeForm) override { return none(); }
  Status adopt(const EarlierKeyHandover&) override { return none(); }
  Status fill_pool() override { return {}; }

 private:
  static tl::unexpected<Error> none() { return fail(ErrorCode::not_found, "没有"); }
  SystemRandom random_;
  std::map<std::string, std::unique_ptr<pki::PrivateKey>> keys_;
  std::map<std::string, std::vector<KeyRecord>> subscribers_;
};

class AuthorityHall : public HallTest {
 protected:
  /// `postgresql`: the store is moved to a fresh database of that engine.
  explicit AuthorityHall(bool postgresql = false) {
    if (postgresql) move_to_postgresql();
    settings_.scratch_folder = folder_.string();
    full_.emplace(Hall{*store_,
                       files_,
                       authority_keys_,
                       subscriber_keys_,
                       passwords_,
                       reader_,
                       clock_,
                       random_,
                       sealer_,
                       domain::sample::divisions(),
                       calendar_,
                       settings_,
                       metrics_,
                       {}});
    seed_shipped_profiles(*full_);
    if (const auto made = hold_first_ceremony(*full_); !made)
      throw std::runtime_error(made.error().message);
    producer_ = put_staff(domain::Role::producer);
    administrator_ = put_staff(domain::Role::administrator);
  }
  ~AuthorityHall() override {
    full_.reset();
    store_.reset();
    if (!database_.empty()) admin("drop database " + database_ + " with (force)");
  }

  /// One statement past the repositories.
  void sql(std::string_view text) const {
    (void)store::Connection(url_, Mode::write, std::chrono::seconds{5}).execute(text, {});
  }
  [[nodiscard]] bool is_postgresql() const { return !database_.empty(); }

  /// Approved, and claimed by the producer.
  ApplicationId put_claimed() {
    const auto application = put_application(domain::ApplicationStatus::approved);
    commit([&](Transaction& tx) {
      const Timestamp now = clock_.now();
      EXPECT_TRUE(tx.production().claim({.application_id = application.id,
                                         .staff_id = StaffId{producer_.id},
                                         .claimed_at = now,
                                         .lease_until = now + std::chrono::hours{1}},
                                        now));
    });
    return application.id;
  }
  IssueRequest request(std::string token = "TOKEN-0001") {
    const auto key = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
    return {.token_serial = std::move(token),
            .csr = pki::build_certification_request(key, {}),
            .pin = SecretText("283746")};
  }
  /// The signing certificate's serial.
  std::string issue(const ApplicationId& id) {
    const auto made =
        issue_pair(hall(), producer_, id, request("TOKEN-" + std::to_string(++tokens_)));
    if (!made) throw std::runtime_error(made.error().message);
    return pki::parse_certificate(made->signing_certificate).value().serial;
  }
  std::vector<domain::Certificate> certificates_of(const ApplicationId& id) {
    return look([&](Transaction& tx) { return tx.certificates().of_application(id); });
  }
  [[nodiscard]] const Hall& hall() const { return *full_; }

  NotingKeys authority_keys_;
  MemoryKeyCentre subscriber_keys_;
  domain::Actor producer_, administrator_;

 private:
  void move_to_postgresql() {
    static int count = 0;
    database_ = "authority_hall_" + std::to_string(++count);
    admin("create database " + database_);
    url_ = "postgresql:" + testing_support::Postgres::shared().database(database_);
    store_ = store::open_store({.url = url_,
                                .readers = 2,
                                .audit_keys = {.current = "a", .keys = {{"a", SecretText("key")}}}},
                               sealer_);
  }
  static void admin(const std::string& text) {
    (void)store::Connection(
        "postgresql:" + testing_support::Postgres::shared().database("postgres"), Mode::write,
        std::chrono::seconds{5})
        .execute(text, {});
  }

  std::string database_;
  std::string url_ = "sqlite:" + (folder_ / "db.sqlite").string();
  std::optional<Hall> full_;
  int tokens_ = 0;
};

}  // namespace certhall::app
