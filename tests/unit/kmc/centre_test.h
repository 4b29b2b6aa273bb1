#pragma once
// A key centre over the real store on a fresh SQLite file, with a clock that the test moves.

#include <filesystem>

#include <gtest/gtest.h>

#include "kmc/issue.h"
#include "kmc/local_key_centre.h"
#include "kmc/recovery.h"
#include "store/connection.h"
#include "store/key_centre_store.h"
#include "unit/domain/sample.h"

namespace certhall::kmc {

class SetClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return now_; }
  void pass(std::chrono::milliseconds time) { now_ = now_ + time; }

 private:
  Timestamp now_ = domain::sample::time("2026-11-23T02:00:00Z");
};

class CentreTest : public testing::Test {
 protected:
  ~CentreTest() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] app::KeyRequest request(const std::string& name,
                                        const std::string& subscriber = "application1") const {
    return {.request = name,
            .subscriber = subscriber,
            .algorithm = pki::Algorithm::sm2_sm3,
            .recipient = user_.public_key().spki()};
  }
  [[nodiscard]] std::string opened_spki(const app::HandedKey& key,
                                        const pki::PrivateKey& by) const {
    const auto opened = pki::open_key(key.envelope, by, pki::EnvelopeForm::natural);
    return opened ? opened->public_key().spki() : "";
  }
  std::vector<app::AuditRow> audit_rows(std::string_view act) {
    return app::read(*store_, [&](Transaction& tx) {
      return tx.audit().find({.act = std::string(act)}, 0, 1'000);
    });
  }
  /// One statement past the repositories.
  void sql(std::string_view text) {
    store::Connection connection(url_, app::Mode::write, std::chrono::seconds{5});
    connection.execute(text, {});
  }
  std::unique_ptr<Store> open() {
    return store::open_key_centre(
        {.url = url_,
         .readers = 2,
         .audit_keys = {.current = "a", .keys = {{"a", SecretText("key")}}}},
        sealer_);
  }

  SetClock clock_;
  SystemRandom random_;
  Sealer sealer_{SecretText(std::string(32, 'k')), random_};
  std::filesystem::path folder_ = [] {
    std::string pattern = std::filesystem::temp_directory_path() / "certhall-kmc-XXXXXX";
    return std::filesystem::path(::mkdtemp(pattern.data()));
  }();
  std::string url_ = "sqlite:" + (folder_ / "kmc.db").string();
  std::unique_ptr<Store> store_ = open();
  Centre centre_{*store_, clock_, random_, {{pki::Algorithm::sm2_sm3, 4}}};
  pki::PrivateKey user_ = pki::PrivateKey::generate(pki::Algorithm::sm2_sm3);
};

}  // namespace certhall::kmc
