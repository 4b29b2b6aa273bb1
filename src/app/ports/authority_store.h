#pragma once
// Rows of the certificate authority.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/certificate.h"
#include "domain/token.h"

namespace certhall::app {

/// A key that no certificate is issued for again.
struct BlockedKey {
  std::string public_key_digest;  // SHA-256 of the SubjectPublicKeyInfo, hex
  std::string reason;
  std::string source;  // "certificate/<serial>", "import"
  Timestamp created_at;
};

class CertificateStore {
 public:
  virtual ~CertificateStore() = default;
  /// Conflict when the serial, or this usage of this application while another certificate of it is
  /// reserved or issued, or the public key is taken.
  virtual void reserve(const domain::Certificate& certificate) = 0;
  [[nodiscard]] virtual bool update(domain::Certificate& certificate) = 0;
  [[nodiscard]] virtual std::optional<domain::Certificate> find(const CertificateId& id) = 0;
  [[nodiscard]] virtual std::optional<domain::Certificate> find_by_serial(
      std::string_view issuer, std::string_view serial) = 0;
  [[nodiscard]] virtual std::optional<domain::Certificate> find_by_serial(
      std::string_view serial) = 0;
  /// Newest first, the voided too.
  [[nodiscard]] virtual std::vector<domain::Certificate> of_application(
      const ApplicationId& id) = 0;
  /// Recorded and perhaps not signed: finished or voided at start.
  [[nodiscard]] virtual std::vector<domain::Certificate> reserved(std::int64_t limit) = 0;
  /// All there are, by id, from behind `after` on: "" for the first page.
  [[nodiscard]] virtual std::vector<domain::Certificate> page(std::string_view after,
                                                              std::int64_t limit) = 0;
  struct Revoked {
    std::string serial;
    Timestamp revoked_at;
    domain::RevocationReason reason = domain::RevocationReason::unspecified;
    std::int64_t shard = 0;
  };
  /// The issuer's that are revoked or suspended and expire after `kept_since`, by serial, from
  /// behind `after` on: "" for the first page.
  [[nodiscard]] virtual std::vector<Revoked> revoked(std::string_view issuer, Timestamp kept_since,
                                                     std::string_view after,
                                                     std::int64_t limit) = 0;
  /// All that were ever recorded for this key, the voided too.
  [[nodiscard]] virtual std::vector<domain::Certificate> of_key(
      std::string_view public_key_digest) = 0;

  /// update() notes every change of a status by itself, in the same transaction. These are the
  /// changes behind `after`, in the order of the commits.
  [[nodiscard]] virtual std::vector<domain::CertificateStatusEvent> events(std::int64_t after,
                                                                           std::int64_t limit) = 0;
  /// Those of this issuer that revoked, suspended or released a certificate.
  [[nodiscard]] virtual std::vector<domain::CertificateStatusEvent> revocations_since(
      std::string_view issuer, std::int64_t after, std::int64_t limit) = 0;
  [[nodiscard]] virtual std::int64_t last_event() = 0;  // 0 before the first
  /// The last one that revoked, suspended or released a certificate of this issuer; 0 before.
  [[nodiscard]] virtual std::int64_t last_revocation(std::string_view issuer) = 0;

  /// For ever; nothing happens when it is blocked already.
  virtual void block_key(const BlockedKey& key) = 0;
  [[nodiscard]] virtual bool is_blocked(std::string_view public_key_digest) = 0;
};

enum class AuthorityStatus {
  active,   // its key is here and signs
  retired,  // a newer generation took its place: signs lists and answers for what it issued
  offline,  // its key is not in this hall: a root that was carried away
};
BOOST_DESCRIBE_ENUM(AuthorityStatus, active, retired, offline)

/// A CA or a signer of this hall. Its private key is in the key store, under `name`.
struct Authority {
  std::string name;    // "root-sm2", "sm2", "ocsp-sm2"; later generations "sm2-2", "ocsp-sm2-2"
  std::string kind;    // "root", "issuing", "ocsp", "tsa", "seal_maker", "link" (RFC 4210 4.4)
  std::string issuer;  // name of the authority above; its own for a root
  std::string certificate;  // DER
  Timestamp not_after;
  std::string algorithm = "sm2";  // of its key: "sm2", "p256", "rsa"
  std::int64_t generation = 1;
  AuthorityStatus status = AuthorityStatus::active;
  bool sm2_null = false;        // what it signs has NULL as parameters of SM2-with-SM3
  std::int64_t crl_shards = 0;  // of its revocation lists; 0: as the configuration says
  std::int64_t crl_hours = 0;   // how long they are valid; 0: as the configuration says
};

/// What an authority's key is about to sign besides certificates of subscribers: those are recorded
/// as rows of their own.
struct SignatureRecord {
  std::string digest;   // SHA-256 of the bytes to be signed, hex
  std::string kind;     // "crl", "authority_certificate"
  std::string subject;  // "crl/sm2/5", "authority/sm2"
  Timestamp created_at;
};

/// The lists that an issuer makes at one moment: one number, one content in several cuts.
struct CrlIssue {
  std::string issuer;
  std::int64_t number = 0;
  std::int64_t seq = 0;  // the last status event that they tell of
  Timestamp this_update;
  Timestamp next_update;
  bool is_signed = false;  // false from the record until all of them are signed and stored
};

/// One list of an issue.
struct StoredCrl {
  std::string issuer;
  std::int64_t number = 0;
  std::int64_t shard = 0;  // 0: of all certificates
  std::int64_t base = 0;   // of a delta: the number that it starts from; 0: complete
  ObjectId object{};       // empty: not signed yet, or no longer kept
  std::int64_t size_bytes = 0;
  std::int64_t entries = 0;
};

class AuthorityStore {
 public:
  virtual ~AuthorityStore() = default;
  /// Conflict when the name is taken.
  virtual void insert(const Authority& authority) = 0;
  /// A renewed certificate under the same name.
  virtual void replace(const Authority& authority) = 0;
  [[nodiscard]] virtual std::vector<Authority> list() = 0;
  [[nodiscard]] virtual std::optional<Authority> find(std::string_view name) = 0;
  /// Conflict when this issuer's number is taken.
  virtual void insert_crl_issue(const CrlIssue& issue) = 0;
  virtual void insert_crl(const StoredCrl& crl) = 0;
  /// The file of a list that was inserted without; or that there is none any more.
  virtual void update_crl(const StoredCrl& crl) = 0;
  /// All of its lists are signed and stored.
  virtual void finish_crl_issue(const CrlIssue& issue) = 0;
  /// The oldest signed one that is fresh at `now`: nobody may hold an older one any more.
  [[nodiscard]] virtual std::optional<CrlIssue> oldest_fresh_crl(std::string_view issuer,
                                                                 Timestamp now) = 0;
  /// Newest first, signed or not; nothing before the first.
  [[nodiscard]] virtual std::optional<CrlIssue> last_crl_issue(std::string_view issuer) = 0;
  /// Those that are signed, of the newest issue.
  [[nodiscard]] virtual std::optional<CrlIssue> newest_crl(std::string_view issuer) = 0;
  [[nodiscard]] virtual std::optional<StoredCrl> find_crl(std::string_view issuer,
                                                          std::int64_t number, std::int64_t shard,
                                                          bool delta) = 0;
  /// The highest shard of an issue; 0 where it has none.
  [[nodiscard]] virtual std::int64_t highest_shard(std::string_view issuer,
                                                   std::int64_t number) = 0;
  /// Of issues that are no longer fresh at `now`: their files can go.
  [[nodiscard]] virtual std::vector<StoredCrl> stale_crls(Timestamp now, std::int64_t limit) = 0;

  virtual void record(const SignatureRecord& record) = 0;
  [[nodiscard]] virtual bool is_recorded(std::string_view digest) = 0;
};

/// Which key of the key centre a subscriber's encryption certificate is for. The key itself is in
/// the centre alone (key_centre.h).
struct EncryptionKey {
  KeyId id;  // as the centre names it
  ApplicationId application_id;
  std::string public_key_digest;  // as in the certificate
  Timestamp created_at;
};

/// One that a hall of before the key centre kept itself.
struct EarlierKey {
  EncryptionKey key;
  SecretText private_key;  // PKCS#8
};

class EncryptionKeyStore {
 public:
  virtual ~EncryptionKeyStore() = default;
  virtual void insert(const EncryptionKey& key) = 0;
  [[nodiscard]] virtual std::optional<EncryptionKey> find_by_public_key(
      std::string_view public_key_digest) = 0;
  /// Private keys that the key centre has not taken over yet.
  [[nodiscard]] virtual std::vector<EarlierKey> earlier(std::int64_t limit) = 0;
  /// The centre has it durably: the private key here is overwritten.
  virtual void forget_private_key(const KeyId& id) = 0;
};

class TokenStore {
 public:
  virtual ~TokenStore() = default;
  /// Conflict when the serial is known already.
  virtual void insert(const domain::Token& token) = 0;
  [[nodiscard]] virtual std::optional<domain::Token> find_by_serial(std::string_view serial) = 0;
  /// The newest that is neither spare nor retired.
  [[nodiscard]] virtual std::optional<domain::Token> of_application(const ApplicationId& id) = 0;
  [[nodiscard]] virtual bool update(domain::Token& token) = 0;

  /// The device's administrator PIN; sealed, set once.
  virtual void put_so_pin(const TokenId& id, const SecretText& so_pin) = 0;
  [[nodiscard]] virtual std::optional<SecretText> find_so_pin(const TokenId& id) = 0;
  virtual void insert_unlock(const domain::UnlockSession& session) = 0;
  [[nodiscard]] virtual std::optional<domain::UnlockSession> find_unlock(
      const domain::UnlockId& id) = 0;
  /// False when it was released before.
  [[nodiscard]] virtual bool release_unlock(const domain::UnlockSession& session) = 0;
};

/// Which station works on which approved application, and the PIN on its way to the holder.
struct ProductionClaim {
  ApplicationId application_id;
  StaffId staff_id;
  Timestamp claimed_at;
  Timestamp lease_until;
};

class ProductionStore {
 public:
  virtual ~ProductionStore() = default;
  [[nodiscard]] virtual std::optional<ProductionClaim> claim_of(const ApplicationId& id) = 0;
  /// Takes it, or prolongs one's own; false while another's lease runs.
  [[nodiscard]] virtual bool claim(const ProductionClaim& claim, Timestamp now) = 0;
  virtual void release(const ApplicationId& id) = 0;

  /// Sealed; replaces the one before.
  virtual void put_pin(const ApplicationId& id, const SecretText& pin) = 0;
  [[nodiscard]] virtual std::optional<SecretText> find_pin(const ApplicationId& id) = 0;
  /// Overwrites and deletes.
  virtual void erase_pin(const ApplicationId& id) = 0;
};

}  // namespace certhall::app
