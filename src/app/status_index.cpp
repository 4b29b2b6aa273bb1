#include "app/status_index.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace certhall::app {
namespace {

constexpr std::size_t kFirstSlots = 8;
constexpr int kReasonShift = 2;
constexpr std::uint8_t kStatusBits = 3;

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::uint64_t mixed(std::uint64_t x) {  // the finalizer of MurmurHash3: every bit moves all others
  x = (x ^ x >> 33) * 0xff51afd7ed558ccdU;
  x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53U;
  return x ^ x >> 33;
}

std::uint32_t seconds_of(Timestamp time) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time.seconds(), 0, UINT32_MAX));
}

}  // namespace

std::uint64_t StatusKey::hash() const {
  std::uint64_t middle = 0;
  std::uint64_t last = 0;
  std::memcpy(&middle, serial.data() + 4, sizeof middle);
  std::memcpy(&last, serial.data() + 12, sizeof last);
  return mixed(last ^ mixed(middle ^ issuer));
}

std::optional<StatusKey> status_key(std::uint8_t issuer, std::string_view serial) {
  if (serial.empty() || serial.size() % 2 != 0 || serial.size() > 2 * StatusKey::kSerialSize)
    return std::nullopt;
  StatusKey key{.issuer = issuer};
  std::size_t at = StatusKey::kSerialSize - serial.size() / 2;
  for (; !serial.empty(); serial.remove_prefix(2)) {
    const int high = nibble(serial[0]);
    const int low = nibble(serial[1]);
    if (high < 0 || low < 0) return std::nullopt;
    key.serial[at++] = static_cast<char>(high << 4 | low);
  }
  return key;
}

StatusIndex::Entry& StatusIndex::slot_of(std::vector<Entry>& slots, const StatusKey& key,
                                         std::uint64_t hash) {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  while (slots[at].key.issuer != 0 && slots[at].key != key) at = (at + 1) & mask;
  return slots[at];
}

void StatusIndex::grow(Shard& shard) {
  std::vector<Entry> wider(std::max(kFirstSlots, 2 * shard.slots.size()));
  for (const Entry& each : shard.slots)
    if (each.key.issuer != 0) slot_of(wider, each.key, each.key.hash()) = each;
  shard.slots = std::move(wider);
}

void StatusIndex::put(const StatusKey& key, const CertificateState& state, std::int64_t seq) {
  if (key.issuer == 0 || seq < 0 || seq >> 48 != 0)
    throw std::invalid_argument("a status event out of range");
  const std::uint64_t hash = key.hash();
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  if ((shard.used + 1) * 5 > shard.slots.size() * 4) grow(shard);
  Entry& entry = slot_of(shard.slots, key, hash);
  if (entry.key.issuer == 0) {
    ++shard.used;
  } else if (entry.seq() > seq) {
    return;
  }
  entry.key = key;
  entry.status_and_reason = static_cast<std::uint8_t>(
      static_cast<unsigned>(state.reason) << kReasonShift | static_cast<unsigned>(state.status));
  entry.revoked_at = seconds_of(state.revoked_at);
  entry.seq_high = static_cast<std::uint16_t>(seq >> 32);
  entry.seq_low = static_cast<std::uint32_t>(seq);
}

std::optional<CertificateState> StatusIndex::find(const StatusKey& key) const {
  const std::uint64_t hash = key.hash();
  const Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  if (shard.used == 0) return std::nullopt;
  const std::size_t mask = shard.slots.size() - 1;
  for (std::size_t at = hash & mask; shard.slots[at].key.issuer != 0; at = (at + 1) & mask) {
    const Entry& entry = shard.slots[at];
    if (entry.key != key) continue;
    return CertificateState{
        .status = static_cast<pki::CertificateStatus>(entry.status_and_reason & kStatusBits),
        .reason = static_cast<pki::RevocationReason>(entry.status_and_reason >> kReasonShift),
        .revoked_at = {std::int64_t{entry.revoked_at} * 1000}};
  }
  return std::nullopt;
}

std::size_t StatusIndex::size() const {
  std::size_t sum = 0;
  for (const Shard& each : shards_) {
    const std::lock_guard lock(each.mutex);
    sum += each.used;
  }
  return sum;
}

std::size_t StatusIndex::bytes() const {
  std::size_t sum = sizeof *this;
  for (const Shard& each : shards_) {
    const std::lock_guard lock(each.mutex);
    sum += each.slots.capacity() * sizeof(Entry);
  }
  return sum;
}

}  // namespace certhall::app
