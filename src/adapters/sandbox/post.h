#pragma once
// The part of the demo's outside world that sends papers: an e-invoice platform and a mailbox that
// takes mail to everybody. Some inputs make them fail: a buyer's title that ends in 「开票失败」 is
// refused, one in 「开票繁忙」 finds the platform busy, one in 「红冲失败」 gets no red letter; an
// address at bounce.example is no mailbox, one at busy.example does not answer.

#include "app/ports/invoice_issuer.h"
#include "app/ports/mailer.h"
#include "app/ports/store.h"
#include "base/clock.h"
#include "base/random.h"

namespace certhall::adapters {

class SandboxIssuer final : public app::InvoiceIssuer {
 public:
  SandboxIssuer(app::Store& store, const Clock& clock, Random& random)
      : store_(store), clock_(clock), random_(random) {}
  Status issue(const app::InvoiceOrder& order) override;
  Status red_letter(const app::RedLetterOrder& order) override;
  Result<app::IssuerAnswer> query(std::string_view order_number, app::InvoicePaper paper) override;
  Result<std::string> download(std::string_view order_number, app::InvoicePaper paper) override;

 private:
  app::Store& store_;
  const Clock& clock_;
  Random& random_;
};

class SandboxMailer final : public app::Mailer {
 public:
  SandboxMailer(app::Store& store, const Clock& clock) : store_(store), clock_(clock) {}
  Status send(std::string_view idempotency_key, const app::Mail& mail) override;

 private:
  app::Store& store_;
  const Clock& clock_;
};

}  // namespace certhall::adapters
