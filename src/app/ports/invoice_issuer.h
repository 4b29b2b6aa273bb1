#pragma once
// The e-invoice platform (诺诺 and its like). Called by the job runner only, never inside a request
// or a transaction. Everything may be repeated: an order number makes one invoice, however often it
// is sent, and one red letter.

#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/result.h"
#include "base/time.h"
#include "domain/invoice.h"

namespace certhall::app {

struct InvoiceOrder {
  std::string order_number;  // 20 characters at most
  std::string seller_name, seller_tax_number;
  std::string buyer_title, buyer_tax_number;  // the number may be empty
  std::vector<domain::InvoiceLine> lines;     // prices hold the tax
  std::string remark;                         // the application's number
};
BOOST_DESCRIBE_STRUCT(InvoiceOrder, (),
                      (order_number, seller_name, seller_tax_number, buyer_title, buyer_tax_number,
                       lines, remark))

struct RedLetterOrder {
  std::string order_number;  // of the invoice that is taken back
  std::string invoice_number;
  std::string reason;
};

enum class InvoicePaper { invoice, red_letter };

struct IssuerAnswer {
  enum class State {
    unknown,  // this order has never come
    working,
    done,
    refused,
  };
  State state = State::unknown;
  std::string number;  // done: twenty digits
  Timestamp issued_at{};
  std::string failure;  // refused: Chinese, for finance and the applicant
};

class InvoiceIssuer {
 public:
  virtual ~InvoiceIssuer() = default;
  /// `invalid`: refused for good, for the reason in the message. Others: try again later.
  [[nodiscard]] virtual Status issue(const InvoiceOrder& order) = 0;
  [[nodiscard]] virtual Status red_letter(const RedLetterOrder& order) = 0;
  [[nodiscard]] virtual Result<IssuerAnswer> query(std::string_view order_number,
                                                   InvoicePaper paper) = 0;
  /// The PDF of what is done.
  [[nodiscard]] virtual Result<std::string> download(std::string_view order_number,
                                                     InvoicePaper paper) = 0;
};

}  // namespace certhall::app
