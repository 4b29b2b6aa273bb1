#include "app/ocsp_cache.h"

namespace certhall::app {

std::shared_ptr<const SignedAnswer> OcspCache::find(const Key& key) const {
  const Shard& shard = shard_of(key.certificate);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.answers.find(key);
  if (found == shard.answers.end()) return nullptr;
  found->second->asked.store(true, std::memory_order_relaxed);
  return found->second;
}

void OcspCache::put(const Key& key, std::shared_ptr<const SignedAnswer> answer) {
  Shard& shard = shard_of(key.certificate);
  const std::lock_guard lock(shard.mutex);
  if (shard.answers.size() >= shard_limit_ && !shard.answers.contains(key))
    shard.answers.erase(shard.answers.begin());
  shard.answers[key] = std::move(answer);
}

void OcspCache::drop(const StatusKey& certificate) {
  Shard& shard = shard_of(certificate);
  const std::lock_guard lock(shard.mutex);
  for (const auto digest : {pki::Digest::sha1, pki::Digest::sha256, pki::Digest::sm3})
    shard.answers.erase({.certificate = certificate, .digest = digest});
}

std::vector<std::pair<OcspCache::Key, std::shared_ptr<const SignedAnswer>>> OcspCache::due(
    Timestamp signed_before) {
  std::vector<std::pair<Key, std::shared_ptr<const SignedAnswer>>> due;
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    for (auto each = shard.answers.begin(); each != shard.answers.end();) {
      const auto& answer = *each->second;
      const bool is_old = answer.this_update < signed_before;
      if (is_old && !answer.asked.load(std::memory_order_relaxed)) {
        each = shard.answers.erase(each);
        continue;
      }
      if (is_old) due.emplace_back(*each);
      ++each;
    }
  }
  return due;
}

std::size_t OcspCache::size() const {
  std::size_t sum = 0;
  for (const Shard& each : shards_) {
    const std::lock_guard lock(each.mutex);
    sum += each.answers.size();
  }
  return sum;
}

}  // namespace certhall::app
