#pragma once
// A hall over the real store on a fresh SQLite file, with a clock that the test moves, files in
// memory and nothing outside. Applications come as rows, in whatever state a test wants.

#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "app/hall.h"
#include "app/ports/outside.h"
#include "app/profile.h"
#include "base/json.h"
#include "store/store.h"
#include "unit/domain/sample.h"

namespace certhall::app {

class SetClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return now_; }
  void pass(std::chrono::milliseconds time) { now_ = now_ + time; }
  void set(Timestamp now) { now_ = now; }

 private:
  Timestamp now_ = domain::sample::time("2026-11-23T02:00:00Z");
};

class MemoryFiles final : public FileStore {
 public:
  void put(const ObjectId& id, std::string_view bytes) override { files_[id] = bytes; }
  std::string get(const ObjectId& id) override { return files_.at(id); }
  void remove(const ObjectId& id) override { files_.erase(id); }
  [[nodiscard]] std::size_t size() const { return files_.size(); }

 private:
  std::map<ObjectId, std::string> files_;
};

/// What these tests never touch.
class NoKeys final : public AuthorityKeys {
  std::shared_ptr<const pki::Signer> create(std::string_view, pki::Algorithm, int) override {
    throw std::logic_error("no keys here");
  }
  std::shared_ptr<const pki::Signer> find(std::string_view, Ledger) override {
    throw std::logic_error("no keys here");
  }
  std::vector<std::string> signed_digests(std::string_view) override { return {}; }
};
class NoKeyCentre final : public KeyCentre {
  Result<HandedKey> issue(const KeyRequest&) override { return none(); }
  Result<std::vector<KeyRecord>> history(std::string_view) override { return none(); }
  Result<KeyRecoveryId> ask_recovery(const KeyRecoveryRequest&) override { return none(); }
  Result<HandedKey> recover(const KeyRecoveryId&, pki::EnvelopeForm) override { return none(); }
  Status adopt(const EarlierKeyHandover&) override { return none(); }
  Status fill_pool() override { return none(); }
  static tl::unexpected<Error> none() { return fail(ErrorCode::unavailable, "没有"); }
};
class NoPasswords final : public PasswordHasher {
  std::string hash(const SecretText&) override { return "hash"; }
  bool matches(const SecretText&, std::string_view) override { return false; }
};
class NoReader final : public Reader {
  Result<MaterialReading> check_material(std::string_view, std::string_view) override {
    return fail(ErrorCode::unavailable, "没有");
  }
  Result<IdCardReading> read_id_card(std::string_view, CardSide) override {
    return fail(ErrorCode::unavailable, "没有");
  }
};

/// As at the first start of the program.
inline void seed_shipped_profiles(const Hall& hall) {
  std::map<std::string, std::string> toml;
  for (const auto& code : needed_profiles())
    toml.emplace(code, domain::repository_file("data/profiles/" + code + ".toml"));
  if (const auto done = seed_profiles(hall, toml); !done)
    throw std::runtime_error(done.error().message);
}

class HallTest : public testing::Test {
 protected:
  HallTest() {
    const auto lists = domain::sample::relying_application();
    commit([&](Transaction& tx) {
      tx.catalogue().seed({lists}, {{.relying_application = lists.code,
                                     .valid_from = domain::sample::day("2026-01-01"),
                                     .certificate_per_year = {20000},
                                     .token_once = {10000},
                                     .seal_once = {5000}}});
    });
  }
  ~HallTest() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  template <class Work>
  void commit(Work work) {
    const auto done = write(*store_, [&](Transaction& tx) -> Status {
      work(tx);
      return {};
    });
    if (!done) throw std::runtime_error(done.error().message);
  }
  template <class Work>
  auto look(Work work) {
    return read(*store_, work);
  }

  /// Of a new account, complete, in this state, last changed now; approved and later are paid.
  domain::Application put_application(domain::ApplicationStatus status,
                                      domain::Details details = domain::sample::details()) {
    const std::string n = std::to_string(++count_);
    const domain::Account account{.id = {"account" + n},
                                  .mobile = "1390000" + std::to_string(1000 + count_),
                                  .created_at = clock_.now()};
    domain::Application application{.id = {"application" + n},
                                    .number = "HN20261123-" + std::to_string(100'000 + count_),
                                    .account_id = account.id,
                                    .status = status,
                                    .relying_application = "hn-ggzy",
                                    .details = std::move(details),
                                    .form_version = 1,
                                    .created_at = clock_.now(),
                                    .updated_at = clock_.now()};
    application.form_digest = domain::form_digest(application);
    commit([&](Transaction& tx) {
      tx.accounts().insert(account);
      tx.applications().insert(application);
    });
    return application;
  }
  domain::Payment put_payment(const domain::Application& application,
                              domain::PaymentStatus status) {
    const std::string n = std::to_string(++count_);
    domain::Payment payment{.id = {"payment" + n},
                            .application_id = application.id,
                            .status = status,
                            .amount = {35000},
                            .remark_code = "REMARK" + n,
                            .bank_reference = "BANK" + n,
                            .created_at = clock_.now(),
                            .confirmed_at = clock_.now(),
                            .updated_at = clock_.now()};
    commit([&](Transaction& tx) { tx.payments().insert(payment); });
    return payment;
  }
  domain::Actor put_staff(domain::Role role) {
    const std::string n = std::to_string(++count_);
    const domain::Staff staff{
        .id = {"staff" + n}, .login = "staff" + n, .name = "测试员", .roles = {role}};
    commit([&](Transaction& tx) { tx.staff().insert(staff); });
    return {.kind = domain::ActorKind::staff, .id = staff.id.value, .roles = {role}};
  }

  /// Takes all that waits in the outbox: the texts of its SMS, in their order.
  std::vector<std::string> sms() { return taken("sms", "text"); }
  std::vector<std::string> taken(std::string_view kind, std::string_view member) {
    std::vector<std::string> texts;
    commit([&](Transaction& tx) {
      for (const auto& item : tx.outbox().take_due(clock_.now(), clock_.now(), 10'000)) {
        const auto payload = parse_json(item.payload);
        tx.outbox().finish(item.id, clock_.now());
        if (item.kind == kind) texts.emplace_back(payload->as_object().at(member).as_string());
      }
    });
    return texts;
  }

  int count_ = 0;
  SetClock clock_;
  SystemRandom random_;
  Sealer sealer_{SecretText(std::string(32, 'm')), random_};
  std::filesystem::path folder_ = [] {
    std::string pattern = std::filesystem::temp_directory_path() / "certhall-app-XXXXXX";
    return std::filesystem::path(::mkdtemp(pattern.data()));
  }();
  std::unique_ptr<Store> store_ =
      store::open_store({.url = "sqlite:" + (folder_ / "db.sqlite").string(),
                         .readers = 2,
                         .audit_keys = {.current = "a", .keys = {{"a", SecretText("key")}}}},
                        sealer_);
  MemoryFiles files_;
  NoKeys keys_;
  NoKeyCentre key_centre_;
  NoPasswords passwords_;
  NoReader reader_;
  const std::string calendar_ = domain::repository_file("data/calendar-cn.json");
  Metrics metrics_;
  Settings settings_;
  Hall hall_{*store_,   files_,    keys_,    key_centre_, passwords_,
             reader_,   clock_,    random_,  sealer_,     domain::sample::divisions(),
             calendar_, settings_, metrics_, {}};
};

}  // namespace certhall::app
