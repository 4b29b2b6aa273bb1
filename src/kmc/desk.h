#pragma once
// The counter at which a key centre in its own process answers the hall's calls (ports/wire.h).

#include <map>
#include <mutex>
#include <string>

#include "app/ports/key_centre.h"
#include "base/clock.h"
#include "base/secret.h"
#include "kmc/ports/wire.h"

namespace certhall::kmc {

struct Call {
  std::string path, time, nonce, mac, body;
};

class Desk {
 public:
  /// `key`: shared with the hall, 32 bytes. Centre and clock must outlive the desk.
  Desk(app::KeyCentre& centre, SecretText key, const Clock& clock);

  /// The body of the answer. A call that is not the hall's, too old, or comes a second time gets a
  /// failure and nothing is done. From any thread.
  [[nodiscard]] std::string answer(const Call& call);

 private:
  [[nodiscard]] Status admit(const Call& call);
  [[nodiscard]] Result<std::string> perform(const Call& call);

  app::KeyCentre& centre_;
  const SecretText key_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Timestamp> nonces_;  // seen, until when they are remembered
};

}  // namespace certhall::kmc
