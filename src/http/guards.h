#pragma once
// What stands before every handler: who may send a change from where, and how often.

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "base/time.h"
#include "http/message.h"

namespace certhall::http {

/// Refuses changes that another site's page makes a browser send (CSRF): the Origin, else the
/// Referer, must be this host or `public_origin` ("https://hall.example.cn"; may be empty). A
/// program that is no browser sends neither and says so with `X-Certhall-Client: station`, which
/// no other site's page can send: a browser would ask first, and we never allow it.
[[nodiscard]] Status check_origin(const Request& request, std::string_view public_origin);

struct RateLimit {
  std::int64_t per_second = 100;  // 0: no limit
  std::int64_t burst = 500;
};

/// A token bucket for each address (an IPv6 /64 counts as one). Safe from several threads.
class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit) : limit_(limit) {}
  [[nodiscard]] Status take(std::string_view address, Timestamp now);

 private:
  struct Bucket {
    double tokens;
    Timestamp at;
  };
  void forget_idle(Timestamp now);

  const RateLimit limit_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

/// The headers that every answer bears (OWASP's list), unless the handler has set its own.
/// `secure`: the site is reached over TLS. `no_store`: nobody may keep a copy.
struct HeaderChoice {
  bool secure = false;
  bool no_store = false;
};
void add_security_headers(Response& response, HeaderChoice choice);

}  // namespace certhall::http
