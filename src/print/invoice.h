#pragma once
// What the demo's e-invoice platform sends: a page that looks like a 电子发票（普通发票） and says
// clearly that it is none.

#include <string>

#include "base/time.h"
#include "domain/invoice.h"

namespace certhall::print {

struct InvoiceParty {
  std::string name;
  std::string tax_number;  // may be empty
};

struct InvoicePage {
  std::string number;  // twenty digits
  Timestamp issued_at;
  InvoiceParty buyer, seller;
  std::vector<domain::InvoiceLine> lines;
  std::string remark;
  std::string reverses;  // a red letter: the number of the invoice that it takes back
};

/// The PDF's bytes: equal pages give equal bytes.
[[nodiscard]] std::string render_invoice(const InvoicePage& page);

}  // namespace certhall::print
