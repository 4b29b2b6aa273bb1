#pragma once
// A key centre in another process, over HTTP (kmc/ports/wire.h).

#include <functional>
#include <string>

#include "app/ports/key_centre.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"

namespace certhall::adapters {

/// Posts a body with these headers and gives what is answered. http_post(), or a test's.
using KeyCentrePost = std::function<Result<std::string>(
    const std::string& path, const std::vector<std::pair<std::string, std::string>>& headers,
    const std::string& body)>;

class RemoteKeyCentre final : public app::KeyCentre {
 public:
  /// `key`: shared with the centre, 32 bytes.
  RemoteKeyCentre(KeyCentrePost post, SecretText key, const Clock& clock, Random& random);

  [[nodiscard]] Result<app::HandedKey> issue(const app::KeyRequest& request) override;
  [[nodiscard]] Result<std::vector<app::KeyRecord>> history(std::string_view subscriber) override;
  [[nodiscard]] Result<KeyRecoveryId> ask_recovery(const app::KeyRecoveryRequest& request) override;
  [[nodiscard]] Result<app::HandedKey> recover(const KeyRecoveryId& id,
                                               pki::EnvelopeForm form) override;
  /// `forbidden`: a private key does not travel.
  [[nodiscard]] Status adopt(const app::EarlierKeyHandover& key) override;
  [[nodiscard]] Status fill_pool() override { return {}; }

 private:
  [[nodiscard]] Result<std::string> call(std::string_view path, const std::string& body);

  const KeyCentrePost post_;
  const SecretText key_;
  const Clock& clock_;
  Random& random_;
};

/// `base`: "http://127.0.0.1:8090".
[[nodiscard]] KeyCentrePost post_to(std::string base);

}  // namespace certhall::adapters
