#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::UnmatchedPayment> {
  template <class Payment, class Columns>
  static void columns(Payment& payment, Columns& columns) {
    columns.plain("channel", payment.channel);
    columns.plain("transaction_id", payment.transaction_id);
    columns.plain("order_number", payment.order_number);
    columns.plain("amount", payment.amount);
    columns.plain("received_at", payment.received_at);
    columns.plain("resolution", payment.resolution);
  }
};

namespace {

constexpr Text kAdd(
    "insert into unmatched_payment (channel, transaction_id, order_number, amount, received_at,"
    " resolution) values (:channel, :transaction_id, :order_number, :amount, :received_at,"
    " :resolution) on conflict (channel, transaction_id) do nothing");
constexpr Text kOpen(
    "select channel, transaction_id, order_number, amount, received_at, resolution"
    " from unmatched_payment where resolution = '' order by received_at limit :limit");
constexpr Text kResolve(
    "update unmatched_payment set resolution = :resolution where channel = :channel"
    " and transaction_id = :transaction_id and resolution = ''");

class UnmatchedPayments final : public app::UnmatchedPaymentStore {
 public:
  explicit UnmatchedPayments(Db& db) : db_(db) {}

  bool add(const app::UnmatchedPayment& payment) override {
    return db_.run(kAdd, db_.bind(payment)) == 1;
  }
  std::vector<app::UnmatchedPayment> open(std::int64_t limit) override {
    return db_.all<app::UnmatchedPayment>(kOpen, {{"limit", limit}});
  }
  bool resolve(domain::PaymentMethod channel, std::string_view transaction_id,
               std::string_view resolution) override {
    return db_.run(kResolve, {{"channel", channel},
                              {"transaction_id", transaction_id},
                              {"resolution", resolution}}) == 1;
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::UnmatchedPaymentStore> make_unmatched_payments(Db& db) {
  return std::make_unique<UnmatchedPayments>(db);
}

Statements unmatched_payment_statements() { return {kAdd, kOpen, kResolve}; }

}  // namespace certhall::store
