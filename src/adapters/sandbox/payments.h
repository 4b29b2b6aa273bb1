#pragma once
// WeChat and Alipay of the demo. Orders are paid on the sandbox's phone; what is paid is announced
// by a real HTTP request to the hall, signed as the real ones sign (with ECDSA instead of RSA).
// An amount that ends in 12 fen is declined when the order is opened, one that ends in 13 when it
// is paid.

#include <optional>
#include <string>
#include <string_view>

#include "app/ports/payment_provider.h"
#include "app/ports/store.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "pki/key.h"

namespace certhall::adapters {

/// What signs and seals the notices: made of 32 secret bytes of this hall.
class SandboxPaymentKey {
 public:
  explicit SandboxPaymentKey(const SecretText& secret);

  [[nodiscard]] std::string sign(std::string_view text) const;  // base64
  [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const;
  [[nodiscard]] std::string seal(std::string_view plain, std::string_view nonce) const;  // base64
  /// Nothing where it was not sealed with this key.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed,
                                                std::string_view nonce) const;

 private:
  pki::PrivateKey key_;
  SecretText seal_key_;
};

struct SandboxPaymentParts {
  app::Store& store;
  const Clock& clock;
  Random& random;
  const SandboxPaymentKey& key;
  std::string public_url;
};

/// What both have in common; they differ in how they sign.
class SandboxPayments : public app::PaymentProvider {
 public:
  SandboxPayments(SandboxPaymentParts parts, domain::PaymentMethod channel)
      : parts_(std::move(parts)), channel_(channel) {}

  Result<app::OrderCode> open(const app::OrderRequest& request) override;
  Result<app::Trade> query(std::string_view number) override;
  Status close(std::string_view number) override;
  Result<app::RefundAnswer> refund(const app::RefundRequest& request) override;
  Result<app::RefundAnswer> query_refund(std::string_view order_number,
                                         std::string_view refund_number) override;
  /// Announces the payment of this order once; `upstream` until the hall takes it.
  [[nodiscard]] virtual Status announce(const app::SandboxOrderRow& order) const = 0;

 protected:
  [[nodiscard]] const SandboxPaymentParts& parts() const { return parts_; }

 private:
  SandboxPaymentParts parts_;
  const domain::PaymentMethod channel_;
};

class SandboxWechat final : public SandboxPayments {
 public:
  explicit SandboxWechat(SandboxPaymentParts parts)
      : SandboxPayments(std::move(parts), domain::PaymentMethod::wechat) {}
  Result<app::Notice> read_notice(const app::NoticeRequest& request, Timestamp now) const override;
  Status announce(const app::SandboxOrderRow& order) const override;
};

class SandboxAlipay final : public SandboxPayments {
 public:
  explicit SandboxAlipay(SandboxPaymentParts parts)
      : SandboxPayments(std::move(parts), domain::PaymentMethod::alipay) {}
  Result<app::Notice> read_notice(const app::NoticeRequest& request, Timestamp now) const override;
  Status announce(const app::SandboxOrderRow& order) const override;
};

/// The job "sandbox_notice".
[[nodiscard]] Status announce_order(app::Store& store, const SandboxWechat& wechat,
                                    const SandboxAlipay& alipay, std::string_view number);

}  // namespace certhall::adapters
