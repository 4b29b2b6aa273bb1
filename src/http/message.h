#pragma once
// One request and its answer as plain values, so that handlers and tests never see Beast.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace certhall::http {

struct Target {
  std::string path;                          // percent-decoded, begins with '/'
  std::map<std::string, std::string> query;  // percent-decoded; of equal names the first counts
};

struct Request {
  std::string method;  // as sent: "GET"
  Target target;
  std::map<std::string, std::string> headers;  // names in lower case; repeated ones joined by ", "
  std::map<std::string, std::string> cookies;
  std::string body;
  std::string remote_address;  // of the client, behind a trusted proxy too
  std::string request_id;
  bool secure = false;  // came over TLS

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

struct Response {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<const std::string>
      shared_body{};  // sent instead, never copied: for what is large
  std::string route;  // template of the path, for the log: "/api/applications/{id}"

  [[nodiscard]] std::string_view header(std::string_view name) const;  // as written
  [[nodiscard]] std::string_view content() const { return shared_body ? *shared_body : body; }
  /// Leaves a header of that name as it is.
  void set_default(std::string_view name, std::string_view value);
};

/// Reads an origin-form target (RFC 9112 clause 3.2.1). Malformed: what is none, is not UTF-8 after
/// decoding, holds control characters, or climbs ("..").
[[nodiscard]] Result<Target> parse_target(std::string_view target);
/// RFC 6265 clause 5.2's reading of a Cookie header.
[[nodiscard]] std::map<std::string, std::string> parse_cookies(std::string_view header);
/// Nothing where a '%' is not followed by two hex digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);
[[nodiscard]] std::string percent_encode(std::string_view text);  // all but RFC 3986's unreserved

}  // namespace certhall::http
