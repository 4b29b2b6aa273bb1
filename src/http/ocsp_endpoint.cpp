#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "app/ocsp.h"
#include "base/encoding.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

constexpr std::uint64_t kOcspBytes = 8192;
constexpr std::string_view kPath = "/ocsp";
constexpr std::string_view kType = "application/ocsp-response";
// What lies between us and who asks may be a minute behind a revocation, no more.
constexpr std::int64_t kMostMaxAge = 60;

/// RFC 6960 appendix A.1: the base64 of the request behind a slash, percent-encoded or not; some
/// write the alphabet of URLs, or leave the padding out.
std::string question_in(std::string_view text) {
  std::string base64(text);
  std::ranges::replace(base64, '-', '+');
  std::ranges::replace(base64, '_', '/');
  while (base64.ends_with('=')) base64.pop_back();
  base64.append((4 - base64.size() % 4) % 4, '=');
  return from_base64(base64).value_or("");
}

/// "/ocsp/X" → "X"; a second slash in front is some clients' way of joining addresses.
std::string_view behind_path(std::string_view path) {
  path.remove_prefix(std::min(path.size(), kPath.size()));
  while (path.starts_with('/')) path.remove_prefix(1);
  return path;
}

std::int64_t max_age(Timestamp until, Timestamp now) {
  return std::clamp<std::int64_t>(until.seconds() - now.seconds(), 0, kMostMaxAge);
}

std::string cache_control(std::int64_t max_age) {
  return fmt::format("max-age={}, public, no-transform, must-revalidate", max_age);
}

Response usual(const app::Hall& hall, app::OcspResponder& responder, const Request& request) {
  const bool is_post = request.method == "POST";
  const std::string question =
      is_post ? request.body : question_in(behind_path(request.target.path));
  auto reply = responder.answer(question);
  Response response{.status = 200, .headers = {}, .body = std::move(reply.der), .route = ""};
  response.headers.emplace_back("Content-Type", kType);
  if (is_post || !reply.kept) {
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }
  const auto& kept = *reply.kept;
  response.headers.emplace_back("Cache-Control",
                                cache_control(max_age(kept.next_update, hall.clock.now())));
  response.headers.emplace_back("Last-Modified", kept.last_modified);
  response.headers.emplace_back("Expires", kept.expires);
  response.headers.emplace_back("ETag", kept.etag);
  if (request.header("if-none-match") == kept.etag) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

/// The date of this second, formatted once.
std::string_view date_of(Timestamp now) {
  thread_local std::int64_t second = -1;
  thread_local char text[40];
  thread_local std::size_t size = 0;
  if (now.seconds() != second) {
    second = now.seconds();
    const std::time_t time = second;
    std::tm utc{};
    gmtime_r(&time, &utc);
    size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  }
  return {text, size};
}

bool at_once(const app::Hall& hall, const app::OcspResponder& responder,
             const QuickRequest& request, std::string& out) {
  std::string decoded;
  std::string_view question = request.body;
  if (!request.is_post) {
    const auto path = percent_decode(behind_path(request.target));
    if (!path) return false;
    decoded = question_in(*path);
    question = decoded;
  }
  const auto answer = responder.at_hand(question);
  if (!answer) return false;
  const Timestamp now = hall.clock.now();
  out.clear();
  const auto head = std::back_inserter(out);
  fmt::format_to(head, "HTTP/1.1 200 OK\r\nDate: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n",
                 date_of(now), kType, answer->der.size());
  if (request.is_post) {
    out += "Cache-Control: no-store\r\n\r\n";
  } else {
    fmt::format_to(head,
                   "Cache-Control: max-age={}, public, no-transform, must-revalidate\r\n"
                   "Last-Modified: {}\r\nExpires: {}\r\nETag: {}\r\n\r\n",
                   max_age(answer->next_update, now), answer->last_modified, answer->expires,
                   answer->etag);
  }
  out += answer->der;
  return true;
}

}  // namespace

RawEndpoint ocsp_endpoint(const app::Hall& hall, app::OcspResponder& responder) {
  return {.prefix = std::string(kPath),
          .methods = {"GET", "POST"},
          .body_limit = kOcspBytes,
          .answer = [&hall, &responder](
                        const Request& request) { return usual(hall, responder, request); },
          .at_once = [&hall, &responder](
                         const QuickRequest& request,
                         std::string& out) { return at_once(hall, responder, request, out); }};
}

}  // namespace certhall::http
