#include "base/crypto.h"

#include <fstream>
#include <memory>
#include <stdexcept>
#include <vector>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/encoding.h"
#include "base/secret.h"

namespace certhall {
namespace {

constexpr std::size_t kTagSize = 16;

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* out(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

void require(bool ok, const char* act) {
  if (!ok) throw std::runtime_error(std::string("OpenSSL failed: ") + act);
}

std::string hmac(const EVP_MD* digest, std::string_view key, std::string_view bytes) {
  std::string mac(static_cast<std::size_t>(EVP_MD_get_size(digest)), '\0');
  require(HMAC(digest, key.data(), static_cast<int>(key.size()), in(bytes), bytes.size(), out(mac),
               nullptr) != nullptr,
          "HMAC");
  return mac;
}

CipherContext start_gcm(bool sealing, std::string_view key, std::string_view nonce,
                        std::string_view associated) {
  if (key.size() != 32 || nonce.size() != 12) {
    throw std::invalid_argument("AES-256-GCM takes a key of 32 bytes and a nonce of 12");
  }
  CipherContext context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  require(context != nullptr, "EVP_CIPHER_CTX_new");
  require(EVP_CipherInit_ex2(context.get(), EVP_aes_256_gcm(), in(key), in(nonce), sealing ? 1 : 0,
                             nullptr) == 1,
          "EVP_CipherInit_ex2");
  int written = 0;
  if (!associated.empty()) {
    require(EVP_CipherUpdate(context.get(), nullptr, &written, in(associated),
                             static_cast<int>(associated.size())) == 1,
            "associated data");
  }
  return context;
}

void transform(EVP_CIPHER_CTX* context, std::string_view input, unsigned char* output) {
  int written = 0;
  if (input.empty()) return;
  require(
      EVP_CipherUpdate(context, output, &written, in(input), static_cast<int>(input.size())) == 1,
      "EVP_CipherUpdate");
}

bool finish(EVP_CIPHER_CTX* context) {
  unsigned char rest[EVP_MAX_BLOCK_LENGTH];
  int written = 0;
  return EVP_CipherFinal_ex(context, rest, &written) == 1;
}

}  // namespace

void wipe(void* data, std::size_t size) noexcept {
  if (size != 0) OPENSSL_cleanse(data, size);
}

std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  require(EVP_Digest(bytes.data(), bytes.size(), out(digest), nullptr, EVP_sha256(), nullptr) == 1,
          "SHA-256");
  return digest;
}

std::string sha256_of_file(const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  require(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1, "SHA-256");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::vector<char> chunk(1U << 20);
  while (file.read(chunk.data(), static_cast<std::streamsize>(chunk.size())), file.gcount() > 0)
    require(
        EVP_DigestUpdate(context.get(), chunk.data(), static_cast<std::size_t>(file.gcount())) == 1,
        "SHA-256");
  if (file.bad()) throw std::runtime_error("cannot read " + path.string());
  std::string digest(32, '\0');
  require(EVP_DigestFinal_ex(context.get(), out(digest), nullptr) == 1, "SHA-256");
  return to_hex(digest);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  return hmac(EVP_sha256(), key, bytes);
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  return hmac(EVP_sha1(), key, bytes);
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void append_aes_gcm(std::string& to, std::string_view key, std::string_view nonce,
                    std::string_view plain, std::string_view associated) {
  const CipherContext context = start_gcm(true, key, nonce, associated);
  const std::size_t before = to.size();
  to.resize(before + plain.size() + kTagSize);
  auto* sealed = out(to) + before;
  transform(context.get(), plain, sealed);
  require(finish(context.get()), "EVP_CipherFinal_ex");
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize,
                              sealed + plain.size()) == 1,
          "reading the tag");
}

std::string aes_gcm_seal(std::string_view key, std::string_view nonce, std::string_view plain,
                         std::string_view associated) {
  std::string sealed;
  append_aes_gcm(sealed, key, nonce, plain, associated);
  return sealed;
}

std::optional<std::string> aes_gcm_open(std::string_view key, std::string_view nonce,
                                        std::string_view sealed, std::string_view associated) {
  if (sealed.size() < kTagSize) return std::nullopt;
  const CipherContext context = start_gcm(false, key, nonce, associated);
  std::string tag(sealed.substr(sealed.size() - kTagSize));
  sealed.remove_suffix(kTagSize);
  std::string plain(sealed.size(), '\0');
  transform(context.get(), sealed, out(plain));
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize, tag.data()) == 1,
          "setting the tag");
  if (finish(context.get())) return plain;
  wipe(plain.data(), plain.size());
  return std::nullopt;
}

}  // namespace certhall
