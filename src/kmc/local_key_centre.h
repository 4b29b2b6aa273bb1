#pragma once
// The key centre within the hall's own process, and the one that `certhall kmc serve` serves.

#include "app/ports/key_centre.h"
#include "kmc/centre.h"

namespace certhall::kmc {

class LocalKeyCentre final : public app::KeyCentre {
 public:
  explicit LocalKeyCentre(Centre centre);

  [[nodiscard]] Result<app::HandedKey> issue(const app::KeyRequest& request) override;
  [[nodiscard]] Result<std::vector<app::KeyRecord>> history(std::string_view subscriber) override;
  [[nodiscard]] Result<KeyRecoveryId> ask_recovery(const app::KeyRecoveryRequest& request) override;
  [[nodiscard]] Result<app::HandedKey> recover(const KeyRecoveryId& id,
                                               pki::EnvelopeForm form) override;
  [[nodiscard]] Status adopt(const app::EarlierKeyHandover& key) override;
  [[nodiscard]] Status fill_pool() override;

 private:
  const Centre centre_;
};

}  // namespace certhall::kmc
