#pragma once
// The demo's bank. An account number that ends in 0000 does not exist; one that ends in 0001 keeps
// the transfer under way until the tester sends it back.

#include "app/ports/corporate_bank.h"
#include "app/ports/store.h"
#include "base/clock.h"

namespace certhall::adapters {

class SandboxBank final : public app::CorporateBank {
 public:
  SandboxBank(app::Store& store, const Clock& clock) : store_(store), clock_(clock) {}
  Result<app::TransferAnswer> transfer(const app::TransferRequest& request) override;
  Result<app::TransferAnswer> query(std::string_view key) override;

 private:
  app::Store& store_;
  const Clock& clock_;
};

}  // namespace certhall::adapters
