#include "domain/invoice.h"

#include <algorithm>

#include "domain/price.h"

namespace certhall::domain {
namespace {

InvoiceLine line_of(const PricePart& part, const TaxRates& rates) {
  const bool goods = part.name == "介质费";
  InvoiceLine line{.name = part.name,
                   .tax_percent = goods ? rates.goods_percent : rates.service_percent,
                   .amount = part.amount};
  line.tax = tax_within(line.amount, line.tax_percent);
  line.net = {line.amount.value - line.tax.value};
  return line;
}

/// The newest list in force on that day that makes exactly this price.
const PriceList* list_that_gives(const std::vector<PriceList>& lists,
                                 const Application& application, Fen paid, Date paid_on) {
  const PriceList* newest = nullptr;
  for (const auto& list : lists) {
    if (list.relying_application != application.relying_application ||
        list.certificate_type != application.details.certificate_type || list.valid_from > paid_on)
      continue;
    if (price_of(list, application.details.years).total != paid) continue;
    if (newest == nullptr || list.valid_from > newest->valid_from) newest = &list;
  }
  return newest;
}

}  // namespace

Fen tax_within(Fen amount, std::int64_t percent) {
  const std::int64_t gross = 100 + percent;
  return {(2 * amount.value * percent + gross) / (2 * gross)};
}

std::vector<InvoiceLine> invoice_lines(const std::vector<PriceList>& lists,
                                       const Application& application, Fen paid, Date paid_on,
                                       const TaxRates& rates) {
  const auto* list = list_that_gives(lists, application, paid, paid_on);
  if (list == nullptr) return {line_of({"数字证书服务费", paid}, rates)};
  std::vector<InvoiceLine> lines;
  for (const auto& part : price_of(*list, application.details.years).parts)
    if (part.amount.value > 0) lines.push_back(line_of(part, rates));
  return lines;
}

Fen total_of(const std::vector<InvoiceLine>& lines) {
  Fen total;
  for (const auto& line : lines) total = total + line.amount;
  return total;
}

Fen tax_of(const std::vector<InvoiceLine>& lines) {
  Fen tax;
  for (const auto& line : lines) tax = tax + line.tax;
  return tax;
}

std::string invoice_order_number(std::string_view application_number, std::int64_t tries) {
  std::string number(application_number);
  std::erase(number, '-');
  return number + "-" + std::to_string(tries);
}

bool has_paper(InvoiceStatus status) {
  switch (status) {
    case InvoiceStatus::issued:
    case InvoiceStatus::red_due:
    case InvoiceStatus::red_issuing:
    case InvoiceStatus::red_issued:
    case InvoiceStatus::red_failed:
      return true;
    case InvoiceStatus::due:
    case InvoiceStatus::issuing:
    case InvoiceStatus::failed:
    case InvoiceStatus::recalled:
    case InvoiceStatus::cancelled:
      return false;
  }
  return false;
}

bool is_with_issuer(InvoiceStatus status) {
  switch (status) {
    case InvoiceStatus::due:
    case InvoiceStatus::issuing:
    case InvoiceStatus::recalled:
    case InvoiceStatus::red_due:
    case InvoiceStatus::red_issuing:
      return true;
    case InvoiceStatus::issued:
    case InvoiceStatus::failed:
    case InvoiceStatus::red_issued:
    case InvoiceStatus::red_failed:
    case InvoiceStatus::cancelled:
      return false;
  }
  return false;
}

}  // namespace certhall::domain
