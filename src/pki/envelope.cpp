#include "pki/envelope.h"

#include <stdexcept>

#include "pki/der.h"
#include "pki/oid.h"
#include "pki/openssl.h"

namespace certhall::pki {
namespace {

constexpr std::size_t kSm4KeySize = 16;
constexpr std::size_t kScalarSize = 32;

enum class Direction { decrypt = 0, encrypt = 1 };

/// Whole blocks in, whole blocks out: ECB without padding, as the standard's readers expect.
SecretText sm4_ecb(const SecretText& key, std::string_view blocks, Direction direction) {
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  std::string out(blocks.size(), '\0');
  int size = 0;
  openssl::require(
      context &&
          EVP_CipherInit_ex(context.get(), EVP_sm4_ecb(), nullptr, openssl::bytes(key.reveal()),
                            nullptr, static_cast<int>(direction)) == 1 &&
          EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
          EVP_CipherUpdate(context.get(), openssl::bytes(out), &size, openssl::bytes(blocks),
                           static_cast<int>(blocks.size())) == 1 &&
          static_cast<std::size_t>(size) == out.size(),
      "SM4-ECB");
  return SecretText(std::move(out));
}

struct Envelope {
  std::string_view sealed_key, point, sealed_scalar;
};

Envelope read_envelope(std::string_view der, bool& ok) {
  der::Reader whole(der, ok);
  der::Reader parts = whole.enter(der::kSequence);
  whole.end();
  der::Reader algorithm = parts.enter(der::kSequence);
  const std::string cipher = algorithm.oid();
  // Makers differ: the cipher with its mode or bare, parameters NULL or absent.
  if (cipher != oid::kSm4Ecb && cipher != oid::kSm4) algorithm.fail();
  if (algorithm.at(der::kNull)) algorithm.null();
  algorithm.end();
  Envelope envelope;
  envelope.sealed_key = parts.take(der::kSequence).whole;
  envelope.point = parts.bit_string();
  envelope.sealed_scalar = parts.bit_string();
  parts.end();
  if (envelope.sealed_scalar.size() != kScalarSize) parts.fail();
  return envelope;
}

}  // namespace

std::string seal_encryption_key(const PrivateKey& encryption_key, const PublicKey& recipient,
                                Random& random) {
  if (encryption_key.algorithm() != Algorithm::sm2_sm3) {
    throw std::logic_error("only SM2 keys travel in an SM2 envelope");
  }
  const SecretText sm4_key(random.bytes(kSm4KeySize));
  const SecretText sealed = sm4_ecb(sm4_key, encryption_key.scalar().reveal(), Direction::encrypt);
  return der::sequence(
      {der::sequence({der::oid(oid::kSm4Ecb), der::null()}), recipient.encrypt(sm4_key.reveal()),
       der::bit_string(encryption_key.public_key().point()), der::bit_string(sealed.reveal())});
}

Result<PrivateKey> open_encryption_key(std::string_view envelope, const PrivateKey& signing_key) {
  bool ok = true;
  const Envelope parts = read_envelope(envelope, ok);
  if (!ok) return fail(ErrorCode::malformed, "加密密钥的数字信封无法解析");
  ASSIGN_OR_RETURN(sm4_key, signing_key.decrypt(parts.sealed_key));
  if (sm4_key.reveal().size() != kSm4KeySize) {
    return fail(ErrorCode::malformed, "数字信封中的对称密钥长度不正确");
  }
  ASSIGN_OR_RETURN(
      key, PrivateKey::from_scalar(Algorithm::sm2_sm3,
                                   sm4_ecb(sm4_key, parts.sealed_scalar, Direction::decrypt)));
  if (key.public_key().point() != parts.point) {
    return fail(ErrorCode::invalid, "数字信封中的私钥与公钥不是一对");
  }
  return std::move(key);
}

}  // namespace certhall::pki
