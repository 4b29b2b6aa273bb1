#pragma once
// 单位金融认证: the organization's own account, and the small transfer whose remark carries the
// PIN.

#include <string>

#include "app/case_file.h"
#include "app/hall.h"
#include "app/ports/corporate_bank.h"

namespace certhall::app {

struct OrganizationAccount {
  std::string account_number, bank_name, branch;  // as typed
};

/// Within a transaction: notes it, or the better one. `invalid` names each wrong field, with
/// "account." before it. The account's name is the organization's, always.
[[nodiscard]] Status give_account(Transaction& tx, const Hall& hall,
                                  const domain::Application& application,
                                  const OrganizationAccount& account);
/// After a transfer that failed or came back (or before there was one): it is made again.
[[nodiscard]] Result<CaseFile> correct_account(const Hall& hall, const AccountId& account,
                                               const ApplicationId& id, std::int64_t revision,
                                               const OrganizationAccount& better);
/// Finance has it made again; the PIN is nobody's to see.
[[nodiscard]] Status resend_pin(const Hall& hall, const domain::Actor& finance,
                                const AccountCheckId& id, std::int64_t revision);

/// The job: makes the transfer, or asks what became of it.
[[nodiscard]] Status attend_check(const Hall& hall, CorporateBank& bank, const AccountCheckId& id);
[[nodiscard]] Status attend_due_checks(const Hall& hall, CorporateBank& bank);

}  // namespace certhall::app
