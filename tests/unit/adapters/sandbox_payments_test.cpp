#include "adapters/sandbox/bank.h"
#include "adapters/sandbox/payments.h"
#include "base/encoding.h"
#include "store/store.h"
#include "unit/adapters/folder.h"

namespace certhall::adapters {
namespace {

using app::RefundStatus;
using app::SandboxOrderStatus;
using app::TradeStatus;
using app::Transaction;
using app::TransferStatus;

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {1'795'392'000'000}; }
};

class SandboxPayment : public FolderTest {
 protected:
  static app::OrderRequest request(Fen amount = {35000}) {
    return {.number = "HN1-A", .amount = amount, .description = "证书", .expires_at = {9}};
  }
  void change(const std::function<void(app::SandboxOrderRow&)>& work) {
    ASSERT_TRUE(app::write(*store_, [&](Transaction& tx) -> Status {
      auto row = tx.sandbox().find_order("HN1-A");
      work(*row);
      tx.sandbox().put_order(*row);
      return {};
    }));
  }
  void pay(std::string_view transaction = "T1") {
    change([&](auto& row) {
      row.status = SandboxOrderStatus::paid;
      row.transaction_id = transaction;
      row.paid_amount = row.amount;
    });
  }
  static app::RefundRequest refund_of(std::string number) {
    return {.order_number = "HN1-A",
            .transaction_id = "T1",
            .refund_number = std::move(number),
            .amount = {35000},
            .total = {35000},
            .reason = "不予办理"};
  }

  FixedClock clock_;
  SandboxPaymentKey key_{SecretText(std::string(32, 'k'))};
  std::unique_ptr<app::Store> store_ =
      store::open_store({.url = "sqlite:" + (folder_ / "db.sqlite").string(),
                         .readers = 1,
                         .audit_keys = {.current = "a", .keys = {{"a", SecretText("key")}}}},
                        sealer_);
  SandboxWechat wechat_{{*store_, clock_, random_, key_, "http://localhost:1"}};
  SandboxAlipay alipay_{{*store_, clock_, random_, key_, "http://localhost:1"}};
};

TEST_F(SandboxPayment, OpensAnOrderOnce) {
  const auto first = wechat_.open(request());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->code, "http://localhost:1/sandbox/pay/HN1-A");
  pay();
  EXPECT_EQ(wechat_.open(request())->code, first->code);
  EXPECT_EQ(wechat_.query("HN1-A")->status, TradeStatus::paid) << "opening again changes nothing";
  EXPECT_EQ(wechat_.query("HN2")->status, TradeStatus::unknown);
}

TEST_F(SandboxPayment, DeclinesOneAmount) {
  const auto declined = alipay_.open(request({35012}));
  ASSERT_FALSE(declined);
  EXPECT_EQ(declined.error().code, ErrorCode::invalid);
}

TEST_F(SandboxPayment, ClosesWhatIsNotPaid) {
  ASSERT_TRUE(wechat_.open(request()));
  EXPECT_TRUE(wechat_.close("HN1-A"));
  EXPECT_TRUE(wechat_.close("HN1-A"));
  EXPECT_EQ(wechat_.query("HN1-A")->status, TradeStatus::closed);
  pay();
  const auto refused = wechat_.close("HN1-A");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::wrong_state);
}

TEST_F(SandboxPayment, CanComeLate) {
  ASSERT_TRUE(wechat_.open(request()));
  pay();
  change([](auto& row) { row.status = SandboxOrderStatus::paid_when_closed; });
  EXPECT_EQ(wechat_.query("HN1-A")->status, TradeStatus::unpaid);
  EXPECT_TRUE(wechat_.close("HN1-A"));
  EXPECT_EQ(wechat_.query("HN1-A")->status, TradeStatus::paid);
  EXPECT_EQ(app::read(*store_, [](Transaction& tx) { return tx.outbox().count_waiting(); }), 1);
}

TEST_F(SandboxPayment, GoesBackOnce) {
  ASSERT_TRUE(wechat_.open(request()));
  pay();
  EXPECT_EQ(wechat_.query_refund("HN1-A", "R1")->status, RefundStatus::unknown);
  EXPECT_EQ(wechat_.refund(refund_of("HN1-A-R1"))->status, RefundStatus::succeeded);
  EXPECT_EQ(wechat_.refund(refund_of("HN1-A-R1"))->status, RefundStatus::succeeded);
  EXPECT_EQ(wechat_.query_refund("HN1-A", "HN1-A-R1")->status, RefundStatus::succeeded);
  EXPECT_FALSE(wechat_.refund(refund_of("HN1-A-R2"))) << "all of it is paid back";
}

TEST_F(SandboxPayment, CanFailToGoBackAtFirst) {
  ASSERT_TRUE(wechat_.open(request()));
  pay();
  change([](auto& row) { row.refuses_refund = true; });
  EXPECT_EQ(wechat_.refund(refund_of("HN1-A-R1"))->status, RefundStatus::failed);
  EXPECT_EQ(wechat_.refund(refund_of("HN1-A-R2"))->status, RefundStatus::succeeded);
}

TEST_F(SandboxPayment, IsAnnouncedToNobodyWithoutAnError) {
  ASSERT_TRUE(wechat_.open(request()));
  pay();
  const auto announced = announce_order(*store_, wechat_, alipay_, "HN1-A");
  ASSERT_FALSE(announced) << "nobody listens on port 1";
  EXPECT_EQ(announced.error().code, ErrorCode::upstream);
  EXPECT_TRUE(announce_order(*store_, wechat_, alipay_, "HN9"));
}

TEST_F(SandboxPayment, NoticesWithoutASignatureAreNobodys) {
  const std::map<std::string, std::string> headers;
  for (const auto* body : {"", "{}", "a=b", "a=%z", "sign=&a=b"}) {
    EXPECT_EQ(wechat_.read_notice({headers, body}, clock_.now()).error().code,
              ErrorCode::forbidden);
    EXPECT_EQ(alipay_.read_notice({headers, body}, clock_.now()).error().code,
              ErrorCode::forbidden);
  }
}

TEST_F(SandboxPayment, AnAlipayNoticeIsReadAsItWasWritten) {
  // The fields in their order, as they are signed.
  const std::string text =
      "app_id=2021000000000000&gmt_payment=2026-11-23 08:00:00&notify_time=2026-11-23 08:00:05"
      "&out_trade_no=HN1-A&seller_id=2088000000000000&subject=a+b 证书&total_amount=350.07"
      "&trade_no=T1&trade_status=TRADE_SUCCESS";
  std::string body;
  for (const char c : text) {
    if (c == ' ')
      body += '+';
    else if (c == '+')
      body += "%2B";
    else
      body += c;
  }
  std::string signature;
  for (const char c : key_.sign(text)) {
    if (c == '+')
      signature += "%2B";
    else if (c == '=')
      signature += "%3D";
    else
      signature += c;
  }
  const auto now = *parse_rfc3339("2026-11-23T00:00:06Z");
  const std::map<std::string, std::string> headers;
  const auto notice =
      alipay_.read_notice({headers, body + "&sign_type=RSA2&sign=" + signature}, now);
  ASSERT_TRUE(notice) << notice.error().message;
  EXPECT_EQ(notice->order_number, "HN1-A");
  EXPECT_EQ(notice->trade.transaction_id, "T1");
  EXPECT_EQ(notice->trade.amount, Fen{35007});
  EXPECT_EQ(notice->trade.paid_at, *parse_rfc3339("2026-11-23T00:00:00Z"));
}

class SandboxBankTest : public SandboxPayment {
 protected:
  static app::TransferRequest transfer_to(std::string account, std::string key = "k1") {
    return {.key = std::move(key),
            .account_name = "湖南示例",
            .account_number = std::move(account),
            .bank_name = "示例银行",
            .branch = "长沙",
            .amount = {1},
            .remark = SecretText("PIN码12345678")};
  }
  SandboxBank bank_{*store_, clock_};
};

TEST_F(SandboxBankTest, TransfersOnceAndCreditsWhenAsked) {
  EXPECT_EQ(bank_.transfer(transfer_to("62220202"))->status, TransferStatus::processing);
  EXPECT_EQ(bank_.transfer(transfer_to("62220202"))->status, TransferStatus::processing);
  EXPECT_EQ(bank_.query("k1")->status, TransferStatus::credited);
  EXPECT_EQ(bank_.query("k2")->status, TransferStatus::unknown);
  EXPECT_EQ(app::read(*store_, [](Transaction& tx) { return tx.sandbox().payouts(9).size(); }), 1U);
}

TEST_F(SandboxBankTest, KnowsNoAccountOfOneEnding) {
  const auto answer = bank_.transfer(transfer_to("62220000"));
  EXPECT_EQ(answer->status, TransferStatus::refused);
  EXPECT_EQ(answer->reason, "账号不存在");
  EXPECT_EQ(app::read(*store_, [](Transaction& tx) { return tx.sandbox().payouts(9)[0].remark; }),
            "");
}

TEST_F(SandboxBankTest, KeepsTransfersToOneEndingUnderWay) {
  EXPECT_EQ(bank_.transfer(transfer_to("62220001"))->status, TransferStatus::processing);
  EXPECT_EQ(bank_.query("k1")->status, TransferStatus::processing);
}

}  // namespace
}  // namespace certhall::adapters
