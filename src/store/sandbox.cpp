#include "store/repositories.h"
#include "store/sandbox_post.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::SandboxMessage> {
  template <class Message, class Columns>
  static void columns(Message& message, Columns& columns) {
    columns.plain("id", message.id);
    columns.plain("idempotency_key", message.idempotency_key);
    columns.owner("sandbox_message", message.idempotency_key);
    columns.sealed("mobile", message.mobile);
    columns.sealed("body", message.text);
    columns.plain("sent_at", message.at);
  }
};

template <>
struct Mapping<app::SandboxTransferRow> {
  template <class Transfer, class Columns>
  static void columns(Transfer& transfer, Columns& columns) {
    columns.plain("bank_reference", transfer.bank_reference);
    columns.owner("sandbox_transfer", transfer.bank_reference);
    columns.sealed("payer_name", transfer.payer_name);
    columns.plain("amount", transfer.amount);
    columns.plain("remark", transfer.remark);
    columns.plain("received_at", transfer.at);
  }
};

template <>
struct Mapping<app::SandboxParcelRow> {
  template <class Parcel, class Columns>
  static void columns(Parcel& parcel, Columns& columns) {
    columns.plain("waybill", parcel.waybill);
    columns.owner("sandbox_parcel", parcel.waybill);
    columns.plain("order_key", parcel.order_key);
    columns.sealed("recipient", parcel.recipient);
    columns.sealed_json("route", parcel.route);
    columns.plain("ordered_at", parcel.at);
  }
};

template <>
struct Mapping<app::SandboxOrderRow> {
  template <class Order, class Columns>
  static void columns(Order& order, Columns& columns) {
    columns.plain("number", order.number);
    columns.plain("channel", order.channel);
    columns.plain("amount", order.amount);
    columns.plain("description", order.description);
    columns.plain("expires_at", order.expires_at);
    columns.plain("status", order.status);
    columns.plain("transaction_id", order.transaction_id);
    columns.plain("paid_amount", order.paid_amount);
    columns.plain("paid_at", order.paid_at);
    columns.plain("notices", order.notices);
    columns.plain("refuses_refund", order.refuses_refund);
    columns.plain("refunds", order.refunds);
    columns.plain("created_at", order.created_at);
  }
};

template <>
struct Mapping<app::SandboxPayoutRow> {
  template <class Payout, class Columns>
  static void columns(Payout& payout, Columns& columns) {
    columns.plain("transfer_key", payout.transfer_key);
    columns.owner("sandbox_payout", payout.transfer_key);
    columns.sealed("account_name", payout.account_name);
    columns.sealed("account_number", payout.account_number);
    columns.plain("bank_name", payout.bank_name);
    columns.plain("amount", payout.amount);
    columns.sealed("remark", payout.remark);
    columns.plain("status", payout.status);
    columns.plain("reason", payout.reason);
    columns.plain("sent_at", payout.at);
  }
};

namespace {

constexpr Text kNextMessage("select coalesce(max(id), 0) + 1 as n from sandbox_message");
constexpr Text kAddMessage(
    "insert into sandbox_message (id, idempotency_key, mobile, body, sent_at)"
    " values (:id, :idempotency_key, :mobile, :body, :sent_at)"
    " on conflict (idempotency_key) do nothing");
constexpr Text kMessages(
    "select id, idempotency_key, mobile, body, sent_at from sandbox_message"
    " order by id desc limit :limit");
constexpr Text kPutSubscriber(
    "insert into sandbox_subscriber (mobile_digest, mobile, name, id_number)"
    " values (:mobile_digest, :mobile, :name, :id_number)"
    " on conflict (mobile_digest) do update set mobile = excluded.mobile, name = excluded.name,"
    " id_number = excluded.id_number");
constexpr Text kSelectSubscribers(
    "select mobile_digest, mobile, name, id_number from sandbox_subscriber");
constexpr auto kFindSubscriber = kSelectSubscribers + " where mobile_digest = :mobile_digest";
constexpr auto kSubscribers = kSelectSubscribers + " order by mobile_digest";
constexpr Text kAddTransfer(
    "insert into sandbox_transfer (bank_reference, payer_name, amount, remark, received_at)"
    " values (:bank_reference, :payer_name, :amount, :remark, :received_at)");
constexpr Text kTransfers(
    "select bank_reference, payer_name, amount, remark, received_at from sandbox_transfer"
    " order by received_at desc, bank_reference desc limit :limit");
constexpr Text kPutParcel(
    "insert into sandbox_parcel (waybill, order_key, recipient, route, ordered_at)"
    " values (:waybill, :order_key, :recipient, :route, :ordered_at)"
    " on conflict (waybill) do update set route = excluded.route");
constexpr Text kSelectParcels(
    "select waybill, order_key, recipient, route, ordered_at from sandbox_parcel");
constexpr auto kFindParcel = kSelectParcels + " where waybill = :waybill";
constexpr auto kFindParcelByOrder = kSelectParcels + " where order_key = :order_key";
constexpr auto kParcels = kSelectParcels + " order by ordered_at desc, waybill desc limit :limit";

constexpr Text kPutOrder(
    "insert into sandbox_order (number, channel, amount, description, expires_at, status,"
    " transaction_id, paid_amount, paid_at, notices, refuses_refund, refunds, created_at)"
    " values (:number, :channel, :amount, :description, :expires_at, :status, :transaction_id,"
    " :paid_amount, :paid_at, :notices, :refuses_refund, :refunds, :created_at)"
    " on conflict (number) do update set status = excluded.status,"
    " transaction_id = excluded.transaction_id, paid_amount = excluded.paid_amount,"
    " paid_at = excluded.paid_at, notices = excluded.notices,"
    " refuses_refund = excluded.refuses_refund, refunds = excluded.refunds");
constexpr Text kSelectOrders(
    "select number, channel, amount, description, expires_at, status, transaction_id,"
    " paid_amount, paid_at, notices, refuses_refund, refunds, created_at from sandbox_order");
constexpr auto kFindOrder = kSelectOrders + " where number = :number";
constexpr auto kOrders = kSelectOrders + " order by created_at desc, number desc limit :limit";
constexpr Text kPutPayout(
    "insert into sandbox_payout (transfer_key, account_name, account_number, bank_name, amount,"
    " remark, status, reason, sent_at) values (:transfer_key, :account_name, :account_number,"
    " :bank_name, :amount, :remark, :status, :reason, :sent_at)"
    " on conflict (transfer_key) do update set status = excluded.status,"
    " reason = excluded.reason");
constexpr Text kSelectPayouts(
    "select transfer_key, account_name, account_number, bank_name, amount, remark, status, reason,"
    " sent_at from sandbox_payout");
constexpr auto kFindPayout = kSelectPayouts + " where transfer_key = :transfer_key";
constexpr auto kPayouts = kSelectPayouts + " order by sent_at desc, transfer_key desc limit :limit";

struct Subscriber {
  std::string digest;
  app::SandboxSubscriberRow row;
};

}  // namespace

template <>
struct Mapping<Subscriber> {
  template <class Keyed, class Columns>
  static void columns(Keyed& subscriber, Columns& columns) {
    columns.plain("mobile_digest", subscriber.digest);
    columns.owner("sandbox_subscriber", subscriber.digest);
    columns.sealed("mobile", subscriber.row.mobile);
    columns.sealed("name", subscriber.row.name);
    columns.sealed("id_number", subscriber.row.id_number);
  }
};

namespace {

class Sandbox final : public app::SandboxStore {
 public:
  explicit Sandbox(Db& db) : db_(db), post_(db) {}

  void add_message(const app::SandboxMessage& message) override {
    app::SandboxMessage numbered = message;
    numbered.id = db_.number(kNextMessage, {});
    db_.run(kAddMessage, db_.bind(numbered));
  }
  std::vector<app::SandboxMessage> messages(std::int64_t limit) override {
    return db_.all<app::SandboxMessage>(kMessages, {{"limit", limit}});
  }

  void put_subscriber(const app::SandboxSubscriberRow& row) override {
    db_.run(kPutSubscriber,
            db_.bind(Subscriber{.digest = db_.digest(row.mobile, "mobile"), .row = row}));
  }
  std::optional<app::SandboxSubscriberRow> find_subscriber(std::string_view mobile) override {
    auto found =
        db_.first<Subscriber>(kFindSubscriber, {{"mobile_digest", db_.digest(mobile, "mobile")}});
    if (!found) return std::nullopt;
    return std::move(found->row);
  }
  std::vector<app::SandboxSubscriberRow> subscribers() override {
    std::vector<app::SandboxSubscriberRow> rows;
    for (auto& each : db_.all<Subscriber>(kSubscribers, {})) rows.push_back(std::move(each.row));
    return rows;
  }

  void add_transfer(const app::SandboxTransferRow& row) override {
    db_.run(kAddTransfer, db_.bind(row));
  }
  std::vector<app::SandboxTransferRow> transfers(std::int64_t limit) override {
    return db_.all<app::SandboxTransferRow>(kTransfers, {{"limit", limit}});
  }

  void put_order(const app::SandboxOrderRow& row) override { db_.run(kPutOrder, db_.bind(row)); }
  std::optional<app::SandboxOrderRow> find_order(std::string_view number) override {
    return db_.first<app::SandboxOrderRow>(kFindOrder, {{"number", number}});
  }
  std::vector<app::SandboxOrderRow> orders(std::int64_t limit) override {
    return db_.all<app::SandboxOrderRow>(kOrders, {{"limit", limit}});
  }
  void put_payout(const app::SandboxPayoutRow& row) override { db_.run(kPutPayout, db_.bind(row)); }
  std::optional<app::SandboxPayoutRow> find_payout(std::string_view key) override {
    return db_.first<app::SandboxPayoutRow>(kFindPayout, {{"transfer_key", key}});
  }
  std::vector<app::SandboxPayoutRow> payouts(std::int64_t limit) override {
    return db_.all<app::SandboxPayoutRow>(kPayouts, {{"limit", limit}});
  }

  void put_parcel(const app::SandboxParcelRow& row) override { db_.run(kPutParcel, db_.bind(row)); }
  std::optional<app::SandboxParcelRow> find_parcel(std::string_view waybill) override {
    return db_.first<app::SandboxParcelRow>(kFindParcel, {{"waybill", waybill}});
  }
  std::optional<app::SandboxParcelRow> find_parcel_by_order(std::string_view order_key) override {
    return db_.first<app::SandboxParcelRow>(kFindParcelByOrder, {{"order_key", order_key}});
  }
  std::vector<app::SandboxParcelRow> parcels(std::int64_t limit) override {
    return db_.all<app::SandboxParcelRow>(kParcels, {{"limit", limit}});
  }

  void put_invoice(const app::SandboxInvoiceRow& row) override { post_.put_invoice(row); }
  std::optional<app::SandboxInvoiceRow> find_invoice(std::string_view order_number) override {
    return post_.find_invoice(order_number);
  }
  void add_mail(const app::SandboxMailRow& mail, std::string_view attachment) override {
    post_.add_mail(mail, attachment);
  }
  std::vector<app::SandboxMailRow> mails(std::int64_t limit) override { return post_.mails(limit); }
  std::optional<Attachment> find_attachment(std::int64_t mail) override {
    return post_.find_attachment(mail);
  }

 private:
  Db& db_;
  SandboxPost post_;
};

}  // namespace

std::unique_ptr<app::SandboxStore> make_sandbox(Db& db) { return std::make_unique<Sandbox>(db); }

Statements sandbox_statements() {
  return {kNextMessage, kAddMessage, kMessages,  kPutSubscriber, kFindSubscriber,    kSubscribers,
          kAddTransfer, kTransfers,  kPutParcel, kFindParcel,    kFindParcelByOrder, kParcels,
          kPutOrder,    kFindOrder,  kOrders,    kPutPayout,     kFindPayout,        kPayouts};
}

}  // namespace certhall::store
