#pragma once
// A change that is sent twice under one Idempotency-Key happens once.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "app/ports/store.h"
#include "http/message.h"

namespace certhall::http {

class Idempotency {
 public:
  virtual ~Idempotency() = default;
  /// Nothing: the key was free and is now taken. Otherwise what is known of it.
  [[nodiscard]] virtual std::optional<app::StoredAnswer> begin(std::string_view caller,
                                                               std::string_view key,
                                                               std::string_view request_digest,
                                                               Timestamp now) = 0;
  virtual void finish(std::string_view caller, std::string_view key,
                      const app::StoredAnswer& answer) = 0;
  virtual void forget(std::string_view caller, std::string_view key) = 0;
};

/// Kept in the database, so that it holds across nodes and restarts.
class StoredIdempotency final : public Idempotency {
 public:
  explicit StoredIdempotency(app::Store& store) : store_(store) {}
  std::optional<app::StoredAnswer> begin(std::string_view caller, std::string_view key,
                                         std::string_view request_digest, Timestamp now) override;
  void finish(std::string_view caller, std::string_view key,
              const app::StoredAnswer& answer) override;
  void forget(std::string_view caller, std::string_view key) override;

 private:
  app::Store& store_;
};

/// Runs `act` unless the request's key has an answer already. Kept are answers of success that set
/// no cookie; after anything else the same key may be used again. Malformed: a key that is not 8 to
/// 64 printable characters. Duplicate: a key that stands for another request, or for one that is
/// still being worked on (with retry_after_seconds).
[[nodiscard]] Result<Response> once(Idempotency& idempotency, const Request& request,
                                    std::string_view caller, Timestamp now,
                                    const std::function<Result<Response>()>& act);

}  // namespace certhall::http
