#include "http/guards.h"

#include <algorithm>

namespace certhall::http {
namespace {

constexpr std::size_t kMostBuckets = 65'536;

constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'";

/// "hall.example.cn:8443" of "https://hall.example.cn:8443/hall"; empty where there is none.
std::string_view host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

// All addresses of one household's or server's IPv6 network are one.
std::string network_of(std::string_view address) {
  if (std::ranges::count(address, ':') < 4) return std::string(address);
  std::size_t end = 0;
  for (int group = 0; group < 4; ++group) end = address.find(':', end) + 1;
  return std::string(address.substr(0, end));
}

}  // namespace

Status check_origin(const Request& request, std::string_view public_origin) {
  const auto refuse = [] {
    return fail(ErrorCode::forbidden, "请求不是从本网站的页面发出的，请回到本网站后重试");
  };
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return refuse();

  const std::string_view origin = request.header("origin");
  const std::string_view from = host_of(origin.empty() ? request.header("referer") : origin);
  if (!origin.empty() || !from.empty()) {
    const bool ours = from == request.header("host") || from == host_of(public_origin);
    return ours && !from.empty() ? Status() : refuse();
  }
  if (request.header("x-certhall-client") == "station") return {};
  return refuse();
}

Status RateLimiter::take(std::string_view address, Timestamp now) {
  if (limit_.per_second == 0) return {};
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) forget_idle(now);
  const auto full = static_cast<double>(limit_.burst);
  auto& bucket = buckets_.try_emplace(network_of(address), Bucket{full, now}).first->second;
  const double gained = static_cast<double>((now - bucket.at).count()) / 1000.0 *
                        static_cast<double>(limit_.per_second);
  bucket.tokens = std::clamp(bucket.tokens + gained, 0.0, full);
  bucket.at = now;
  if (bucket.tokens < 1) {
    return fail({.code = ErrorCode::too_many,
                 .message = "操作过于频繁，请稍等几秒再试",
                 .retry_after_seconds = 1});
  }
  bucket.tokens -= 1;
  return {};
}

// Whoever has been quiet for long enough has a full bucket again, which is as good as none.
void RateLimiter::forget_idle(Timestamp now) {
  const std::chrono::seconds to_fill(limit_.burst / limit_.per_second + 1);
  std::erase_if(buckets_, [&](const auto& each) { return now - each.second.at > to_fill; });
  if (buckets_.size() >= kMostBuckets) buckets_.clear();
}

void add_security_headers(Response& response, HeaderChoice choice) {
  response.set_default("Content-Security-Policy", kContentSecurityPolicy);
  response.set_default("X-Frame-Options", "DENY");
  response.set_default("X-Content-Type-Options", "nosniff");
  response.set_default("Referrer-Policy", "same-origin");
  response.set_default("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
  response.set_default("Cross-Origin-Opener-Policy", "same-origin");
  response.set_default("Cross-Origin-Resource-Policy", "same-origin");
  if (choice.secure) response.set_default("Strict-Transport-Security", "max-age=31536000");
  if (choice.no_store) response.set_default("Cache-Control", "no-store");
}

}  // namespace certhall::http
