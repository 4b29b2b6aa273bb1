#include "app/payment_order.h"

#include <utility>

#include "app/act.h"
#include "app/payment.h"
#include "app/payment_transition.h"
#include "unit/app/hall_test.h"

namespace certhall::app {
namespace {

using domain::ApplicationStatus;
using domain::PaymentDifference;
using domain::PaymentEvent;
using domain::PaymentMethod;
using domain::PaymentOrderStatus;
using domain::PaymentStatus;

/// Answers as it is told, and remembers what it was asked.
class ToldProvider final : public PaymentProvider {
 public:
  Result<OrderCode> open(const OrderRequest& request) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    if (!refusal.empty()) return fail(ErrorCode::invalid, refusal);
    opened.push_back(request.number);
    return OrderCode{.code = "code:" + request.number, .link = "link:" + request.number};
  }
  Result<Trade> query(std::string_view) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    if (during) std::exchange(during, {})();
    return trade;
  }
  Status close(std::string_view number) override {
    if (trade.status == TradeStatus::paid) return fail(ErrorCode::wrong_state, "已支付");
    closed.emplace_back(number);
    return {};
  }
  Result<RefundAnswer> refund(const RefundRequest& request) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    refunds.push_back(request);
    return answer;
  }
  Result<RefundAnswer> query_refund(std::string_view, std::string_view) override { return answer; }
  Result<Notice> read_notice(const NoticeRequest&, Timestamp) const override { return Notice{}; }

  bool busy = false;
  std::string refusal;
  Trade trade{.status = TradeStatus::unpaid};
  RefundAnswer answer{.status = RefundStatus::succeeded};
  std::vector<std::string> opened, closed;
  std::vector<RefundRequest> refunds;
  std::function<void()> during;  // what happens while it is being asked, once
};

class PaymentOrders : public HallTest {
 protected:
  /// Chosen to be paid by WeChat: an order that is not open yet.
  void choose() {
    application_ = put_application(ApplicationStatus::awaiting_payment);
    payment_ = put_payment(application_, PaymentStatus::awaiting_transfer);
    again();
  }
  void again() {
    commit([&](Transaction& tx) {
      auto payment = *tx.payments().find(payment_.id);
      payment.method = PaymentMethod::wechat;
      EXPECT_TRUE(move_payment(tx, hall_, payment, application_,
                               {PaymentEvent::choose_online,
                                applicant(application_.account_id),
                                {domain::PaymentFact::account_given}}));
    });
    clock_.pass(std::chrono::seconds{1});
  }
  std::vector<domain::PaymentOrder> orders() {
    return look([&](Transaction& tx) { return tx.payment_orders().of_payment(payment_.id); });
  }
  domain::PaymentOrder order() { return orders().front(); }
  Status attend() { return attend(order().id); }
  Status attend(const PaymentOrderId& id) { return attend_order(hall_, {wechat_, alipay_}, id); }
  Status hear(const domain::PaymentOrder& of, Fen amount = {35000},
              std::string transaction = "T1") {
    return take_notice(hall_, of.channel,
                       {.kind = NoticeKind::payment,
                        .order_number = of.number,
                        .trade = paid(amount, std::move(transaction)),
                        .refund_number = {},
                        .refund = {}});
  }
  Trade paid(Fen amount = {35000}, std::string transaction = "T1") {
    return {.status = TradeStatus::paid,
            .transaction_id = std::move(transaction),
            .amount = amount,
            .paid_at = clock_.now()};
  }
  PaymentStatus payment_status() {
    return look([&](Transaction& tx) { return tx.payments().find(payment_.id)->status; });
  }
  ApplicationStatus application_status() {
    return look([&](Transaction& tx) { return tx.applications().find(application_.id)->status; });
  }
  void put_status(ApplicationStatus status) {
    commit([&](Transaction& tx) {
      application_ = *tx.applications().find(application_.id);
      application_.status = status;
      EXPECT_TRUE(tx.applications().update(application_));
    });
  }
  /// The money is counted, and the application refused after all.
  void refuse_paid() {
    choose();
    ASSERT_TRUE(attend());
    ASSERT_TRUE(hear(order()));
    put_status(ApplicationStatus::refused);
    commit([&](Transaction& tx) {
      auto payment = *tx.payments().find(payment_.id);
      EXPECT_TRUE(move_payment(tx, hall_, payment, application_,
                               {PaymentEvent::refund, system_actor("test"), {}}));
    });
    static_cast<void>(sms());
  }

  ToldProvider wechat_, alipay_;
  domain::Application application_;
  domain::Payment payment_;
};

TEST_F(PaymentOrders, AreOpenedByAJob) {
  choose();
  EXPECT_EQ(taken("payment_order", "order"), std::vector{order().id.value});
  EXPECT_EQ(order().status, PaymentOrderStatus::opening);
  ASSERT_TRUE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::open);
  EXPECT_EQ(order().code, "code:" + order().number);
  EXPECT_TRUE(attend());
  EXPECT_EQ(wechat_.opened.size(), 1U);
  EXPECT_TRUE(alipay_.opened.empty());
}

TEST_F(PaymentOrders, SayWhyThereIsNoCode) {
  choose();
  wechat_.busy = true;
  EXPECT_FALSE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::opening) << "later, with the same number";
  wechat_.busy = false;
  wechat_.refusal = "超过限额";
  ASSERT_TRUE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::declined);
  EXPECT_EQ(order().failure, "超过限额");
}

TEST_F(PaymentOrders, AreClosedBeforeTheNextIsOpened) {
  choose();
  ASSERT_TRUE(attend());
  again();
  ASSERT_EQ(orders().size(), 2U);
  EXPECT_EQ(orders()[0].status, PaymentOrderStatus::opening);
  EXPECT_EQ(orders()[1].status, PaymentOrderStatus::closed);
  ASSERT_TRUE(attend(orders()[1].id));
  EXPECT_EQ(wechat_.closed, std::vector{orders()[1].number});
  ASSERT_TRUE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::open);
}

TEST_F(PaymentOrders, ExpireAndAreClosedAtTheProvider) {
  choose();
  ASSERT_TRUE(attend());
  clock_.set(order().expires_at);
  ASSERT_TRUE(attend_due_orders(hall_, {wechat_, alipay_}));
  EXPECT_EQ(order().status, PaymentOrderStatus::closed);
  ASSERT_TRUE(attend());
  EXPECT_EQ(wechat_.closed.size(), 1U);
  for (int i = 0; i < 20; ++i) {
    clock_.pass(std::chrono::hours{24});
    ASSERT_TRUE(attend_due_orders(hall_, {wechat_, alipay_}));
  }
  EXPECT_EQ(order().attend_at, Timestamp{}) << "some day nobody asks any more";
}

TEST_F(PaymentOrders, CountOnceWhoeverBringsTheNews) {
  choose();
  ASSERT_TRUE(attend());
  static_cast<void>(sms());
  wechat_.trade = paid();
  wechat_.during = [&] { EXPECT_TRUE(hear(order())); };  // notice and poll at once
  ASSERT_TRUE(attend());
  EXPECT_TRUE(hear(order()));
  EXPECT_EQ(order().status, PaymentOrderStatus::paid);
  EXPECT_EQ(payment_status(), PaymentStatus::confirmed);
  EXPECT_EQ(application_status(), ApplicationStatus::in_review);
  EXPECT_EQ(sms().size(), 2U) << "the money is there, and until when it is reviewed";
}

TEST_F(PaymentOrders, PaidLateCountWhileNothingElseHasPaid) {
  choose();
  ASSERT_TRUE(attend());
  again();
  const auto old = orders()[1];
  ASSERT_TRUE(hear(old));
  EXPECT_EQ(payment_status(), PaymentStatus::confirmed);
  EXPECT_EQ(orders()[0].status, PaymentOrderStatus::closed) << "the newer one is not needed";
  ASSERT_TRUE(hear(orders()[0], {35000}, "T2"));
  EXPECT_EQ(orders()[0].status, PaymentOrderStatus::refund_due);
  EXPECT_EQ(orders()[0].difference, PaymentDifference::already_paid);
  EXPECT_EQ(payment_status(), PaymentStatus::confirmed);
}

TEST_F(PaymentOrders, ThatCloseTooLateBringTheirMoney) {
  choose();
  ASSERT_TRUE(attend());
  again();
  wechat_.trade = paid();
  ASSERT_TRUE(attend(orders()[1].id)) << "closing finds it paid";
  EXPECT_EQ(payment_status(), PaymentStatus::confirmed);
}

TEST_F(PaymentOrders, OfAnotherAmountGoBackAndAreShown) {
  choose();
  ASSERT_TRUE(attend());
  ASSERT_TRUE(hear(order(), {34999}));
  EXPECT_EQ(order().difference, PaymentDifference::other_amount);
  EXPECT_EQ(payment_status(), PaymentStatus::awaiting_online);
  EXPECT_EQ(finance_desk(hall_).differences.size(), 1U);
  ASSERT_TRUE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::refunded);
  ASSERT_EQ(wechat_.refunds.size(), 1U);
  EXPECT_EQ(wechat_.refunds[0].amount, Fen{34999});
  EXPECT_EQ(payment_status(), PaymentStatus::awaiting_online) << "it was never counted";
}

TEST_F(PaymentOrders, OfACancelledApplicationGoBackUntold) {
  choose();
  ASSERT_TRUE(attend());
  application_.details.agent = {};
  put_status(ApplicationStatus::cancelled);
  commit([&](Transaction& tx) {
    application_.details.agent = {};
    EXPECT_TRUE(tx.applications().update(application_));
  });
  static_cast<void>(sms());
  ASSERT_TRUE(hear(order()));
  ASSERT_TRUE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::refunded);
  EXPECT_TRUE(sms().empty());
}

TEST_F(PaymentOrders, OfStrangersAreKeptForFinance) {
  choose();
  domain::PaymentOrder strange = order();
  strange.number = "HN0";
  ASSERT_TRUE(hear(strange));
  ASSERT_TRUE(hear(strange));
  strange = order();
  strange.channel = PaymentMethod::alipay;
  ASSERT_TRUE(hear(strange, {35000}, "T9")) << "the other channel's word";
  EXPECT_EQ(finance_desk(hall_).unmatched.size(), 2U);
  EXPECT_EQ(payment_status(), PaymentStatus::awaiting_online);
  EXPECT_FALSE(hear(order(), {35000}, "")) << "no transaction, no payment";
}

TEST_F(PaymentOrders, OfARefusedApplicationArePaidBackOnce) {
  refuse_paid();
  EXPECT_EQ(payment_status(), PaymentStatus::refund_due);
  ASSERT_TRUE(attend());
  EXPECT_TRUE(attend());
  ASSERT_EQ(wechat_.refunds.size(), 1U);
  EXPECT_EQ(wechat_.refunds[0].refund_number, order().number + "-R1");
  EXPECT_EQ(payment_status(), PaymentStatus::refunded);
  EXPECT_EQ(sms().size(), 1U);
}

TEST_F(PaymentOrders, ThatThePaybackTakesTimeForAreAskedAbout) {
  refuse_paid();
  wechat_.answer.status = RefundStatus::processing;
  ASSERT_TRUE(attend());
  ASSERT_TRUE(attend());
  EXPECT_EQ(wechat_.refunds.size(), 1U) << "then it is only asked";
  EXPECT_EQ(order().status, PaymentOrderStatus::refund_due);
  wechat_.answer.status = RefundStatus::unknown;
  ASSERT_TRUE(attend());
  EXPECT_EQ(wechat_.refunds.size(), 2U) << "the provider never heard of it";
  wechat_.answer.status = RefundStatus::succeeded;
  ASSERT_TRUE(attend());
  EXPECT_EQ(payment_status(), PaymentStatus::refunded);
}

TEST_F(PaymentOrders, ThatCannotBePaidBackAreFinances) {
  refuse_paid();
  wechat_.answer = {RefundStatus::failed, "余额不足"};
  ASSERT_TRUE(attend());
  EXPECT_EQ(order().status, PaymentOrderStatus::refund_failed);
  EXPECT_EQ(order().failure, "余额不足");
  const auto finance = put_staff(domain::Role::finance);
  EXPECT_FALSE(retry_refund(hall_, finance, order().id, order().revision - 1));
  ASSERT_TRUE(retry_refund(hall_, finance, order().id, order().revision));
  ASSERT_TRUE(attend());
  EXPECT_EQ(wechat_.refunds.back().refund_number, order().number + "-R2");
  EXPECT_FALSE(refund_by_hand(hall_, finance, order().id, order().revision, ""));
  ASSERT_TRUE(refund_by_hand(hall_, finance, order().id, order().revision, "BANK-9"));
  EXPECT_EQ(payment_status(), PaymentStatus::refunded);
  EXPECT_EQ(order().refund_reference, "BANK-9");
}

// --- the corporate account check -----------------------------------------------------------------

class ToldBank final : public CorporateBank {
 public:
  Result<TransferAnswer> transfer(const TransferRequest& request) override {
    if (busy) return fail(ErrorCode::upstream, "忙");
    keys.push_back(request.key);
    remark = std::string(request.remark.reveal());
    account_name = request.account_name;
    return answer;
  }
  Result<TransferAnswer> query(std::string_view) override { return answer; }

  bool busy = false;
  TransferAnswer answer{.status = TransferStatus::processing};
  std::vector<std::string> keys;
  std::string remark, account_name;
};

class AccountChecks : public HallTest {
 protected:
  /// The token is written, and its PIN under way to the organization's account.
  void produce() {
    application_ = put_application(ApplicationStatus::produced);
    commit([&](Transaction& tx) {
      tx.production().put_pin(application_.id, SecretText("48151623"));
      EXPECT_TRUE(give_account(tx, hall_, application_, kAccount));
      auto check = *tx.account_checks().of_application(application_.id);
      EXPECT_TRUE(move_check(tx, hall_, check, application_,
                             {domain::AccountCheckEvent::produce, producer_, {}}));
    });
  }
  domain::AccountCheck check() {
    return look(
        [&](Transaction& tx) { return *tx.account_checks().of_application(application_.id); });
  }
  bool pin_is_kept() {
    return look(
        [&](Transaction& tx) { return tx.production().find_pin(application_.id).has_value(); });
  }
  Status attend() { return attend_check(hall_, bank_, check().id); }

  inline static const OrganizationAccount kAccount{" 6222 0200-9900 8888 ", "示例银行", "长沙分行"};
  const domain::Actor producer_{
      .kind = domain::ActorKind::staff, .id = "p", .roles = {domain::Role::producer}};
  ToldBank bank_;
  domain::Application application_;
};

TEST_F(AccountChecks, TakeDigitsAndNameEveryWrongField) {
  application_ = put_application(ApplicationStatus::awaiting_payment);
  commit([&](Transaction& tx) {
    EXPECT_TRUE(give_account(tx, hall_, application_, kAccount));
    const auto refused = give_account(tx, hall_, application_, {"12", "", "行"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 3U);
    EXPECT_EQ(refused.error().fields[0].field, "account.account_number");
  });
  EXPECT_EQ(check().account_number, "6222020099008888");
}

TEST_F(AccountChecks, SendThePinInTheRemarkAndEraseItWhenItHasArrived) {
  produce();
  bank_.busy = true;
  EXPECT_FALSE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::due);
  bank_.busy = false;
  ASSERT_TRUE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::sent);
  EXPECT_NE(bank_.remark.find("48151623"), std::string::npos);
  EXPECT_EQ(bank_.account_name, application_.details.organization.name);
  EXPECT_TRUE(pin_is_kept());
  ASSERT_TRUE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::sent) << "still under way";
  bank_.answer.status = TransferStatus::credited;
  ASSERT_TRUE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::succeeded);
  EXPECT_FALSE(pin_is_kept());
  EXPECT_EQ(bank_.keys.size(), 1U);
  const auto texts = sms();
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].find("48151623"), std::string::npos);
}

TEST_F(AccountChecks, RepeatATransferWhoseAnswerWasLostUnderTheSameKey) {
  produce();
  ASSERT_TRUE(attend_check(hall_, bank_, check().id));
  commit([&](Transaction& tx) {  // as if the process had died before it could write
    auto lost = *tx.account_checks().of_application(application_.id);
    lost.status = domain::AccountCheckStatus::due;
    EXPECT_TRUE(tx.account_checks().update(lost));
  });
  ASSERT_TRUE(attend());
  ASSERT_EQ(bank_.keys.size(), 2U);
  EXPECT_EQ(bank_.keys[0], bank_.keys[1]);
}

TEST_F(AccountChecks, ThatFailAreSentAgainUnderAnotherKey) {
  produce();
  bank_.answer = {TransferStatus::refused, "账号不存在"};
  ASSERT_TRUE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::failed);
  EXPECT_TRUE(pin_is_kept());
  EXPECT_NE(sms().at(0).find("账号不存在"), std::string::npos);
  const auto better = correct_account(
      hall_, application_.account_id, application_.id,
      look([&](Transaction& tx) { return tx.applications().find(application_.id)->revision; }),
      {"6222020099007777", "示例银行", "长沙分行"});
  ASSERT_TRUE(better) << better.error().message;
  bank_.answer = {TransferStatus::processing, ""};
  ASSERT_TRUE(attend());
  bank_.answer = {TransferStatus::returned, "户名不符"};
  ASSERT_TRUE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::returned);
  ASSERT_TRUE(resend_pin(hall_, put_staff(domain::Role::finance), check().id, check().revision));
  bank_.answer = {TransferStatus::credited, ""};
  ASSERT_TRUE(attend());
  EXPECT_EQ(check().status, domain::AccountCheckStatus::succeeded);
  ASSERT_EQ(bank_.keys.size(), 3U);
  EXPECT_NE(bank_.keys[0], bank_.keys[1]);
  EXPECT_NE(bank_.keys[1], bank_.keys[2]);
}

TEST_F(AccountChecks, AreLookedAfterWhenTheirTimeComes) {
  produce();
  ASSERT_TRUE(attend_due_checks(hall_, bank_));
  EXPECT_TRUE(bank_.keys.empty());
  clock_.pass(std::chrono::seconds{3});
  ASSERT_TRUE(attend_due_checks(hall_, bank_));
  EXPECT_EQ(bank_.keys.size(), 1U) << "also where the job that should have done it was lost";
}

}  // namespace
}  // namespace certhall::app
