#include "adapters/sandbox/post.h"

#include <chrono>

#include "base/json.h"
#include "print/invoice.h"

namespace certhall::adapters {
namespace {

using app::InvoicePaper;
using app::IssuerAnswer;
using app::Transaction;
using State = app::IssuerAnswer::State;

constexpr auto kWorks = std::chrono::seconds{1};

Result<app::InvoiceOrder> order_in(const app::SandboxInvoiceRow& row) {
  return from_json_text<app::InvoiceOrder>(row.document);
}

print::InvoicePage page_of(const app::SandboxInvoiceRow& row, const app::InvoiceOrder& order,
                           InvoicePaper paper) {
  const bool red = paper == InvoicePaper::red_letter;
  return {.number = red ? row.red_number : row.number,
          .issued_at = red ? row.red_ordered_at : row.ordered_at,
          .buyer = {order.buyer_title, order.buyer_tax_number},
          .seller = {order.seller_name, order.seller_tax_number},
          .lines = order.lines,
          .remark = order.remark,
          .reverses = red ? row.number : ""};
}

}  // namespace

Status SandboxIssuer::issue(const app::InvoiceOrder& order) {
  if (order.buyer_title.ends_with("开票繁忙")) return fail(ErrorCode::upstream, "开票平台繁忙");
  return app::write(store_, [&](Transaction& tx) -> Status {
    if (tx.sandbox().find_invoice(order.order_number)) return {};
    tx.sandbox().put_invoice({.order_number = order.order_number,
                              .document = to_json_text(order),
                              .number = "99" + random_.digits(18),
                              .ordered_at = clock_.now(),
                              .red_number = ""});
    return {};
  });
}

Status SandboxIssuer::red_letter(const app::RedLetterOrder& order) {
  return app::write(store_, [&](Transaction& tx) -> Status {
    auto row = tx.sandbox().find_invoice(order.order_number);
    if (!row || row->number != order.invoice_number)
      return fail(ErrorCode::invalid, "没有这张蓝字发票");
    ASSIGN_OR_RETURN(placed, order_in(*row));
    if (placed.buyer_title.ends_with("红冲失败"))
      return fail(ErrorCode::invalid, "购买方已将该发票入账，红字信息确认单须由购买方确认");
    if (!row->red_number.empty()) return {};
    row->red_number = "99" + random_.digits(18);
    row->red_ordered_at = clock_.now();
    tx.sandbox().put_invoice(*row);
    return {};
  });
}

Result<IssuerAnswer> SandboxIssuer::query(std::string_view order_number, InvoicePaper paper) {
  const auto row =
      app::read(store_, [&](Transaction& tx) { return tx.sandbox().find_invoice(order_number); });
  const bool red = paper == InvoicePaper::red_letter;
  if (!row || (red && row->red_number.empty())) return IssuerAnswer{.state = State::unknown};
  const Timestamp ordered_at = red ? row->red_ordered_at : row->ordered_at;
  if (clock_.now() - ordered_at < kWorks) return IssuerAnswer{.state = State::working};
  ASSIGN_OR_RETURN(order, order_in(*row));
  if (!red && order.buyer_title.ends_with("开票失败"))
    return IssuerAnswer{.state = State::refused,
                        .failure = "购买方名称与纳税人识别号不匹配，请核对后重新提交"};
  return IssuerAnswer{
      .state = State::done, .number = red ? row->red_number : row->number, .issued_at = ordered_at};
}

Result<std::string> SandboxIssuer::download(std::string_view order_number, InvoicePaper paper) {
  const auto row =
      app::read(store_, [&](Transaction& tx) { return tx.sandbox().find_invoice(order_number); });
  if (!row) return fail(ErrorCode::not_found, "没有这张发票");
  ASSIGN_OR_RETURN(order, order_in(*row));
  return print::render_invoice(page_of(*row, order, paper));
}

Status SandboxMailer::send(std::string_view idempotency_key, const app::Mail& mail) {
  if (mail.to.ends_with("@bounce.example")) return fail(ErrorCode::invalid, "没有这个邮箱");
  if (mail.to.ends_with("@busy.example")) return fail(ErrorCode::upstream, "邮件服务器繁忙");
  const app::MailAttachment none;
  const auto& attachment = mail.attachments.empty() ? none : mail.attachments.front();
  return app::write(store_, [&](Transaction& tx) -> Status {
    tx.sandbox().add_mail({.id = 0,
                           .idempotency_key = std::string(idempotency_key),
                           .to = mail.to,
                           .subject = mail.subject,
                           .text = mail.text,
                           .file_name = attachment.file_name,
                           .at = clock_.now()},
                          attachment.bytes);
    return {};
  });
}

}  // namespace certhall::adapters
