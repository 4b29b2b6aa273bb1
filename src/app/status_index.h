#pragma once
// The status of every certificate, in memory: 32 bytes each in open-addressing tables that are at
// most four fifths and, right after they have grown, two fifths full: 40 to 80 bytes a certificate.

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pki/ocsp.h"

namespace certhall::app {

/// What OCSP says of a certificate, without when.
struct CertificateState {
  pki::CertificateStatus status = pki::CertificateStatus::unknown;
  pki::RevocationReason reason = pki::RevocationReason::unspecified;  // when revoked
  Timestamp revoked_at{};                                             // when revoked; whole seconds
  friend bool operator==(const CertificateState&, const CertificateState&) = default;
};

/// Of an issuer's number and a serial: what the tables are looked up by.
struct StatusKey {
  static constexpr std::size_t kSerialSize = 20;  // RFC 5280 4.1.2.2
  std::uint8_t issuer = 0;                        // from 1 on
  std::array<char, kSerialSize> serial{};         // big endian, filled up with zeros in front
  friend bool operator==(const StatusKey&, const StatusKey&) = default;
  [[nodiscard]] std::uint64_t hash() const;
};
/// `serial`: hex of 1 to 20 octets in either case; nothing for anything else.
[[nodiscard]] std::optional<StatusKey> status_key(std::uint8_t issuer, std::string_view serial);

/// Safe to use from several threads.
class StatusIndex {
 public:
  /// Nothing when an event of a higher `seq` is there already: events may come in any order, and
  /// more than once. `seq`: below 2^48.
  void put(const StatusKey& key, const CertificateState& state, std::int64_t seq);
  [[nodiscard]] std::optional<CertificateState> find(const StatusKey& key) const;
  [[nodiscard]] std::size_t size() const;
  /// Of memory, tables and all.
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Entry {
    StatusKey key;  // issuer 0: empty
    std::uint8_t status_and_reason = 0;
    std::uint16_t seq_high = 0;
    std::uint32_t revoked_at = 0;  // seconds since 1970, until 2106
    std::uint32_t seq_low = 0;
    [[nodiscard]] std::int64_t seq() const {
      return static_cast<std::int64_t>(std::uint64_t{seq_high} << 32 | seq_low);
    }
  };
  static_assert(sizeof(Entry) == 32);

  struct Shard {
    mutable std::mutex mutex;
    std::vector<Entry> slots;  // a power of two
    std::size_t used = 0;
  };
  static constexpr std::size_t kShards = 256;

  static Entry& slot_of(std::vector<Entry>& slots, const StatusKey& key, std::uint64_t hash);
  static void grow(Shard& shard);
  [[nodiscard]] Shard& shard_of(std::uint64_t hash) { return shards_[hash >> 56]; }
  [[nodiscard]] const Shard& shard_of(std::uint64_t hash) const { return shards_[hash >> 56]; }

  std::array<Shard, kShards> shards_;
};

}  // namespace certhall::app
