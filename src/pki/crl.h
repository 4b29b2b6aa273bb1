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
  std::string shard_uri{};  // issuing distribution point; empty: the list is complete
};

/// The bytes to record before they are signed, DER, and who may sign them.
struct UnsignedCrl {
  std::string tbs, algorithm_der, issuer_spki;
};
/// The signed list, DER. Throws std::logic_error when the signer is not the issuer of the list.
[[nodiscard]] std::string sign(const UnsignedCrl& crl, const Signer& signer);

/// Takes entries one by one (some 45 bytes each), so that no row stands in memory.
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
  std::vector<CrlEntry> entries;

  [[nodiscard]] const CrlEntry* find(std::string_view serial) const;
};

[[nodiscard]] Result<CrlInfo> parse_crl(std::string_view der);
/// Signature, issuer name, the issuer's right to sign lists, and that `at` lies between this and
/// next update.
[[nodiscard]] Status verify_crl(const CrlInfo& crl, const CertificateInfo& issuer, Timestamp at);

}  // namespace certhall::pki
