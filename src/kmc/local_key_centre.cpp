#include "kmc/local_key_centre.h"

#include "kmc/issue.h"
#include "kmc/recovery.h"

namespace certhall::kmc {

LocalKeyCentre::LocalKeyCentre(Centre centre) : centre_(std::move(centre)) {}

Result<app::HandedKey> LocalKeyCentre::issue(const app::KeyRequest& request) {
  return issue_key(centre_, request);
}

Result<std::vector<app::KeyRecord>> LocalKeyCentre::history(std::string_view subscriber) {
  return kmc::history(centre_, subscriber);
}

Result<KeyRecoveryId> LocalKeyCentre::ask_recovery(const app::KeyRecoveryRequest& request) {
  return kmc::ask_recovery(centre_, request);
}

Result<app::HandedKey> LocalKeyCentre::recover(const KeyRecoveryId& id, pki::EnvelopeForm form) {
  const auto known =
      app::read(centre_.store, [&](Transaction& tx) { return tx.recoveries().find(id); });
  // What a court ordered is not for the hall.
  if (known && known->kind != RecoveryKind::user)
    return fail(ErrorCode::forbidden, "该申请不是用户的密钥恢复，只能在密钥管理中心办理");
  ASSIGN_OR_RETURN(keys, collect(centre_, id, form));
  return std::move(keys.front());
}

Status LocalKeyCentre::adopt(const app::EarlierKeyHandover& key) { return adopt_key(centre_, key); }

Status LocalKeyCentre::fill_pool() {
  (void)kmc::fill_pool(centre_);
  return {};
}

}  // namespace certhall::kmc
