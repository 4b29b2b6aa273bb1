#include "pki/skf.h"

#include "pki/algorithm.h"
#include "pki/der.h"
#include "pki/oid.h"

namespace certhall::pki::skf {
namespace {

constexpr std::size_t kCoordinate = 32, kField = 64, kHash = 32;
constexpr std::uint32_t kVersion = 1, kSm4Ecb = 0x00000401, kBits = 256;
constexpr std::size_t kCipherLimit = 65536;

std::string number(std::uint32_t value) {
  std::string out(4, '\0');
  for (auto& byte : out) {
    byte = static_cast<char>(value & 0xff);
    value >>= 8;
  }
  return out;
}

std::string field(std::string_view value) {
  return std::string(kField - value.size(), '\0') + std::string(value);
}

struct Cipher {
  std::string x, y;
  std::string_view hash, text;
};

Cipher read_cipher(der::Reader& from) {
  der::Reader parts = from.enter(der::kSequence);
  Cipher cipher;
  cipher.x = parts.integer();
  cipher.y = parts.integer();
  cipher.hash = parts.octet_string();
  cipher.text = parts.octet_string();
  parts.end();
  if (cipher.x.size() > kCoordinate || cipher.y.size() > kCoordinate ||
      cipher.hash.size() != kHash || cipher.text.empty())
    parts.fail();
  return cipher;
}

std::string blob_of(const Cipher& cipher) {
  return field(cipher.x) + field(cipher.y) + std::string(cipher.hash) +
         number(static_cast<std::uint32_t>(cipher.text.size())) + std::string(cipher.text);
}

}  // namespace

Result<std::string> enveloped_key(std::string_view der) {
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader parts = whole.enter(der::kSequence);
  whole.end();
  der::Reader algorithm = parts.enter(der::kSequence);
  const std::string symmetric = algorithm.oid();
  if (symmetric != oid::kSm4Ecb && symmetric != oid::kSm4) algorithm.fail();
  if (algorithm.at(der::kNull)) algorithm.null();
  algorithm.end();
  const Cipher sealed_key = read_cipher(parts);
  const std::string_view point = parts.bit_string();
  const std::string_view sealed_scalar = parts.bit_string();
  parts.end();
  if (!ok || point.size() != 1 + 2 * kCoordinate || point[0] != '\x04' ||
      sealed_scalar.size() != kCoordinate)
    return fail(ErrorCode::malformed, "加密密钥的数字信封无法解析，请重新申请");
  return number(kVersion) + number(kSm4Ecb) + number(kBits) + field(sealed_scalar) + number(kBits) +
         field(point.substr(1, kCoordinate)) + field(point.substr(1 + kCoordinate)) +
         blob_of(sealed_key);
}

Result<std::string> cipher(std::string_view der) {
  bool ok = der.size() <= kCipherLimit;
  der::Reader whole(der, ok);
  const Cipher parts = read_cipher(whole);
  whole.end();
  if (!ok) return fail(ErrorCode::malformed, "SM2 密文无法解析");
  return blob_of(parts);
}

Result<std::string> spki(std::string_view blob) {
  const bool fits = blob.size() == kPublicKeySize && blob.substr(0, 4) == number(kBits);
  if (!fits) return fail(ErrorCode::malformed, "介质返回的公钥不是 256 位 SM2 公钥");
  const auto coordinate = [&](std::size_t index) {
    return std::string(blob.substr(4 + index * kField + kField - kCoordinate, kCoordinate));
  };
  return subject_public_key_info(Algorithm::sm2_sm3, "\x04" + coordinate(0) + coordinate(1));
}

Result<std::string> signature(std::string_view blob) {
  if (blob.size() != kSignatureSize) return fail(ErrorCode::malformed, "介质返回的签名长度不正确");
  return der::sequence({der::integer(blob.substr(0, kField)), der::integer(blob.substr(kField))});
}

}  // namespace certhall::pki::skf
