#include <algorithm>

#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<domain::Invoice> {
  template <class Invoice, class Columns>
  static void columns(Invoice& invoice, Columns& columns) {
    columns.plain("id", invoice.id);
    columns.owner("invoice", invoice.id.value);
    columns.plain("application_id", invoice.application_id);
    columns.plain("payment_id", invoice.payment_id);
    columns.plain("status", invoice.status);
    columns.plain("revision", invoice.revision);
    columns.plain("order_number", invoice.order_number);
    columns.plain("tries", invoice.tries);
    columns.sealed("title", invoice.title);
    columns.sealed("tax_number", invoice.tax_number);
    columns.json("lines", invoice.lines);
    columns.plain("number", invoice.number);
    columns.plain("issued_at", invoice.issued_at);
    columns.plain("pdf", invoice.pdf);
    columns.plain("red_number", invoice.red_number);
    columns.plain("red_issued_at", invoice.red_issued_at);
    columns.plain("red_pdf", invoice.red_pdf);
    columns.plain("failure", invoice.failure);
    columns.plain("recall_reason", invoice.recall_reason);
    columns.plain("attempts", invoice.attempts);
    columns.plain("look_at", invoice.look_at);
    columns.plain("created_at", invoice.created_at);
    columns.plain("updated_at", invoice.updated_at);
  }
};

namespace {

constexpr Text kColumns(
    "id, application_id, payment_id, status, revision, order_number, tries, title, tax_number,"
    " lines, number, issued_at, pdf, red_number, red_issued_at, red_pdf, failure, recall_reason,"
    " attempts, look_at, created_at, updated_at");
constexpr auto kInsert =
    "insert into invoice (" + kColumns +
    ") values (:id, :application_id, :payment_id, :status, :revision, :order_number, :tries,"
    " :title, :tax_number, :lines, :number, :issued_at, :pdf, :red_number, :red_issued_at,"
    " :red_pdf, :failure, :recall_reason, :attempts, :look_at, :created_at, :updated_at)";
constexpr auto kSelect = "select " + kColumns + " from invoice";
constexpr auto kFind = kSelect + " where id = :id";
constexpr auto kOfApplication =
    kSelect + " where application_id = :application_id order by created_at desc, id desc limit 1";
constexpr Text kUpdate(
    "update invoice set status = :status, order_number = :order_number, tries = :tries,"
    " title = :title, tax_number = :tax_number, lines = :lines, number = :number,"
    " issued_at = :issued_at, pdf = :pdf, red_number = :red_number,"
    " red_issued_at = :red_issued_at, red_pdf = :red_pdf, failure = :failure,"
    " recall_reason = :recall_reason, attempts = :attempts, look_at = :look_at,"
    " updated_at = :updated_at, revision = revision + 1"
    " where id = :id and revision = :revision");
// The same words as the partial index, so that nothing is read while nothing is due.
constexpr Text kOpen("status in ('due', 'issuing', 'recalled', 'red_due', 'red_issuing')");
constexpr auto kAnyDue = "select count(*) as n from (select id from invoice where " + kOpen +
                         " and look_at <= :now limit 1) as first_one";
constexpr auto kTakeDue =
    "update invoice set look_at = :lease_until, attempts = attempts + 1 where id in"
    " (select id from invoice where " +
    kOpen + " and look_at <= :now order by look_at, id limit :limit) returning " + kColumns;
constexpr auto kRefused =
    kSelect + " where status in ('failed', 'red_failed') order by updated_at, id limit :limit";
constexpr auto kUnanswered =
    kSelect + " where " + kOpen + " and attempts >= :attempts order by updated_at, id limit :limit";

class Invoices final : public app::InvoiceStore {
 public:
  explicit Invoices(Db& db) : db_(db) {}

  void insert(const domain::Invoice& invoice) override { db_.run(kInsert, db_.bind(invoice)); }
  std::optional<domain::Invoice> find(const InvoiceId& id) override {
    return db_.first<domain::Invoice>(kFind, {{"id", id}});
  }
  std::optional<domain::Invoice> of_application(const ApplicationId& id) override {
    return db_.first<domain::Invoice>(kOfApplication, {{"application_id", id}});
  }
  bool update(domain::Invoice& invoice) override { return db_.update(kUpdate, invoice); }
  bool any_due(Timestamp now) override { return db_.number(kAnyDue, {{"now", now}}) > 0; }
  std::vector<domain::Invoice> take_due(Timestamp now, Timestamp lease_until,
                                        std::int64_t limit) override {
    return db_.all<domain::Invoice>(kTakeDue,
                                    {{"now", now}, {"lease_until", lease_until}, {"limit", limit}});
  }
  std::vector<domain::Invoice> troubled(std::int64_t attempts, std::int64_t limit) override {
    auto list = db_.all<domain::Invoice>(kRefused, {{"limit", limit}});
    auto more = db_.all<domain::Invoice>(kUnanswered, {{"attempts", attempts}, {"limit", limit}});
    std::ranges::move(more, std::back_inserter(list));
    return list;
  }

 private:
  Db& db_;
};

}  // namespace

std::unique_ptr<app::InvoiceStore> make_invoices(Db& db) { return std::make_unique<Invoices>(db); }

Statements invoice_statements() {
  return {kInsert, kFind, kOfApplication, kUpdate, kAnyDue, kTakeDue, kRefused, kUnanswered};
}

}  // namespace certhall::store
