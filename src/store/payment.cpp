#include "store/filing.h"
#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Payment> {
  template <class Payment, class Columns>
  static void columns(Payment& payment, Columns& columns) {
    columns.plain("id", payment.id);
    columns.owner("payment", payment.id.value);
    columns.plain("application_id", payment.application_id);
    columns.plain("method", payment.method);
    columns.plain("status", payment.status);
    columns.plain("revision", payment.revision);
    columns.plain("amount", payment.amount);
    columns.plain("remark_code", payment.remark_code);
    columns.sealed("payer_name", payment.payer_name);
    columns.plain("bank_reference", payment.bank_reference);
    columns.plain("rejection", payment.rejection);
    columns.plain("created_at", payment.created_at);
    columns.plain("confirmed_at", payment.confirmed_at);
    columns.plain("updated_at", payment.updated_at);
    columns.json("price", payment.price);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, method, status, revision, amount, remark_code, payer_name,"
    " bank_reference, rejection, created_at, confirmed_at, updated_at, price");
constexpr auto kInsert =
    "insert into payment (" + kColumns +
    ") values (:id, :application_id, :method, :status, :revision, :amount, :remark_code,"
    " :payer_name, :bank_reference, :rejection, :created_at, :confirmed_at, :updated_at, :price)";
constexpr auto kSelect = "select " + kColumns + " from payment";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kOfApplication =
    kSelect + " where application_id = :application_id and status <> 'cancelled'";
constexpr Text kUpdate(
    "update payment set method = :method, status = :status, amount = :amount,"
    " payer_name = :payer_name, bank_reference = :bank_reference, rejection = :rejection,"
    " confirmed_at = :confirmed_at, updated_at = :updated_at, price = :price, revision = revision "
    "+ 1"
    " where id = :id and revision = :revision");
constexpr auto kInStatus = kSelect + " where status = :status order by updated_at, id limit :limit";

class Payments final : public app::PaymentStore {
 public:
  explicit Payments(Db& db) : db_(db) {}

  void insert(const domain::Payment& payment) override {
    db_.run(kInsert, db_.bind(payment));
    file_payment(db_, payment.application_id);
  }
  std::optional<domain::Payment> find(const PaymentId& id) override {
    return db_.first<domain::Payment>(kFind, {{"id", id}});
  }
  std::optional<domain::Payment> of_application(const ApplicationId& id) override {
    return db_.first<domain::Payment>(kOfApplication, {{"application_id", id}});
  }
  bool update(domain::Payment& payment) override {
    if (!db_.update(kUpdate, payment)) return false;
    file_payment(db_, payment.application_id);
    return true;
  }
  std::vector<domain::Payment> in_status(domain::PaymentStatus status,
                                         std::int64_t limit) override {
    return db_.all<domain::Payment>(kInStatus, {{"status", status}, {"limit", limit}});
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::PaymentStore> make_payments(Db& db) { return std::make_unique<Payments>(db); }

Statements payment_statements() { return {kInsert, kFind, kOfApplication, kUpdate, kInStatus}; }

}  // namespace certhall::store
