#pragma once
// One POST to another company, with what it answers.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace certhall::adapters {

struct HttpAnswer {
  long status = 0;
  std::string body;  // at most a mebibyte
};

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// `upstream` where nobody answers within ten seconds. Certificates of servers are checked.
[[nodiscard]] Result<HttpAnswer> http_post(const std::string& url, const HttpHeaders& headers,
                                           std::string_view body);

}  // namespace certhall::adapters
