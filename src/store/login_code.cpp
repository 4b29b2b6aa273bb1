#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr Text kPut(
    "insert into login_code"
    " (mobile_digest, browser_digest, code_digest, tries_left, expires_at)"
    " values (:mobile_digest, :browser_digest, :code_digest, :tries_left, :expires_at)"
    " on conflict (mobile_digest, browser_digest) do update set"
    " code_digest = excluded.code_digest, tries_left = excluded.tries_left,"
    " expires_at = excluded.expires_at");
constexpr Text kOne(" where mobile_digest = :mobile_digest and browser_digest = :browser_digest");
constexpr auto kFind = "select code_digest, tries_left, expires_at from login_code" + kOne;
constexpr auto kSetTriesLeft = "update login_code set tries_left = :tries_left" + kOne;
constexpr auto kErase = "delete from login_code" + kOne;
constexpr Text kEraseExpired("delete from login_code where expires_at <= :now");

class LoginCodes final : public app::LoginCodeStore {
 public:
  explicit LoginCodes(Db& db) : db_(db) {}

  void put(const app::LoginCode& code) override {
    db_.run(kPut, {{"mobile_digest", db_.digest(code.mobile, "mobile")},
                   {"browser_digest", code.browser_digest},
                   {"code_digest", code.code_digest},
                   {"tries_left", code.tries_left},
                   {"expires_at", code.expires_at}});
  }

  std::optional<app::LoginCode> find(std::string_view mobile,
                                     std::string_view browser_digest) override {
    const auto rows = db_.rows(kFind, one(mobile, browser_digest));
    if (rows.empty()) return std::nullopt;
    app::LoginCode code{.mobile = std::string(mobile),
                        .browser_digest = std::string(browser_digest)};
    rows[0].plain("code_digest", code.code_digest);
    rows[0].plain("tries_left", code.tries_left);
    rows[0].plain("expires_at", code.expires_at);
    return code;
  }

  void set_tries_left(std::string_view mobile, std::string_view browser_digest,
                      std::int64_t tries_left) override {
    Arguments arguments = one(mobile, browser_digest);
    arguments.plain("tries_left", tries_left);
    db_.run(kSetTriesLeft, arguments);
  }
  void erase(std::string_view mobile, std::string_view browser_digest) override {
    db_.run(kErase, one(mobile, browser_digest));
  }
  std::int64_t erase_expired(Timestamp now) override {
    return db_.run(kEraseExpired, {{"now", now}});
  }

 private:
  [[nodiscard]] Arguments one(std::string_view mobile, std::string_view browser_digest) const {
    return {{"mobile_digest", db_.digest(mobile, "mobile")}, {"browser_digest", browser_digest}};
  }

  Db& db_;
};

}  // namespace

std::unique_ptr<app::LoginCodeStore> make_login_codes(Db& db) {
  return std::make_unique<LoginCodes>(db);
}

Statements login_code_statements() { return {kPut, kFind, kSetTriesLeft, kErase, kEraseExpired}; }

}  // namespace certhall::store
