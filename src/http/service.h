#pragma once
// What the server calls for each request.

#include <cstdint>

#include "http/message.h"
#include "http/quick_request.h"

namespace certhall::http {

class Service {
 public:
  virtual ~Service() = default;
  /// The most bytes that a request with this head may carry. Its body is not read yet.
  [[nodiscard]] virtual std::uint64_t body_limit(const Request& head) const = 0;
  /// An answer that lies ready, head and all, into `out`; false where this request must go the
  /// usual way. Runs on the thread that reads from the network and must wait for nothing. Throws
  /// nothing.
  [[nodiscard]] virtual bool answer_at_once(const QuickRequest& /*request*/, std::string& /*out*/) {
    return false;
  }
  /// Runs on a worker thread, many at a time. Throws nothing.
  [[nodiscard]] virtual Response answer(const Request& request) = 0;
  /// The answer to what never became a request: broken, too large, or one too many.
  [[nodiscard]] virtual Response refuse(const Request& head, const Error& error,
                                        unsigned status) const = 0;
};

}  // namespace certhall::http
