#include "http/idempotency.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::http {
namespace {

bool is_key(std::string_view key) {
  return key.size() >= 8 && key.size() <= 64 &&
         std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; });
}

std::string digest_of(const Request& request) {
  return to_hex(sha256(request.method + " " + request.target.path + "\n" + request.body));
}

Result<Response> replay(const app::StoredAnswer& known, std::string_view digest) {
  if (known.request_digest != digest) {
    return fail(ErrorCode::duplicate, "同一个 Idempotency-Key 已用于另一个请求，请换一个");
  }
  if (!known.finished) {
    return fail({.code = ErrorCode::duplicate,
                 .message = "同一请求正在处理，请稍候",
                 .retry_after_seconds = 1});
  }
  Response response{.status = static_cast<unsigned>(known.status), .body = known.body};
  if (!known.content_type.empty()) {
    response.headers.emplace_back("Content-Type", known.content_type);
  }
  response.headers.emplace_back("Idempotent-Replayed", "true");
  return response;
}

}  // namespace

std::optional<app::StoredAnswer> StoredIdempotency::begin(std::string_view caller,
                                                          std::string_view key,
                                                          std::string_view request_digest,
                                                          Timestamp now) {
  const auto transaction = store_.begin(app::Mode::write);
  auto known = transaction->idempotency().begin(caller, key, request_digest, now);
  transaction->commit();
  return known;
}

void StoredIdempotency::finish(std::string_view caller, std::string_view key,
                               const app::StoredAnswer& answer) {
  const auto transaction = store_.begin(app::Mode::write);
  transaction->idempotency().finish(caller, key, answer);
  transaction->commit();
}

void StoredIdempotency::forget(std::string_view caller, std::string_view key) {
  const auto transaction = store_.begin(app::Mode::write);
  transaction->idempotency().forget(caller, key);
  transaction->commit();
}

Result<Response> once(Idempotency& idempotency, const Request& request, std::string_view caller,
                      Timestamp now, const std::function<Result<Response>()>& act) {
  const std::string_view key = request.header("idempotency-key");
  if (key.empty()) return act();
  if (!is_key(key)) {
    return fail(ErrorCode::malformed, "Idempotency-Key 应为 8 到 64 个可见字符");
  }
  const std::string digest = digest_of(request);
  if (const auto known = idempotency.begin(caller, key, digest, now)) return replay(*known, digest);

  Result<Response> response = [&] {
    try {
      return act();
    } catch (...) {
      idempotency.forget(caller, key);
      throw;
    }
  }();
  if (response && response->status < 300 && response->header("Set-Cookie").empty()) {
    idempotency.finish(caller, key,
                       {.finished = true,
                        .request_digest = digest,
                        .status = response->status,
                        .content_type = std::string(response->header("Content-Type")),
                        .body = response->body});
  } else {
    idempotency.forget(caller, key);
  }
  return response;
}

}  // namespace certhall::http
