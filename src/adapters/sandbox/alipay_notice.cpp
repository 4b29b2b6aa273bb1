// Notices as Alipay sends them: a form whose fields, sorted and decoded, are signed.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>

#include "adapters/sandbox/payments.h"
#include "adapters/web/http_post.h"

namespace certhall::adapters {
namespace {

using Fields = std::map<std::string, std::string>;

// Repeats come for 25 hours and carry the time of their sending.
constexpr std::int64_t kFreshSeconds = 26 * 3600;
constexpr std::string_view kSeller = "2088000000000000";
constexpr std::string_view kApp = "2021000000000000";

bool is_plain(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '_' || c == '.' || c == '*';
}

std::string encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    if (is_plain(c)) {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += kHex[c >> 4];
      out += kHex[c & 15];
    }
  }
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<Fields> parse_form(std::string_view body) {
  Fields fields;
  while (!body.empty()) {
    const auto pair = body.substr(0, body.find('&'));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    auto name = decode(pair.substr(0, equals));
    auto value = decode(pair.substr(equals + 1));
    if (!name || !value || !fields.emplace(*name, *value).second) return std::nullopt;
    body.remove_prefix(std::min(pair.size() + 1, body.size()));
  }
  return fields;
}

std::string signed_text(const Fields& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (name == "sign" || name == "sign_type" || value.empty()) continue;
    text += (text.empty() ? "" : "&") + name + "=" + value;
  }
  return text;
}

/// "350.00" → 35000; nothing for what is no amount with two decimals.
std::optional<Fen> fen_of(std::string_view yuan) {
  const auto point = yuan.find('.');
  if (point == std::string_view::npos || point == 0 || point > 9 || yuan.size() != point + 3)
    return std::nullopt;
  std::string digits(yuan);
  digits.erase(point, 1);
  if (digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return Fen{std::stoll(digits)};
}

/// "2026-11-24 10:20:30", China time.
std::string time_text(Timestamp time) {
  const std::int64_t second = time.seconds() % 60;
  return to_china_text(time) + (second < 10 ? ":0" : ":") + std::to_string(second);
}

std::optional<Timestamp> time_of(const std::string& text) {
  if (text.size() != 19 || text[10] != ' ') return std::nullopt;
  const auto utc = parse_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + "Z");
  if (!utc) return std::nullopt;
  return *utc - std::chrono::hours{8};
}

std::string at(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

}  // namespace

Result<app::Notice> SandboxAlipay::read_notice(const app::NoticeRequest& request,
                                               Timestamp now) const {
  const auto fields = parse_form(request.body);
  if (!fields || !parts().key.verify(signed_text(*fields), at(*fields, "sign")) ||
      at(*fields, "app_id") != kApp || at(*fields, "seller_id") != kSeller)
    return fail(ErrorCode::forbidden, "签名验证失败");
  const auto sent = time_of(at(*fields, "notify_time"));
  if (!sent || std::abs(now.seconds() - sent->seconds()) > kFreshSeconds)
    return fail(ErrorCode::gone, "通知已过期");
  const auto amount = fen_of(at(*fields, "total_amount"));
  const auto paid_at = time_of(at(*fields, "gmt_payment"));
  if (!amount || !paid_at) return fail(ErrorCode::malformed, "通知内容无法识别");
  const std::string status = at(*fields, "trade_status");
  if (status != "TRADE_SUCCESS" && status != "TRADE_FINISHED") return app::Notice{};
  return app::Notice{.kind = app::NoticeKind::payment,
                     .order_number = at(*fields, "out_trade_no"),
                     .trade = {.status = app::TradeStatus::paid,
                               .transaction_id = at(*fields, "trade_no"),
                               .amount = *amount,
                               .paid_at = *paid_at},
                     .refund_number = {},
                     .refund = {}};
}

Status SandboxAlipay::announce(const app::SandboxOrderRow& order) const {
  Fields fields{{"app_id", std::string(kApp)},
                {"seller_id", std::string(kSeller)},
                {"notify_type", "trade_status_sync"},
                {"notify_id", new_id_text(parts().clock, parts().random)},
                {"notify_time", time_text(parts().clock.now())},
                {"out_trade_no", order.number},
                {"trade_no", order.transaction_id},
                {"trade_status", "TRADE_SUCCESS"},
                {"subject", order.description},
                {"total_amount", to_yuan(order.paid_amount)},
                {"gmt_payment", time_text(order.paid_at)},
                {"sign_type", "RSA2"}};
  fields["sign"] = parts().key.sign(signed_text(fields));
  std::string body;
  for (const auto& [name, value] : fields)
    body += (body.empty() ? "" : "&") + encode(name) + "=" + encode(value);
  ASSIGN_OR_RETURN(answer,
                   http_post(parts().public_url + "/callbacks/alipay",
                             {{"Content-Type", "application/x-www-form-urlencoded"}}, body));
  if (answer.body == "success") return {};
  return fail(ErrorCode::upstream, "通知没有被接受");
}

}  // namespace certhall::adapters
