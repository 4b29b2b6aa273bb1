#include "base/sealer.h"

#include <stdexcept>

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall {
namespace {

constexpr std::string_view kFormat = "s1";
constexpr std::string_view kDataKey = "certhall data key";
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kSealedKeySize = kKeySize + 16;

// The master key is used for nothing itself, so that no two purposes share a key.
SecretText derive(const SecretText& master_key, std::string_view purpose) {
  return SecretText(hmac_sha256(master_key.reveal(), purpose));
}

[[noreturn]] void throw_damage() {
  throw std::runtime_error("a sealed value does not open: changed, moved, or another master key");
}

}  // namespace

Sealer::Sealer(SecretText master_key, Random& random)
    : master_key_(std::move(master_key)), random_(random) {
  if (master_key_.reveal().size() != kKeySize) {
    throw std::invalid_argument("the master key must have 32 bytes");
  }
}

std::string Sealer::seal(std::string_view plain, std::string_view context) const {
  const SecretText data_key(random_.bytes(kKeySize));
  const std::string key_nonce = random_.bytes(kNonceSize);
  const std::string nonce = random_.bytes(kNonceSize);
  std::string sealed(kFormat);
  sealed += key_nonce;
  sealed +=
      aes_gcm_seal(derive(master_key_, "wrap").reveal(), key_nonce, data_key.reveal(), kDataKey);
  sealed += nonce;
  append_aes_gcm(sealed, data_key.reveal(), nonce, plain, context);
  return sealed;
}

std::string Sealer::open(std::string_view sealed, std::string_view context) const {
  const auto take = [&](std::size_t size) {
    if (sealed.size() < size) throw_damage();
    const std::string_view part = sealed.substr(0, size);
    sealed.remove_prefix(size);
    return part;
  };
  if (take(kFormat.size()) != kFormat) throw_damage();
  const std::string_view key_nonce = take(kNonceSize);
  const std::string_view sealed_key = take(kSealedKeySize);
  const std::string_view nonce = take(kNonceSize);
  auto data_key =
      aes_gcm_open(derive(master_key_, "wrap").reveal(), key_nonce, sealed_key, kDataKey);
  if (!data_key) throw_damage();
  const SecretText key(*std::move(data_key));
  auto plain = aes_gcm_open(key.reveal(), nonce, sealed, context);
  if (!plain) throw_damage();
  return *std::move(plain);
}

std::string Sealer::digest(std::string_view value, std::string_view purpose) const {
  const SecretText key = derive(master_key_, "digest/" + std::string(purpose));
  return to_hex(hmac_sha256(key.reveal(), value));
}

}  // namespace certhall
