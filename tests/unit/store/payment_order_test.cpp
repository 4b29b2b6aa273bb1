#include "domain/payment_order.h"

#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using domain::PaymentOrderStatus;

class PaymentOrders : public StoreTest {
 protected:
  domain::Payment put_payment(std::int64_t n) {
    auto payment = filled<domain::Payment>(n);
    payment.application_id = put_application(n).id;
    commit([&](Transaction& tx) { tx.payments().insert(payment); });
    return payment;
  }
  static domain::PaymentOrder order_of(const domain::Payment& payment, std::int64_t n) {
    auto order = filled<domain::PaymentOrder>(n);
    order.payment_id = payment.id;
    order.application_id = payment.application_id;
    order.channel = domain::PaymentMethod::alipay;
    return order;
  }
  domain::PaymentOrder put(const domain::PaymentOrder& order) {
    commit([&](Transaction& tx) { tx.payment_orders().insert(order); });
    return order;
  }
};
ON_BOTH_ENGINES(PaymentOrders);

TEST_P(PaymentOrders, AreKeptWhole) {
  auto order = put(order_of(put_payment(1), 1));
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.payment_orders().find(order.id), order);
    EXPECT_SAME(*tx.payment_orders().find_by_number(order.number), order);
    EXPECT_FALSE(tx.payment_orders().find_by_number("HN0"));
  });
  auto theirs = order;
  order.status = PaymentOrderStatus::refund_failed;
  order.code = "另一个";
  order.refund_attempt += 1;
  order.closed_at_provider = false;
  commit([&](Transaction& tx) {
    EXPECT_TRUE(tx.payment_orders().update(order));
    EXPECT_FALSE(tx.payment_orders().update(theirs)) << "somebody was faster";
  });
  look([&](Transaction& tx) {
    EXPECT_SAME(tx.payment_orders().of_payment(order.payment_id).at(0), order);
  });
}

TEST_P(PaymentOrders, CountNoTransactionTwice) {
  const auto payment = put_payment(1);
  const auto first = put(order_of(payment, 1));
  auto second = order_of(payment, 2);
  second.transaction_id = "";
  put(second);
  auto third = order_of(payment, 3);
  third.transaction_id = "";
  put(third);
  second.transaction_id = first.transaction_id;
  EXPECT_THROW(commit([&](Transaction& tx) { return tx.payment_orders().update(second); }),
               Conflict);
  auto same_number = order_of(payment, 4);
  same_number.number = first.number;
  EXPECT_THROW(put(same_number), Conflict);
}

TEST_P(PaymentOrders, OfOnePaymentCountOnce) {
  const auto payment = put_payment(1);
  auto first = order_of(payment, 1);
  first.status = PaymentOrderStatus::paid;
  put(first);
  auto second = put(order_of(payment, 2));
  second.status = PaymentOrderStatus::paid;
  EXPECT_THROW(commit([&](Transaction& tx) { return tx.payment_orders().update(second); }),
               Conflict);
}

TEST_P(PaymentOrders, AreLeasedToOneRunner) {
  auto order = order_of(put_payment(1), 1);
  order.attend_at = {100};
  put(order);
  auto never = order_of(put_payment(2), 2);
  never.attend_at = {};
  put(never);
  const auto take = [&](std::int64_t now) {
    return commit(
        [&](Transaction& tx) { return tx.payment_orders().take_due({now}, {now + 50}, 10); });
  };
  EXPECT_TRUE(take(99).empty());
  EXPECT_EQ(take(100), std::vector{order.id});
  EXPECT_TRUE(take(149).empty());
  EXPECT_EQ(take(150), std::vector{order.id}) << "whoever took it died";
}

TEST_P(PaymentOrders, AreListedForFinance) {
  const auto payment = put_payment(1);
  auto failed = order_of(payment, 1);
  failed.status = PaymentOrderStatus::refund_failed;
  failed.difference = domain::PaymentDifference::none;
  put(failed);
  auto open = order_of(payment, 2);
  open.status = PaymentOrderStatus::open;
  open.difference = domain::PaymentDifference::none;
  put(open);
  auto strange = order_of(payment, 3);
  strange.difference = domain::PaymentDifference::other_amount;
  put(strange);
  look([&](Transaction& tx) {
    const auto refunding = tx.payment_orders().refunding(5);
    ASSERT_EQ(refunding.size(), 1U);
    EXPECT_EQ(refunding[0].id, failed.id);
    const auto different = tx.payment_orders().with_difference(5);
    ASSERT_EQ(different.size(), 1U);
    EXPECT_EQ(different[0].id, strange.id);
  });
}

TEST_P(PaymentOrders, OfStrangersAreKeptOnceAndResolvedOnce) {
  auto payment = filled<app::UnmatchedPayment>(1);
  payment.resolution = "";
  commit([&](Transaction& tx) {
    EXPECT_TRUE(tx.unmatched_payments().add(payment));
    EXPECT_FALSE(tx.unmatched_payments().add(payment));
  });
  look([&](Transaction& tx) { EXPECT_SAME(tx.unmatched_payments().open(5).at(0), payment); });
  const auto resolve = [&] {
    return commit([&](Transaction& tx) {
      return tx.unmatched_payments().resolve(payment.channel, payment.transaction_id, "查明");
    });
  };
  EXPECT_TRUE(resolve());
  EXPECT_FALSE(resolve());
  look([&](Transaction& tx) { EXPECT_TRUE(tx.unmatched_payments().open(5).empty()); });
}

class AccountChecks : public StoreTest {};
ON_BOTH_ENGINES(AccountChecks);

TEST_P(AccountChecks, AreKeptWholeAndSealed) {
  auto check = filled<domain::AccountCheck>(1);
  check.application_id = put_application(1).id;
  check.account_number = "6222020099008888";
  commit([&](Transaction& tx) { tx.account_checks().insert(check); });
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.account_checks().find(check.id), check);
    EXPECT_SAME(*tx.account_checks().of_application(check.application_id), check);
  });
  const auto rows = sql("select account_number || bank_name || branch as line from account_check");
  const auto line = std::get<std::string>(rows.rows.at(0).at("line"));
  EXPECT_EQ(line.find(check.account_number), std::string::npos);
  EXPECT_EQ(line.find(check.bank_name), std::string::npos);
  check.status = domain::AccountCheckStatus::sent;
  check.account_number = "1";
  check.attempt += 1;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.account_checks().update(check)); });
  look([&](Transaction& tx) { EXPECT_SAME(tx.account_checks().unsettled(5).at(0), check); });
  commit([&](Transaction& tx) { tx.account_checks().erase(check.application_id); });
  look([&](Transaction& tx) { EXPECT_FALSE(tx.account_checks().find(check.id)); });
}

TEST_P(AccountChecks, AreLeasedToOneRunner) {
  auto check = filled<domain::AccountCheck>(1);
  check.application_id = put_application(1).id;
  check.attend_at = {100};
  commit([&](Transaction& tx) { tx.account_checks().insert(check); });
  const auto take = [&](std::int64_t now) {
    return commit([&](Transaction& tx) {
      return tx.account_checks().take_due({now}, {now + 50}, 10).size();
    });
  };
  EXPECT_EQ(take(99), 0U);
  EXPECT_EQ(take(100), 1U);
  EXPECT_EQ(take(149), 0U);
}

}  // namespace
}  // namespace certhall::store
