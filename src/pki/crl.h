#pragma once
// Certificate revocation lists (RFC 5280 clause 5).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "pki/certificate.h"

namespace certhall::pki {

/// Values of RFC 5280 5.3.1; the number 7 is not used.
enum class RevocationReason : std::uint8_t {
  unspecified = 0,
  key_compromise = 1,
  ca_compromise = 2,
  affiliation_changed = 3,
  superseded = 4,
  cessation_of_operation = 5,
  certificate_hold = 6,
  remove_from_crl = 8,
  privilege_withdrawn = 9,
  aa_compromise = 10,
};
[[nodiscard]] std::optional<RevocationReason> revocation_reason(std::uint64_t code);

struct CrlEntry {
  std::string serial;  // fixed text form, see serial.h
  Timestamp revoked_at;
  RevocationReason reason = RevocationReason::unspecified;  // unspecified is left out of the list
  friend bool operator==(const CrlEntry&, const CrlEntry&) = default;
};

struct CrlHead {
  Issuer issuer;
  std::uint64_t number = 1;  // must grow from list to list
  Timestamp this_update, next_update;
  std::string shard_uri{};  // issuing distribution point; empty: the list is of all certificates
  /// A delta list: what changed since the complete list of this number (RFC 5280 5.2.4).
  std::optional<std::uint64_t> base_number{};
  std::string freshest_uri{};  // where this complete list's delta is (5.2.6); empty: there is none
  /// Entries of certificates that expired since then are kept (X.509 expiredCertsOnCRL).
  std::optional<Timestamp> keeps_expired_since{};
};

/// The bytes to record before they are signed, DER, and who may sign them.
struct UnsignedCrl {
  std::string tbs, algorithm_der, issuer_spki;
};
/// The signed list, DER. Throws std::logic_error when the signer is not the issuer of the list.
[[nodiscard]] std::string sign(const UnsignedCrl& crl, const Signer& signer);

/// The parts of a list whose entries are too many to stand in memory: the bytes to be signed are
/// `before`, the entries one after another, `after`.
struct CrlFrame {
  std::string before, after;
  std::string algorithm_der, issuer_spki;
};
/// `entry_bytes`: how many octets of entries there are.
[[nodiscard]] CrlFrame frame_crl(const CrlHead& head, std::uint64_t entry_bytes);
/// DER, some 37 octets. Throws std::invalid_argument for a serial that has not the fixed form.
[[nodiscard]] std::string encode_crl_entry(const CrlEntry& entry);
/// What stands before and after the bytes to be signed in the signed list.
struct SignedFrame {
  std::string before, after;
};
/// Throws std::logic_error when the signer is not the issuer of the list.
[[nodiscard]] SignedFrame sign(const CrlFrame& frame, std::string_view tbs, const Signer& signer);

/// The same with all entries in memory.
class CrlBuilder {
 public:
  explicit CrlBuilder(CrlHead head) : head_(std::move(head)) {}
  /// Throws std::invalid_argument for a serial that has not the fixed form.
  void add(const CrlEntry& entry);
  [[nodiscard]] UnsignedCrl build() &&;

 private:
  CrlHead head_;
  std::string entries_;
};

struct CrlInfo {
  std::string der, tbs;
  Algorithm algorithm = Algorithm::sm2_sm3;
  std::string signature;
  Name issuer;
  std::string issuer_der;
  std::string authority_key_id;
  std::uint64_t number = 0;
  Timestamp this_update, next_update;
  std::string shard_uri;
  std::optional<std::uint64_t> base_number;  // of a delta
  std::string freshest_uri;
  std::optional<Timestamp> keeps_expired_since;
  std::vector<CrlEntry> entries;

  [[nodiscard]] const CrlEntry* find(std::string_view serial) const;
};

[[nodiscard]] Result<CrlInfo> parse_crl(std::string_view der);
/// Signature, issuer name, the issuer's right to sign lists, and that `at` lies between this and
/// next update.
[[nodiscard]] Status verify_crl(const CrlInfo& crl, const CertificateInfo& issuer, Timestamp at);

}  // namespace certhall::pki
