#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr Text kUse(
    "insert into handover (issuer, audience, nonce, expires_at)"
    " values (:issuer, :audience, :nonce, :expires_at) on conflict do nothing");
constexpr Text kEraseExpired("delete from handover where expires_at <= :now");

class Handovers final : public app::HandoverStore {
 public:
  explicit Handovers(Db& db) : db_(db) {}

  bool use(std::string_view issuer, std::string_view audience, std::string_view nonce,
           Timestamp expires_at) override {
    return db_.run(kUse, {{"issuer", issuer},
                          {"audience", audience},
                          {"nonce", nonce},
                          {"expires_at", expires_at}}) == 1;
  }
  std::int64_t erase_expired(Timestamp now) override {
    return db_.run(kEraseExpired, {{"now", now}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::HandoverStore> make_handovers(Db& db) {
  return std::make_unique<Handovers>(db);
}

Statements handover_statements() { return {kUse, kEraseExpired}; }

}  // namespace certhall::store
