#include "store/repositories.h"

namespace certhall::store {

Statements all_statements() {
  Statements all;
  for (const auto list :
       {account_statements,       login_code_statements,    session_statements,
        staff_statements,         consent_statements,       catalogue_statements,
        application_statements,   material_statements,      identity_statements,
        payment_statements,       review_statements,        delivery_statements,
        certificate_statements,   authority_statements,     directory_statements,
        time_stamp_statements,    key_statements,           token_statements,
        production_statements,    timeline_statements,      outbox_statements,
        audit_statements,         limit_statements,         idempotency_statements,
        object_statements,        announcement_statements,  handover_statements,
        sandbox_statements,       node_statements,          worklist_statements,
        search_statements,        tally_statements,         message_statements,
        filing_statements,        change_statements,        invoice_statements,
        sandbox_post_statements,  payment_order_statements, unmatched_payment_statements,
        account_check_statements, notice_statements,        revocation_statements,
        status_statements,        profile_statements}) {
    const Statements some = list();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace certhall::store
