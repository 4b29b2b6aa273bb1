#pragma once
// The key management centre (GM/T 0034-2014, clause 6): makes subscribers' encryption keys ahead,
// gives each out once, and keeps it for recovery. It has a database and an audit chain of its own
// and may run in this process or in its own. No private key ever leaves it but in an envelope.

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "pki/envelope.h"

namespace certhall::app {

struct KeyRequest {
  std::string request;     // names this wish for ever, 1 to 128 characters
  std::string subscriber;  // in whose history the key stands: an application's id
  pki::Algorithm algorithm = pki::Algorithm::sm2_sm3;
  std::string recipient;  // SubjectPublicKeyInfo, DER, of the signing key whose owner it is for
  pki::EnvelopeForm form = pki::EnvelopeForm::natural;
};

struct HandedKey {
  KeyId id;
  std::string spki;      // of the encryption key, DER
  std::string envelope;  // for the recipient alone
};

struct KeyRecord {
  KeyId id;
  std::string spki;
  Timestamp issued_at;
};

/// A subscriber's wish to have an earlier key on a new token.
struct KeyRecoveryRequest {
  std::string request;  // as above: repeated, it is the same recovery
  std::string subscriber;
  KeyId key;
  std::string recipient;  // signing key of the new token
  std::string reason;
  std::string requested_by;  // login of a member of staff
};

/// A key that a hall of before the centre kept itself.
struct EarlierKeyHandover {
  KeyRequest request;  // the one that replays of its issue will name
  KeyId id;
  SecretText private_key;  // PKCS#8
  Timestamp created_at;
};

class KeyCentre {
 public:
  virtual ~KeyCentre() = default;
  /// The same request gets the same key however often it asks, in a fresh envelope; no two
  /// requests get one key. `invalid`: the recipient's key cannot carry this algorithm, or the
  /// request was made before with other contents. `unavailable`: ask again.
  [[nodiscard]] virtual Result<HandedKey> issue(const KeyRequest& request) = 0;
  /// Oldest first.
  [[nodiscard]] virtual Result<std::vector<KeyRecord>> history(std::string_view subscriber) = 0;
  /// Records the wish; an officer of the centre decides. `not_found` where the subscriber has no
  /// such key.
  [[nodiscard]] virtual Result<KeyRecoveryId> ask_recovery(const KeyRecoveryRequest& request) = 0;
  /// `wrong_state` until it is approved, `gone` when its time is over.
  [[nodiscard]] virtual Result<HandedKey> recover(const KeyRecoveryId& id,
                                                  pki::EnvelopeForm form) = 0;
  /// Takes over a key from before; the same one twice is no error. Only a centre in this process
  /// does: `forbidden` otherwise.
  [[nodiscard]] virtual Status adopt(const EarlierKeyHandover& key) = 0;
  /// Makes keys ahead where fewer than the low-water mark are left. A centre in its own process
  /// does so by itself.
  [[nodiscard]] virtual Status fill_pool() = 0;
};

}  // namespace certhall::app
