#pragma once
// The plainest of requests, read in place: for answers that lie ready, where making a Request would
// take longer than answering it.

#include <optional>
#include <string_view>

namespace certhall::http {

struct QuickRequest {
  bool is_post = false;     // otherwise GET
  std::string_view target;  // as sent, begins with '/'
  std::string_view body;    // of a POST
  std::size_t size = 0;     // of head and body
};

/// `bytes`: what has come over the connection. Nothing unless they begin with a whole HTTP/1.1
/// request (RFC 9112) that asks for nothing out of the ordinary: a GET without or a POST with a
/// body of declared length, one Host, no conditions, codings, expectations or upgrades, and a
/// connection that stays. What is nothing here must be read by the ordinary parser, which then
/// refuses what is wrong.
[[nodiscard]] std::optional<QuickRequest> read_quick_request(std::string_view bytes);

}  // namespace certhall::http
