#pragma once
// E-invoices: opened with the approval, issued by a job, taken back with the money.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/case_file.h"
#include "app/hall.h"
#include "app/material.h"
#include "app/ports/invoice_issuer.h"

namespace certhall::app {

// --- what follows from the application's steps, in their transaction

/// Where the applicant wants one and has paid. A payment has one invoice, whatever happens.
[[nodiscard]] Status open_invoice(Transaction& tx, const Hall& hall,
                                  const domain::Application& application);
/// The money goes back: what is issued gets its red letter, what is not never will be.
[[nodiscard]] Status recall_invoice(Transaction& tx, const Hall& hall,
                                    const domain::Application& application,
                                    const domain::Actor& actor, std::string_view reason);

// --- the applicant

struct Buyer {
  std::string title, tax_number;
};
/// Until the issuer has the order; a refused one is sent again. `revision`: the invoice's.
[[nodiscard]] Result<CaseFile> correct_invoice(const Hall& hall, const AccountId& account,
                                               const ApplicationId& id, std::int64_t revision,
                                               const Buyer& buyer);
inline constexpr std::int64_t kResendsPerDay = 3;
/// The newest paper again, to this address; `too_many` beyond kResendsPerDay.
[[nodiscard]] Result<CaseFile> resend_invoice(const Hall& hall, const AccountId& account,
                                              const ApplicationId& id, std::string_view email);
[[nodiscard]] Result<StoredFile> invoice_file(Transaction& tx, const Hall& hall,
                                              const domain::Application& application,
                                              InvoicePaper paper);

// --- finance

struct InvoiceItem {
  domain::Invoice invoice;
  domain::Application application;
};
/// Those that do not go on by themselves: refused, or long without an answer.
[[nodiscard]] std::vector<InvoiceItem> invoice_desk(const Hall& hall);
/// Something was put right at the issuer's: the same again, under a new order number.
[[nodiscard]] Status retry_invoice(const Hall& hall, const domain::Actor& finance,
                                   const InvoiceId& id, std::int64_t revision);

// --- the clock

/// Brings every invoice on that waits for the issuer. Returns how many changed their state.
[[nodiscard]] Result<std::int64_t> advance_invoices(const Hall& hall, InvoiceIssuer& issuer);

}  // namespace certhall::app
