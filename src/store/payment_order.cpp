#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::PaymentOrder> {
  template <class Order, class Columns>
  static void columns(Order& order, Columns& columns) {
    columns.plain("id", order.id);
    columns.plain("payment_id", order.payment_id);
    columns.plain("application_id", order.application_id);
    columns.plain("channel", order.channel);
    columns.plain("number", order.number);
    columns.plain("status", order.status);
    columns.plain("revision", order.revision);
    columns.plain("amount", order.amount);
    columns.plain("code", order.code);
    columns.plain("link", order.link);
    columns.plain("expires_at", order.expires_at);
    columns.plain("transaction_id", order.transaction_id);
    columns.plain("paid_amount", order.paid_amount);
    columns.plain("paid_at", order.paid_at);
    columns.plain("difference", order.difference);
    columns.plain("failure", order.failure);
    columns.plain("refund_attempt", order.refund_attempt);
    columns.plain("refund_reference", order.refund_reference);
    columns.plain("closed_at_provider", order.closed_at_provider);
    columns.plain("attend_at", order.attend_at);
    columns.plain("attended", order.attended);
    columns.plain("created_at", order.created_at);
    columns.plain("updated_at", order.updated_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, payment_id, application_id, channel, number, status, revision, amount, code, link,"
    " expires_at, transaction_id, paid_amount, paid_at, difference, failure, refund_attempt,"
    " refund_reference, closed_at_provider, attend_at, attended, created_at, updated_at");
constexpr auto kInsert =
    "insert into payment_order (" + kColumns +
    ") values (:id, :payment_id, :application_id, :channel, :number, :status, :revision, :amount,"
    " :code, :link, :expires_at, :transaction_id, :paid_amount, :paid_at, :difference, :failure,"
    " :refund_attempt, :refund_reference, :closed_at_provider, :attend_at, :attended, :created_at,"
    " :updated_at)";
constexpr auto kSelect = "select " + kColumns + " from payment_order";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kFindByNumber = kSelect + " where number = :number";
constexpr auto kOfPayment =
    kSelect + " where payment_id = :payment_id order by created_at desc, id desc";
constexpr Text kUpdate(
    "update payment_order set status = :status, code = :code, link = :link,"
    " transaction_id = :transaction_id, paid_amount = :paid_amount, paid_at = :paid_at,"
    " difference = :difference, failure = :failure, refund_attempt = :refund_attempt,"
    " refund_reference = :refund_reference, closed_at_provider = :closed_at_provider,"
    " attend_at = :attend_at, attended = :attended, updated_at = :updated_at,"
    " revision = revision + 1 where id = :id and revision = :revision");
constexpr Text kTakeDue(
    "update payment_order set attend_at = :lease_until where id in"
    " (select id from payment_order where attend_at > 0 and attend_at <= :now"
    " order by attend_at limit :limit) returning id");
constexpr auto kRefunding = kSelect +
                            " where status in ('refund_due', 'refund_failed')"
                            " order by updated_at, id limit :limit";
constexpr auto kWithDifference =
    kSelect + " where difference <> 'none' order by paid_at desc, id desc limit :limit";

class PaymentOrders final : public app::PaymentOrderStore {
 public:
  explicit PaymentOrders(Db& db) : db_(db) {}

  void insert(const domain::PaymentOrder& order) override { db_.run(kInsert, db_.bind(order)); }
  std::optional<domain::PaymentOrder> find(const PaymentOrderId& id) override {
    return db_.first<domain::PaymentOrder>(kFind, {{"id", id}});
  }
  std::optional<domain::PaymentOrder> find_by_number(std::string_view number) override {
    return db_.first<domain::PaymentOrder>(kFindByNumber, {{"number", number}});
  }
  std::vector<domain::PaymentOrder> of_payment(const PaymentId& id) override {
    return db_.all<domain::PaymentOrder>(kOfPayment, {{"payment_id", id}});
  }
  bool update(domain::PaymentOrder& order) override { return db_.update(kUpdate, order); }
  std::vector<PaymentOrderId> take_due(Timestamp now, Timestamp lease_until,
                                       std::int64_t limit) override {
    std::vector<PaymentOrderId> ids;
    for (const Row& row :
         db_.rows(kTakeDue, {{"now", now}, {"lease_until", lease_until}, {"limit", limit}}))
      row.plain("id", ids.emplace_back());
    return ids;
  }
  std::vector<domain::PaymentOrder> refunding(std::int64_t limit) override {
    return db_.all<domain::PaymentOrder>(kRefunding, {{"limit", limit}});
  }
  std::vector<domain::PaymentOrder> with_difference(std::int64_t limit) override {
    return db_.all<domain::PaymentOrder>(kWithDifference, {{"limit", limit}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::PaymentOrderStore> make_payment_orders(Db& db) {
  return std::make_unique<PaymentOrders>(db);
}

Statements payment_order_statements() {
  return {kInsert, kFind,    kFindByNumber, kOfPayment,
          kUpdate, kTakeDue, kRefunding,    kWithDifference};
}

}  // namespace certhall::store
