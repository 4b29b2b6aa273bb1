#pragma once
// The part of the demo's outside world that sends papers: e-invoice platform and mailbox.

#include <optional>
#include <vector>

#include "app/ports/sandbox_store.h"
#include "store/db.h"

namespace certhall::store {

class SandboxPost {
 public:
  explicit SandboxPost(Db& db) : db_(db) {}

  void put_invoice(const app::SandboxInvoiceRow& row);
  std::optional<app::SandboxInvoiceRow> find_invoice(std::string_view order_number);
  void add_mail(const app::SandboxMailRow& mail, std::string_view attachment);
  std::vector<app::SandboxMailRow> mails(std::int64_t limit);
  std::optional<app::SandboxStore::Attachment> find_attachment(std::int64_t mail);

 private:
  Db& db_;
};

}  // namespace certhall::store
