// Where WeChat and Alipay announce payments. They retry until they hear what they want to hear, so
// nothing is acknowledged that is not committed; and they learn nothing else.

#include "app/payment_order.h"
#include "base/log.h"
#include "http/hall_handlers.h"

namespace certhall::http {
namespace {

constexpr std::uint64_t kNoticeBytes = 32 * 1024;

using domain::PaymentMethod;

Response text(unsigned status, std::string body, std::string_view type) {
  Response response{.status = status, .headers = {}, .body = std::move(body), .route = ""};
  if (!response.body.empty()) response.headers.emplace_back("Content-Type", type);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response taken(PaymentMethod channel) {
  if (channel == PaymentMethod::wechat) return text(204, "", "");
  return text(200, "success", "text/plain; charset=utf-8");
}

Response refused(PaymentMethod channel, unsigned status, std::string_view why) {
  if (channel != PaymentMethod::wechat) return text(status, "fail", "text/plain; charset=utf-8");
  return text(status, R"({"code":"FAIL","message":")" + std::string(why) + "\"}",
              "application/json");
}

Status take(const app::Hall& hall, const app::PaymentProvider& provider, PaymentMethod channel,
            const Request& request) {
  ASSIGN_OR_RETURN(notice, provider.read_notice({request.headers, request.body}, hall.clock.now()));
  return app::take_notice(hall, channel, notice);
}

Response answer(const app::Hall& hall, const app::PaymentProvider& provider, PaymentMethod channel,
                const Request& request) {
  Status done;
  try {
    done = take(hall, provider, channel, request);
  } catch (const std::exception& error) {
    done = fail(Error{.code = ErrorCode::internal, .message = "", .detail = error.what()});
  }
  if (done) return taken(channel);
  const auto code = done.error().code;
  log::warning("callback.refused", {{"channel", enum_to_text(channel)},
                                    {"code", enum_to_text(code)},
                                    {"detail", done.error().detail}});
  if (code == ErrorCode::forbidden) return refused(channel, 401, "签名验证失败");
  if (code == ErrorCode::gone) return refused(channel, 401, "通知已过期");
  if (code == ErrorCode::malformed || code == ErrorCode::invalid)
    return refused(channel, 400, "通知内容无法识别");
  return refused(channel, 500, "处理未完成，请稍后重试");
}

RawEndpoint endpoint(std::string prefix, const app::Hall& hall,
                     const app::PaymentProvider& provider, PaymentMethod channel) {
  return {.prefix = std::move(prefix),
          .methods = {"POST"},
          .body_limit = kNoticeBytes,
          .answer = [&hall, &provider, channel](const Request& request) {
            return answer(hall, provider, channel, request);
          }};
}

}  // namespace

std::vector<RawEndpoint> payment_callbacks(const app::Hall& hall,
                                           const app::PaymentProviders& providers) {
  return {endpoint("/callbacks/wechat", hall, providers.wechat, PaymentMethod::wechat),
          endpoint("/callbacks/alipay", hall, providers.alipay, PaymentMethod::alipay)};
}

}  // namespace certhall::http
