#pragma once
// Rows of the public directory and of the time-stamp service.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace certhall::app {

/// By what a certificate is found.
struct DirectoryEntry {
  CertificateId certificate_id;
  std::string key_id;       // subject key identifier, hex; empty: it has none
  std::string credit_code;  // of the organization whose own certificate it is; empty: a person's
};

class DirectoryStore {
 public:
  virtual ~DirectoryStore() = default;
  /// Put again, it takes the place of the one before.
  virtual void put(const DirectoryEntry& entry) = 0;
  /// Published certificates that were issued, newest first.
  [[nodiscard]] virtual std::vector<CertificateId> of_credit_code(std::string_view credit_code,
                                                                  std::int64_t limit) = 0;
  [[nodiscard]] virtual std::vector<CertificateId> of_key_id(std::string_view key_id,
                                                             std::int64_t limit) = 0;
  /// SHA-256 of the SubjectPublicKeyInfo, hex.
  [[nodiscard]] virtual std::vector<CertificateId> of_key_digest(std::string_view digest,
                                                                 std::int64_t limit) = 0;
  /// Those of an older program that are to be put.
  [[nodiscard]] virtual std::vector<CertificateId> unfiled(std::int64_t limit) = 0;
};

/// The last stamp of one signer.
struct TimeStampClock {
  std::string authority;
  std::int64_t serial = 0;
  Timestamp stamped_at;
};

class TimeStampStore {
 public:
  virtual ~TimeStampStore() = default;
  [[nodiscard]] virtual std::optional<TimeStampClock> last(std::string_view authority) = 0;
  virtual void advance(const TimeStampClock& clock) = 0;
};

}  // namespace certhall::app
