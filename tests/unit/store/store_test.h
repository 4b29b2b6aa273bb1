#pragma once
// Every test of the store runs on a fresh database of each engine.

#include <filesystem>

#include <gtest/gtest.h>

#include "store/connection.h"
#include "store/store.h"
#include "support/filled.h"
#include "support/postgres.h"

namespace certhall::store {

using app::Conflict;
using app::Mode;
using app::Transaction;
using testing_support::filled;

enum class Engine { sqlite, postgresql };

inline constexpr auto kEngineName = [](const auto& info) {
  return std::string(info.param == Engine::sqlite ? "Sqlite" : "Postgresql");
};

class StoreTest : public testing::TestWithParam<Engine> {
 protected:
  StoreTest() : url_(make_database()), store_(open()) {}
  ~StoreTest() override {
    store_.reset();
    if (is_sqlite()) {
      std::filesystem::remove_all(folder_);
    } else {
      in_server("drop database " + database_name() + " with (force)");
    }
  }

  [[nodiscard]] StoreOptions options() const {
    return {.url = url_,
            .readers = 2,
            .audit_keys = {.current = "a1", .keys = {{"a1", SecretText("audit key")}}}};
  }
  [[nodiscard]] std::unique_ptr<app::Store> open() const { return open_store(options(), sealer_); }

  /// Runs `work(tx)` and commits.
  template <class Work>
  auto commit(Work work) {
    auto tx = store_->begin(Mode::write);
    if constexpr (std::is_void_v<decltype(work(*tx))>) {
      work(*tx);
      tx->commit();
    } else {
      auto answer = work(*tx);
      tx->commit();
      return answer;
    }
  }
  template <class Work>
  auto look(Work work) {
    const auto tx = store_->begin(Mode::read);
    return work(*tx);
  }
  /// One statement past the repositories.
  Answer sql(std::string_view text) const {
    return Connection(url_, Mode::write, std::chrono::seconds{5}).execute(text, {});
  }

  [[nodiscard]] std::string database_name() const {
    return url_.substr(url_.find("dbname=") + 7);  // PostgreSQL only
  }
  [[nodiscard]] static bool is_sqlite() { return GetParam() == Engine::sqlite; }
  [[nodiscard]] std::filesystem::path file() const { return folder_ / "store.sqlite"; }

  static void in_server(const std::string& statement) {
    const auto& server = testing_support::Postgres::shared();
    Connection("postgresql:" + server.database("postgres"), Mode::write, std::chrono::seconds{5})
        .execute(statement, {});
  }

  domain::Account put_account(std::int64_t n = 1) {
    auto account = filled<domain::Account>(n);
    commit([&](Transaction& tx) { tx.accounts().insert(account); });
    return account;
  }
  domain::Staff put_staff(std::int64_t n = 1) {
    auto staff = filled<domain::Staff>(n);
    commit([&](Transaction& tx) { tx.staff().insert(staff); });
    return staff;
  }
  domain::Application put_application(std::int64_t n = 1) {
    auto application = filled<domain::Application>(n);
    application.account_id = put_account(n).id;
    commit([&](Transaction& tx) { tx.applications().insert(application); });
    return application;
  }

 private:
  std::string make_database() {
    static int count = 0;
    const std::string name = "t" + std::to_string(++count);
    if (is_sqlite()) {
      folder_ = std::filesystem::temp_directory_path() /
                ("certhall-store-" + std::to_string(::getpid()) + "-" + name);
      std::filesystem::create_directories(folder_);
      return "sqlite:" + file().string();
    }
    in_server("create database " + name);
    return "postgresql:" + testing_support::Postgres::shared().database(name);
  }
  std::filesystem::path folder_;

 protected:
  SystemRandom random_;
  Sealer sealer_{SecretText(std::string(32, 'm')), random_};
  std::string url_;
  std::unique_ptr<app::Store> store_;
};

#define ON_BOTH_ENGINES(Fixture)                                                           \
  INSTANTIATE_TEST_SUITE_P(, Fixture, testing::Values(Engine::sqlite, Engine::postgresql), \
                           kEngineName)

}  // namespace certhall::store
