#pragma once
// What the key centre needs of its own database. One Transaction is one unit of work, as in
// app/ports/store.h; app::write and app::read work with this store as well.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "app/ports/journal_store.h"
#include "app/ports/store.h"
#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"

namespace certhall::kmc {

/// `withdrawn`: from the pool, never to go out. After a restore nobody knows which of the pool's
/// keys went out in the meantime.
enum class KeyState { pool, issued, withdrawn };
BOOST_DESCRIBE_ENUM(KeyState, pool, issued, withdrawn)

struct StoredKey {
  KeyId id;
  std::string algorithm;   // pki::to_text
  std::string public_key;  // SubjectPublicKeyInfo, DER
  std::string public_key_digest;
  SecretText private_key;  // PKCS#8; sealed at rest
  KeyState state = KeyState::pool;
  Timestamp created_at;
};

/// That a key went to a request: each of both at most once.
struct KeyIssue {
  std::string request;
  KeyId key_id;
  std::string subscriber;
  std::string recipient;  // SubjectPublicKeyInfo, DER
  Timestamp issued_at;
};

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  /// Conflict where the id or the public key is known.
  virtual void insert(const StoredKey& key) = 0;
  [[nodiscard]] virtual std::optional<StoredKey> find(const KeyId& id) = 0;
  /// The one that waits longest in the pool.
  [[nodiscard]] virtual std::optional<StoredKey> oldest_in_pool(std::string_view algorithm) = 0;
  [[nodiscard]] virtual std::int64_t count_pool(std::string_view algorithm) = 0;
  /// All that are in the pool. Returns how many.
  virtual std::int64_t withdraw_pool() = 0;
  /// Takes the key out of the pool. Conflict where the key or the request has one already.
  virtual void issue(const KeyIssue& issue) = 0;
  [[nodiscard]] virtual std::optional<KeyIssue> issue_of_request(std::string_view request) = 0;
  [[nodiscard]] virtual std::optional<KeyIssue> issue_of_key(const KeyId& id) = 0;
  /// Oldest first.
  [[nodiscard]] virtual std::vector<KeyIssue> history(std::string_view subscriber) = 0;
  /// All there are, by id, from behind `after` on.
  [[nodiscard]] virtual std::vector<StoredKey> page(std::string_view after, std::int64_t limit) = 0;
};

/// Who decides on recoveries. His signing key, held by himself, is his credential.
struct KeyOfficer {
  KeyOfficerId id;
  std::string login;
  std::string name;        // sealed at rest
  std::string public_key;  // SubjectPublicKeyInfo, base64
  Timestamp created_at;
  friend bool operator==(const KeyOfficer&, const KeyOfficer&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyOfficer, (), (id, login, name, public_key, created_at))

class KeyOfficerStore {
 public:
  virtual ~KeyOfficerStore() = default;
  /// By login.
  [[nodiscard]] virtual std::vector<KeyOfficer> list() = 0;
  /// How many of them a judicial order needs; 0 before there are any.
  [[nodiscard]] virtual std::int64_t quorum() = 0;
  /// Puts these in the place of all there were.
  virtual void replace(const std::vector<KeyOfficer>& officers, std::int64_t quorum) = 0;
};

enum class RecoveryKind { user, judicial, officers };
BOOST_DESCRIBE_ENUM(RecoveryKind, user, judicial, officers)

/// What officers are asked to approve: keys that are to come out, or other officers.
struct Recovery {
  KeyRecoveryId id;
  std::string request;  // unique
  RecoveryKind kind = RecoveryKind::user;
  std::string subscriber;         // of the keys
  std::vector<KeyId> keys;        // that come out; of `officers` none
  std::string recipient;          // SubjectPublicKeyInfo, DER, of whom they are for
  std::string order_number;       // of the court; sealed at rest
  std::string reason;             // sealed at rest
  std::vector<KeyOfficer> after;  // of `officers`: who they are to be; sealed at rest
  std::int64_t quorum_after = 0;
  std::string requested_by;
  Timestamp requested_at;
  std::int64_t needed = 1;  // approvals of different officers
  Timestamp done_at{};      // 0: nothing has come out yet
  std::int64_t revision = 0;
};

struct RecoveryApproval {
  KeyRecoveryId recovery_id;
  std::string login;       // of the officer
  std::string public_key;  // with which he signed; SubjectPublicKeyInfo, base64
  std::string signature;   // over the recovery's statement
  Timestamp approved_at;
};

class RecoveryStore {
 public:
  virtual ~RecoveryStore() = default;
  virtual void insert(const Recovery& recovery) = 0;
  [[nodiscard]] virtual bool update(Recovery& recovery) = 0;
  [[nodiscard]] virtual std::optional<Recovery> find(const KeyRecoveryId& id) = 0;
  [[nodiscard]] virtual std::optional<Recovery> find_by_request(std::string_view request) = 0;
  /// Newest first.
  [[nodiscard]] virtual std::vector<Recovery> list(std::int64_t limit) = 0;
  /// Conflict where this officer has approved already.
  virtual void approve(const RecoveryApproval& approval) = 0;
  [[nodiscard]] virtual std::vector<RecoveryApproval> approvals(const KeyRecoveryId& id) = 0;
};

class Transaction {
 public:
  virtual ~Transaction() = default;  // rolls back what was not committed
  virtual void commit() = 0;         // durable when it returns
  virtual KeyStore& keys() = 0;
  virtual KeyOfficerStore& officers() = 0;
  virtual RecoveryStore& recoveries() = 0;
  virtual app::AuditStore& audit() = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  [[nodiscard]] virtual std::unique_ptr<Transaction> begin(app::Mode mode) = 0;
};

}  // namespace certhall::kmc
