#include "adapters/sandbox/payments.h"

#include <stdexcept>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"

namespace certhall::adapters {
namespace {

using app::SandboxOrderRow;
using app::SandboxOrderStatus;
using app::Transaction;

constexpr std::string_view kAssociated = "transaction";

pki::PrivateKey key_of(const SecretText& secret) {
  auto key = pki::PrivateKey::from_scalar(pki::Algorithm::p256_sha256, secret);
  if (!key) throw std::runtime_error("沙箱支付密钥已损坏，请删除后重新启动");
  return std::move(*key);
}

bool contains(std::string_view list, std::string_view word) {
  return (" " + std::string(list) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

}  // namespace

SandboxPaymentKey::SandboxPaymentKey(const SecretText& secret)
    : key_(key_of(secret)), seal_key_(hmac_sha256(secret.reveal(), "notices")) {}

std::string SandboxPaymentKey::sign(std::string_view text) const {
  return to_base64(key_.sign(text));
}

bool SandboxPaymentKey::verify(std::string_view text, std::string_view signature) const {
  const auto bytes = from_base64(signature);
  return bytes && key_.public_key().verify(text, *bytes);
}

std::string SandboxPaymentKey::seal(std::string_view plain, std::string_view nonce) const {
  return to_base64(aes_gcm_seal(seal_key_.reveal(), nonce, plain, kAssociated));
}

std::optional<std::string> SandboxPaymentKey::open(std::string_view sealed,
                                                   std::string_view nonce) const {
  const auto bytes = from_base64(sealed);
  if (!bytes || bytes->size() < 16 || nonce.size() != 12) return std::nullopt;
  return aes_gcm_open(seal_key_.reveal(), nonce, *bytes, kAssociated);
}

Result<app::OrderCode> SandboxPayments::open(const app::OrderRequest& request) {
  if (request.amount.value % 100 == 12)
    return fail(ErrorCode::invalid, "商户单笔限额不足，请换一种方式支付");
  const std::string page = parts_.public_url + "/sandbox/pay/" + request.number;
  return app::write(parts_.store, [&](Transaction& tx) -> Result<app::OrderCode> {
    if (!tx.sandbox().find_order(request.number))
      tx.sandbox().put_order({.number = request.number,
                              .channel = channel_,
                              .amount = request.amount,
                              .description = request.description,
                              .expires_at = request.expires_at,
                              .created_at = parts_.clock.now()});
    return app::OrderCode{.code = page, .link = page};
  });
}

Result<app::Trade> SandboxPayments::query(std::string_view number) {
  const auto order =
      app::read(parts_.store, [&](Transaction& tx) { return tx.sandbox().find_order(number); });
  if (!order) return app::Trade{};
  if (order->status == SandboxOrderStatus::closed)
    return app::Trade{.status = app::TradeStatus::closed};
  if (order->status != SandboxOrderStatus::paid && order->status != SandboxOrderStatus::refunded)
    return app::Trade{.status = app::TradeStatus::unpaid};
  return app::Trade{.status = app::TradeStatus::paid,
                    .transaction_id = order->transaction_id,
                    .amount = order->paid_amount,
                    .paid_at = order->paid_at};
}

Status SandboxPayments::close(std::string_view number) {
  return app::write(parts_.store, [&](Transaction& tx) -> Status {
    auto order = tx.sandbox().find_order(number);
    if (!order || order->status == SandboxOrderStatus::closed) return {};
    if (order->status == SandboxOrderStatus::paid || order->status == SandboxOrderStatus::refunded)
      return fail(ErrorCode::wrong_state, "订单已支付");
    const bool late = order->status == SandboxOrderStatus::paid_when_closed;
    order->status = late ? SandboxOrderStatus::paid : SandboxOrderStatus::closed;
    tx.sandbox().put_order(*order);
    const Timestamp now = parts_.clock.now();
    if (late)
      tx.outbox().add({.id = OutboxId::create(parts_.clock, parts_.random),
                       .kind = "sandbox_notice",
                       .payload = boost::json::serialize(boost::json::object{{"order", number}}),
                       .subject = "sandbox",
                       .due_at = now,
                       .created_at = now});
    return {};
  });
}

Result<app::RefundAnswer> SandboxPayments::refund(const app::RefundRequest& request) {
  return app::write(parts_.store, [&](Transaction& tx) -> Result<app::RefundAnswer> {
    auto order = tx.sandbox().find_order(request.order_number);
    if (!order || order->transaction_id != request.transaction_id)
      return fail(ErrorCode::invalid, "支付机构没有这笔交易");
    if (contains(order->refunds, request.refund_number))
      return app::RefundAnswer{app::RefundStatus::succeeded, ""};
    if (order->status == SandboxOrderStatus::refunded || request.amount > order->paid_amount)
      return fail(ErrorCode::invalid, "退款金额超过可退金额");
    if (order->refuses_refund && request.refund_number.ends_with("-R1"))
      return app::RefundAnswer{app::RefundStatus::failed, "商户账户可用余额不足"};
    order->refunds += (order->refunds.empty() ? "" : " ") + request.refund_number;
    order->status = SandboxOrderStatus::refunded;
    tx.sandbox().put_order(*order);
    return app::RefundAnswer{app::RefundStatus::succeeded, ""};
  });
}

Result<app::RefundAnswer> SandboxPayments::query_refund(std::string_view order_number,
                                                        std::string_view refund_number) {
  const auto order = app::read(
      parts_.store, [&](Transaction& tx) { return tx.sandbox().find_order(order_number); });
  if (order && contains(order->refunds, refund_number))
    return app::RefundAnswer{app::RefundStatus::succeeded, ""};
  return app::RefundAnswer{};
}

Status announce_order(app::Store& store, const SandboxWechat& wechat, const SandboxAlipay& alipay,
                      std::string_view number) {
  const auto order =
      app::read(store, [&](Transaction& tx) { return tx.sandbox().find_order(number); });
  if (!order || order->transaction_id.empty()) return {};
  return order->channel == domain::PaymentMethod::wechat ? wechat.announce(*order)
                                                         : alipay.announce(*order);
}

}  // namespace certhall::adapters
