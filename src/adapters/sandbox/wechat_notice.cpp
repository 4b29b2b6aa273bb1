// Notices as WeChat Pay API v3 sends them: a signature in the headers over the raw body, and the
// trade in a sealed resource.

#include <cstdlib>
#include <optional>

#include "adapters/sandbox/payments.h"
#include "adapters/web/http_post.h"
#include "base/json.h"

namespace certhall::adapters {
namespace {

constexpr std::int64_t kFreshSeconds = 300;
constexpr std::string_view kProbe = "WECHATPAY/SIGNTEST/";

struct Amount {
  Fen total;
};
BOOST_DESCRIBE_STRUCT(Amount, (), (total))

struct WechatTrade {
  std::string out_trade_no, transaction_id, trade_state;
  Timestamp success_time;
  Amount amount;
};
BOOST_DESCRIBE_STRUCT(WechatTrade, (),
                      (out_trade_no, transaction_id, trade_state, success_time, amount))

struct Resource {
  std::string algorithm, ciphertext, nonce, associated_data;
};
BOOST_DESCRIBE_STRUCT(Resource, (), (algorithm, ciphertext, nonce, associated_data))

struct Envelope {
  std::string id;
  Timestamp create_time;
  std::string event_type, resource_type;
  Resource resource;
};
BOOST_DESCRIBE_STRUCT(Envelope, (), (id, create_time, event_type, resource_type, resource))

std::string header(const app::NoticeRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

std::string signed_text(std::string_view timestamp, std::string_view nonce, std::string_view body) {
  std::string text;
  for (const auto part : {timestamp, nonce, body}) text.append(part).append("\n");
  return text;
}

/// Seconds between the notice and now; nothing where it does not say when it was sent.
std::optional<std::int64_t> age(std::string_view timestamp, Timestamp now) {
  if (timestamp.empty() || timestamp.size() > 12 ||
      timestamp.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return std::abs(now.seconds() - std::stoll(std::string(timestamp)));
}

template <class T>
Result<T> read(std::string_view text) {
  ASSIGN_OR_RETURN(json, parse_json(text));
  return from_json<T>(json);
}

}  // namespace

Result<app::Notice> SandboxWechat::read_notice(const app::NoticeRequest& request,
                                               Timestamp now) const {
  const std::string timestamp = header(request, "wechatpay-timestamp");
  const std::string signature = header(request, "wechatpay-signature");
  const auto text = signed_text(timestamp, header(request, "wechatpay-nonce"), request.body);
  if (signature.starts_with(kProbe) || !parts().key.verify(text, signature))
    return fail(ErrorCode::forbidden, "签名验证失败");
  const auto seconds = age(timestamp, now);
  if (!seconds || *seconds > kFreshSeconds) return fail(ErrorCode::gone, "通知已过期");
  ASSIGN_OR_RETURN(envelope, read<Envelope>(request.body));
  if (envelope.event_type != "TRANSACTION.SUCCESS") return app::Notice{};
  const auto plain = parts().key.open(envelope.resource.ciphertext, envelope.resource.nonce);
  if (!plain) return fail(ErrorCode::malformed, "通知内容无法解密");
  ASSIGN_OR_RETURN(trade, read<WechatTrade>(*plain));
  if (trade.trade_state != "SUCCESS") return app::Notice{};
  return app::Notice{.kind = app::NoticeKind::payment,
                     .order_number = trade.out_trade_no,
                     .trade = {.status = app::TradeStatus::paid,
                               .transaction_id = trade.transaction_id,
                               .amount = trade.amount.total,
                               .paid_at = trade.success_time},
                     .refund_number = {},
                     .refund = {}};
}

Status SandboxWechat::announce(const app::SandboxOrderRow& order) const {
  const Timestamp now = parts().clock.now();
  const std::string nonce = parts().random.digits(12);
  const WechatTrade trade{.out_trade_no = order.number,
                          .transaction_id = order.transaction_id,
                          .trade_state = "SUCCESS",
                          .success_time = order.paid_at,
                          .amount = {order.paid_amount}};
  const std::string body =
      to_json_text(Envelope{.id = new_id_text(parts().clock, parts().random),
                            .create_time = now,
                            .event_type = "TRANSACTION.SUCCESS",
                            .resource_type = "encrypt-resource",
                            .resource = {.algorithm = "AEAD_AES_256_GCM",
                                         .ciphertext = parts().key.seal(to_json_text(trade), nonce),
                                         .nonce = nonce,
                                         .associated_data = "transaction"}});
  const std::string timestamp = std::to_string(now.seconds());
  const std::string once = parts().random.digits(32);
  ASSIGN_OR_RETURN(
      answer,
      http_post(parts().public_url + "/callbacks/wechat",
                {{"Content-Type", "application/json"},
                 {"Wechatpay-Timestamp", timestamp},
                 {"Wechatpay-Nonce", once},
                 {"Wechatpay-Serial", "SANDBOX"},
                 {"Wechatpay-Signature", parts().key.sign(signed_text(timestamp, once, body))}},
                body));
  if (answer.status == 200 || answer.status == 204) return {};
  return fail(ErrorCode::upstream, "通知没有被接受");
}

}  // namespace certhall::adapters
