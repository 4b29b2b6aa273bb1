#include "unit/store/store_test.h"

namespace certhall::store {
namespace {

using domain::InvoiceStatus;

class Invoices : public StoreTest {
 protected:
  /// With its application and payment.
  domain::Invoice put(std::int64_t n, InvoiceStatus status = InvoiceStatus::due) {
    auto payment = filled<domain::Payment>(n);
    payment.application_id = put_application(n).id;
    auto invoice = filled<domain::Invoice>(n);
    invoice.application_id = payment.application_id;
    invoice.payment_id = payment.id;
    invoice.status = status;
    invoice.attempts = 0;
    invoice.look_at = {n};
    commit([&](Transaction& tx) {
      tx.payments().insert(payment);
      tx.invoices().insert(invoice);
    });
    return invoice;
  }
};
ON_BOTH_ENGINES(Invoices);

TEST_P(Invoices, AreKeptWhole) {
  auto invoice = put(1);
  look([&](Transaction& tx) {
    EXPECT_SAME(*tx.invoices().find(invoice.id), invoice);
    EXPECT_SAME(*tx.invoices().of_application(invoice.application_id), invoice);
    EXPECT_FALSE(tx.invoices().find({"none"}));
  });
  auto changed = filled<domain::Invoice>(9);
  changed.id = invoice.id;
  changed.application_id = invoice.application_id;
  changed.payment_id = invoice.payment_id;
  changed.created_at = invoice.created_at;
  changed.revision = invoice.revision;
  commit([&](Transaction& tx) { EXPECT_TRUE(tx.invoices().update(changed)); });
  look([&](Transaction& tx) { EXPECT_SAME(*tx.invoices().find(invoice.id), changed); });
  commit([&](Transaction& tx) { EXPECT_FALSE(tx.invoices().update(invoice)); });
}

TEST_P(Invoices, AreOneForAPayment) {
  const auto first = put(1);
  auto second = filled<domain::Invoice>(2);
  second.application_id = first.application_id;
  second.payment_id = first.payment_id;
  EXPECT_THROW(commit([&](Transaction& tx) { tx.invoices().insert(second); }), Conflict);
}

TEST_P(Invoices, AreTakenWhenTheirTimeHasComeAndByOneNode) {
  const auto early = put(1);
  put(2, InvoiceStatus::issued);
  put(3, InvoiceStatus::failed);
  const auto red = put(4, InvoiceStatus::red_due);
  const auto later = put(50);
  look([&](Transaction& tx) {
    EXPECT_FALSE(tx.invoices().any_due({0}));
    EXPECT_TRUE(tx.invoices().any_due({1}));
  });
  commit([&](Transaction& tx) {
    const auto due = tx.invoices().take_due({10}, {20}, 9);
    ASSERT_EQ(due.size(), 2U);
    for (const auto& each : due) {
      EXPECT_TRUE(each.id == early.id || each.id == red.id);
      EXPECT_EQ(each.attempts, 1);
      EXPECT_EQ(each.revision, each.id == early.id ? early.revision : red.revision);
    }
    EXPECT_TRUE(tx.invoices().take_due({10}, {20}, 9).empty());
    EXPECT_EQ(tx.invoices().take_due({20}, {30}, 1).size(), 1U);
    EXPECT_EQ(tx.invoices().take_due({50}, {60}, 9).size(), 3U);
  });
  look([&](Transaction& tx) { EXPECT_EQ(tx.invoices().find(later.id)->revision, later.revision); });
}

TEST_P(Invoices, InTroubleAreThoseRefusedAndThoseUnanswered) {
  const auto refused = put(3, InvoiceStatus::failed);
  const auto red = put(4, InvoiceStatus::red_failed);
  const auto waiting = put(1);
  put(2, InvoiceStatus::issued);
  commit([&](Transaction& tx) {
    for (std::int64_t i = 0; i < 3; ++i) (void)tx.invoices().take_due({9}, {9}, 9);
  });
  look([&](Transaction& tx) {
    const auto list = tx.invoices().troubled(3, 9);
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].id, refused.id);
    EXPECT_EQ(list[1].id, red.id);
    EXPECT_EQ(list[2].id, waiting.id);
    EXPECT_EQ(tx.invoices().troubled(4, 9).size(), 2U);
  });
}

}  // namespace
}  // namespace certhall::store
