#include "store/sandbox_post.h"

#include "store/repositories.h"
#include "store/text.h"

namespace certhall::store {

template <>
struct Mapping<app::SandboxInvoiceRow> {
  template <class Row, class Columns>
  static void columns(Row& row, Columns& columns) {
    columns.plain("order_number", row.order_number);
    columns.owner("sandbox_invoice", row.order_number);
    columns.sealed("document", row.document);
    columns.plain("number", row.number);
    columns.plain("ordered_at", row.ordered_at);
    columns.plain("red_number", row.red_number);
    columns.plain("red_ordered_at", row.red_ordered_at);
  }
};

template <>
struct Mapping<app::SandboxMailRow> {
  template <class Mail, class Columns>
  static void columns(Mail& mail, Columns& columns) {
    columns.plain("id", mail.id);
    columns.plain("idempotency_key", mail.idempotency_key);
    columns.owner("sandbox_mail", mail.idempotency_key);
    columns.sealed("recipient", mail.to);
    columns.sealed("subject", mail.subject);
    columns.sealed("body", mail.text);
    columns.sealed("file_name", mail.file_name);
    columns.plain("sent_at", mail.at);
  }
};

namespace {

constexpr Text kPutInvoice(
    "insert into sandbox_invoice (order_number, document, number, ordered_at, red_number,"
    " red_ordered_at) values (:order_number, :document, :number, :ordered_at, :red_number,"
    " :red_ordered_at) on conflict (order_number) do update set red_number = excluded.red_number,"
    " red_ordered_at = excluded.red_ordered_at");
constexpr Text kFindInvoice(
    "select order_number, document, number, ordered_at, red_number, red_ordered_at"
    " from sandbox_invoice where order_number = :order_number");
constexpr Text kNextMail("select coalesce(max(id), 0) + 1 as n from sandbox_mail");
constexpr Text kAddMail(
    "insert into sandbox_mail (id, idempotency_key, recipient, subject, body, file_name,"
    " attachment, sent_at) values (:id, :idempotency_key, :recipient, :subject, :body, :file_name,"
    " :attachment, :sent_at) on conflict (idempotency_key) do nothing");
constexpr Text kMails(
    "select id, idempotency_key, recipient, subject, body, file_name, sent_at from sandbox_mail"
    " order by id desc limit :limit");
constexpr Text kFindAttachment(
    "select idempotency_key, file_name, attachment from sandbox_mail where id = :id");

}  // namespace

void SandboxPost::put_invoice(const app::SandboxInvoiceRow& row) {
  db_.run(kPutInvoice, db_.bind(row));
}

std::optional<app::SandboxInvoiceRow> SandboxPost::find_invoice(std::string_view order_number) {
  return db_.first<app::SandboxInvoiceRow>(kFindInvoice, {{"order_number", order_number}});
}

void SandboxPost::add_mail(const app::SandboxMailRow& mail, std::string_view attachment) {
  app::SandboxMailRow numbered = mail;
  numbered.id = db_.number(kNextMail, {});
  Arguments arguments = db_.bind(numbered);
  arguments.sealed("attachment", attachment);
  db_.run(kAddMail, arguments);
}

std::vector<app::SandboxMailRow> SandboxPost::mails(std::int64_t limit) {
  return db_.all<app::SandboxMailRow>(kMails, {{"limit", limit}});
}

std::optional<app::SandboxStore::Attachment> SandboxPost::find_attachment(std::int64_t mail) {
  auto rows = db_.rows(kFindAttachment, {{"id", mail}});
  if (rows.empty()) return std::nullopt;
  Row& row = rows.front();
  std::string key;
  app::SandboxStore::Attachment attachment;
  row.plain("idempotency_key", key);
  row.owner("sandbox_mail", key);
  row.sealed("file_name", attachment.file_name);
  row.sealed("attachment", attachment.bytes);
  if (attachment.file_name.empty()) return std::nullopt;
  return attachment;
}

Statements sandbox_post_statements() {
  return {kPutInvoice, kFindInvoice, kNextMail, kAddMail, kMails, kFindAttachment};
}

}  // namespace certhall::store
