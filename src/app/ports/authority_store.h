#pragma once
// Rows of the certificate authority.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/certificate.h"
#include "domain/token.h"

namespace certhall::app {

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
  };
  /// All of the issuer's that are revoked and not expired at `now`, by serial.
  [[nodiscard]] virtual std::vector<Revoked> revoked(std::string_view issuer, Timestamp now) = 0;
};

/// A CA or an OCSP signer of this hall. Its private key is in the key store, under `name`.
struct Authority {
  std::string name;         // "root-sm2", "sm2-1", "ocsp-sm2-1"
  std::string kind;         // "root", "issuing", "ocsp"
  std::string issuer;       // name of the authority above; its own for a root
  std::string certificate;  // DER
  Timestamp not_after;
};

/// What an authority's key is about to sign besides certificates of subscribers: those are recorded
/// as rows of their own.
struct SignatureRecord {
  std::string digest;   // SHA-256 of the bytes to be signed, hex
  std::string kind;     // "crl", "authority_certificate"
  std::string subject;  // "crl/sm2/5", "authority/sm2"
  Timestamp created_at;
};

/// `der` is empty from the record until it is signed.
struct StoredCrl {
  std::string issuer;
  std::int64_t number = 0;
  Timestamp this_update;
  Timestamp next_update;
  std::string der;
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
  virtual void insert_crl(const StoredCrl& crl) = 0;
  /// The signed bytes of a list that was inserted without.
  virtual void finish_crl(const StoredCrl& crl) = 0;
  /// Of those that are signed.
  [[nodiscard]] virtual std::optional<StoredCrl> newest_crl(std::string_view issuer) = 0;
  /// The highest number that was ever given, also to a list that was never signed; 0 before.
  [[nodiscard]] virtual std::int64_t last_crl_number(std::string_view issuer) = 0;

  virtual void record(const SignatureRecord& record) = 0;
  [[nodiscard]] virtual bool is_recorded(std::string_view digest) = 0;
};

/// An encryption key made for a subscriber, kept for recovery; sealed at rest.
struct EncryptionKey {
  KeyId id;
  ApplicationId application_id;
  std::string public_key_digest;  // as in the certificate
  SecretText private_key;         // PKCS#8
  Timestamp created_at;
};

class EncryptionKeyStore {
 public:
  virtual ~EncryptionKeyStore() = default;
  virtual void insert(const EncryptionKey& key) = 0;
  [[nodiscard]] virtual std::optional<EncryptionKey> find_by_public_key(
      std::string_view public_key_digest) = 0;
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
