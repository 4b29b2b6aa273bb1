#pragma once
// The e-invoice (电子发票) of a payment: one for each, and where the money goes back, the red
// letter (红字发票) that takes it back.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/fen.h"
#include "base/id.h"
#include "base/time.h"
#include "domain/catalogue.h"

namespace certhall::domain {

enum class InvoiceStatus {
  due,      // to be issued; the buyer may still be corrected
  issuing,  // the issuer has the order
  issued,
  failed,       // the issuer refused it: buyer or seller must be put right
  recalled,     // the issuer has the order, but the money goes back: red as soon as it is issued
  red_due,      // the red letter is to be made
  red_issuing,  // the issuer has that order
  red_issued,
  red_failed,  // the issuer refused the red letter
  cancelled,   // never issued, and no longer due
};
BOOST_DESCRIBE_ENUM(InvoiceStatus, due, issuing, issued, failed, recalled, red_due, red_issuing,
                    red_issued, red_failed, cancelled)

/// One line of the invoice. Prices hold the tax: net + tax == amount, to the fen.
struct InvoiceLine {
  std::string name;  // 证书费
  std::int64_t tax_percent = 0;
  Fen amount;
  Fen net;
  Fen tax;
  friend bool operator==(const InvoiceLine&, const InvoiceLine&) = default;
};
BOOST_DESCRIBE_STRUCT(InvoiceLine, (), (name, tax_percent, amount, net, tax))

/// What is taxed how: services (certificates, seals) and goods (tokens).
struct TaxRates {
  std::int64_t service_percent = 6;
  std::int64_t goods_percent = 13;
};

struct Invoice {
  InvoiceId id;
  ApplicationId application_id;
  PaymentId payment_id;  // UNIQUE: one invoice for a payment
  InvoiceStatus status = InvoiceStatus::due;
  std::int64_t revision = 1;
  std::string order_number;  // ours, 20 characters at most: the issuer's idempotency key
  std::int64_t tries = 1;    // how many order numbers it has had: a refused one is spent
  std::string title;         // the buyer
  std::string tax_number;    // empty for persons
  std::vector<InvoiceLine> lines;
  std::string number;  // twenty digits, the issuer's; empty before
  Timestamp issued_at{};
  ObjectId pdf;
  std::string red_number;
  Timestamp red_issued_at{};
  ObjectId red_pdf;
  std::string failure;  // Chinese, the issuer's: why it refused
  std::string recall_reason;
  std::int64_t attempts = 0;  // at what is to be done now, without an answer that settles it
  Timestamp look_at{};        // when to do it, or to ask the issuer again
  Timestamp created_at;
  Timestamp updated_at;
};

/// The tax within `amount`, rounded half up to the fen.
[[nodiscard]] Fen tax_within(Fen amount, std::int64_t percent);
/// What was paid, line by line: the parts of the newest price that gives this amount and whose day
/// had come, otherwise one line for all of it. The lines' amounts add up to `paid`.
[[nodiscard]] std::vector<InvoiceLine> invoice_lines(const std::vector<PriceList>& lists,
                                                     const Application& application, Fen paid,
                                                     Date paid_on, const TaxRates& rates);
[[nodiscard]] Fen total_of(const std::vector<InvoiceLine>& lines);
[[nodiscard]] Fen tax_of(const std::vector<InvoiceLine>& lines);

/// "HN20261124000017-1": unique for ever, since applications' numbers are.
[[nodiscard]] std::string invoice_order_number(std::string_view application_number,
                                               std::int64_t tries);

/// There is a paper to send (again): issued, or taken back.
[[nodiscard]] bool has_paper(InvoiceStatus status);
/// The issuer has something to do or to say.
[[nodiscard]] bool is_with_issuer(InvoiceStatus status);

}  // namespace certhall::domain
