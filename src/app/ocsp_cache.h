#pragma once
// Signed OCSP answers, so many at most. Which of them is still true, the status index says.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/status_index.h"
#include "pki/ocsp.h"

namespace certhall::app {

struct SignedAnswer {
  std::string der;
  CertificateState state;  // that it tells of
  Timestamp this_update, next_update;
  std::string cert_id;                       // DER, as in the question
  std::string etag, last_modified, expires;  // as in HTTP
  mutable std::atomic<bool> asked = false;   // since it was signed
};

/// Safe to use from several threads.
class OcspCache {
 public:
  struct Key {
    StatusKey certificate;
    pki::Digest digest = pki::Digest::sha1;  // of the question's CertID, which the answer repeats
    friend bool operator==(const Key&, const Key&) = default;
  };

  explicit OcspCache(std::size_t limit) : shard_limit_(limit / kShards + 1) {}
  /// Marks it as asked.
  [[nodiscard]] std::shared_ptr<const SignedAnswer> find(const Key& key) const;
  /// Another one makes room when there is none.
  void put(const Key& key, std::shared_ptr<const SignedAnswer> answer);
  /// In all digests.
  void drop(const StatusKey& certificate);
  /// Those that were signed before `signed_before` and asked for since; those that were not are
  /// dropped.
  [[nodiscard]] std::vector<std::pair<Key, std::shared_ptr<const SignedAnswer>>> due(
      Timestamp signed_before);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return key.certificate.hash() + static_cast<std::size_t>(key.digest);
    }
  };
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<Key, std::shared_ptr<const SignedAnswer>, Hash> answers;
  };
  static constexpr std::size_t kShards = 64;
  [[nodiscard]] Shard& shard_of(const StatusKey& key) { return shards_[key.hash() >> 58]; }
  [[nodiscard]] const Shard& shard_of(const StatusKey& key) const {
    return shards_[key.hash() >> 58];
  }

  const std::size_t shard_limit_;
  std::array<Shard, kShards> shards_;
};

}  // namespace certhall::app
