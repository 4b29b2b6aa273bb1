#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {
namespace {

constexpr Text kHit(
    "insert into rate_limit (key_digest, window_start, hits, expires_at)"
    " values (:key_digest, :window_start, 1, :expires_at)"
    " on conflict (key_digest, window_start) do update set hits = rate_limit.hits + 1"
    " returning hits");
constexpr Text kEraseExpired("delete from rate_limit where expires_at <= :now");

class Limits final : public app::LimitStore {
 public:
  explicit Limits(Db& db) : db_(db) {}

  std::int64_t hit(std::string_view key, std::int64_t window_seconds, Timestamp now) override {
    const std::int64_t window = window_seconds * 1000;
    const Timestamp start{now.ms - now.ms % window};
    const std::string name = std::to_string(window_seconds) + "/" + std::string(key);
    return db_.number(kHit, {{"key_digest", db_.digest(name, "limit")},
                             {"window_start", start},
                             {"expires_at", start.ms + window}});
  }
  std::int64_t erase_expired(Timestamp now) override {
    return db_.run(kEraseExpired, {{"now", now}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::LimitStore> make_limits(Db& db) { return std::make_unique<Limits>(db); }

Statements limit_statements() { return {kHit, kEraseExpired}; }

}  // namespace certhall::store
