#include "pki/envelope.h"

#include <stdexcept>
#include <utility>

#include "pki/der.h"
#include "pki/envelope_cms.h"
#include "pki/oid.h"
#include "pki/openssl.h"
#include "pki/skf.h"

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

/// The parts that all forms have.
struct Envelope {
  std::string sealed_key;  // SM2Cipher, DER
  std::string point;
  std::string sealed_scalar;
};

Envelope seal(const PrivateKey& key, const PublicKey& recipient, Random& random) {
  if (key.algorithm() != Algorithm::sm2_sm3) {
    throw std::logic_error("only SM2 keys travel in an SM2 envelope");
  }
  const SecretText sm4_key(random.bytes(kSm4KeySize));
  return {recipient.encrypt(sm4_key.reveal()), key.public_key().point(),
          std::string(sm4_ecb(sm4_key, key.scalar().reveal(), Direction::encrypt).reveal())};
}

Result<PrivateKey> open(const Envelope& envelope, const PrivateKey& recipient) {
  ASSIGN_OR_RETURN(sm4_key, recipient.decrypt(envelope.sealed_key));
  if (sm4_key.reveal().size() != kSm4KeySize) {
    return fail(ErrorCode::malformed, "数字信封中的对称密钥长度不正确");
  }
  ASSIGN_OR_RETURN(
      key, PrivateKey::from_scalar(Algorithm::sm2_sm3,
                                   sm4_ecb(sm4_key, envelope.sealed_scalar, Direction::decrypt)));
  if (key.public_key().point() != envelope.point) {
    return fail(ErrorCode::invalid, "数字信封中的私钥与公钥不是一对");
  }
  return std::move(key);
}

Envelope read_der(std::string_view der, bool& ok) {
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

std::string write_der(const Envelope& envelope) {
  return der::sequence({der::sequence({der::oid(oid::kSm4Ecb), der::null()}), envelope.sealed_key,
                        der::bit_string(envelope.point), der::bit_string(envelope.sealed_scalar)});
}

// Structures of GM/T 0016 and GM/T 0018: numbers of 64 octets with the 32 that count at the end.

constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kSgdSm4Ecb = 0x00000401;
constexpr std::uint32_t kBits = 256;
constexpr std::size_t kFieldSize = 64;
constexpr std::size_t kDigestSize = 32;

std::string u32(std::uint32_t value) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}
std::string field(std::string_view number) {
  return std::string(kFieldSize - number.size(), '\0').append(number);
}

/// ECCrefPublicKey.
std::string public_key_blob(std::string_view point) {
  return u32(kBits) + field(point.substr(1, kScalarSize)) + field(point.substr(1 + kScalarSize));
}

std::string write_blob(const Envelope& envelope, EnvelopeForm form) {
  if (form == EnvelopeForm::skf) return skf::enveloped_key(write_der(envelope)).value();
  return u32(kVersion) + u32(kSgdSm4Ecb) + skf::cipher(envelope.sealed_key).value() +
         public_key_blob(envelope.point) + field(envelope.sealed_scalar);
}

class BlobReader {
 public:
  BlobReader(std::string_view rest, bool& ok) : rest_(rest), ok_(ok) {}

  std::string_view take(std::size_t size) {
    if (!ok_ || size > rest_.size()) {
      ok_ = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::uint32_t number() {
    std::uint32_t value = 0;
    int shift = 0;
    for (const unsigned char byte : take(sizeof value)) {
      value |= std::uint32_t{byte} << shift;
      shift += 8;
    }
    return value;
  }
  void expect(std::uint32_t value) { ok_ = number() == value && ok_; }
  std::string_view coordinate() {
    if (take(kFieldSize - kScalarSize).find_first_not_of('\0') != std::string_view::npos)
      ok_ = false;
    return take(kScalarSize);
  }
  /// At the end of its field; some makers write it at the beginning.
  std::string_view scalar() {
    const std::string_view whole = take(kFieldSize);
    if (!ok_) return {};
    const auto empty = [](std::string_view half) {
      return half.find_first_not_of('\0') == std::string_view::npos;
    };
    const std::string_view first = whole.substr(0, kScalarSize), last = whole.substr(kScalarSize);
    if (empty(first) == empty(last)) ok_ = false;
    return empty(first) ? last : first;
  }
  std::string point() {
    expect(kBits);
    std::string point = "\x04";
    point += coordinate();
    point += coordinate();
    return point;
  }
  std::string cipher() {
    const std::string_view x = coordinate(), y = coordinate(), digest = take(kDigestSize);
    expect(kSm4KeySize);
    return der::sequence({der::integer(x), der::integer(y), der::octet_string(digest),
                          der::octet_string(take(kSm4KeySize))});
  }
  void end() { ok_ = ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool& ok_;
};

Envelope read_blob(std::string_view bytes, EnvelopeForm form, bool& ok) {
  BlobReader blob(bytes, ok);
  Envelope envelope;
  blob.expect(kVersion);
  blob.expect(kSgdSm4Ecb);
  if (form == EnvelopeForm::sdf) {
    envelope.sealed_key = blob.cipher();
    envelope.point = blob.point();
    envelope.sealed_scalar = blob.scalar();
  } else {
    blob.expect(kBits);
    envelope.sealed_scalar = blob.scalar();
    envelope.point = blob.point();
    envelope.sealed_key = blob.cipher();
  }
  blob.end();
  return envelope;
}

auto not_readable() { return fail(ErrorCode::malformed, "加密密钥的数字信封无法解析"); }

}  // namespace

Status check_carrier(Algorithm recipient, Algorithm key) {
  if ((recipient == Algorithm::sm2_sm3) == (key == Algorithm::sm2_sm3)) return {};
  return fail(ErrorCode::invalid,
              "SM2 加密密钥只能用 SM2 签名公钥封装，其他算法的密钥不能用 SM2 公钥封装：请换用"
              "同类算法的签名密钥");
}

Result<std::string> seal_key(const PrivateKey& key, const PublicKey& recipient, EnvelopeForm form,
                             Random& random) {
  RETURN_IF_ERROR(check_carrier(recipient.algorithm(), key.algorithm()));
  if (key.algorithm() == Algorithm::sm2_sm3) {
    const Envelope envelope = seal(key, recipient, random);
    return form == EnvelopeForm::natural ? write_der(envelope) : write_blob(envelope, form);
  }
  if (form == EnvelopeForm::natural) return seal_key_in_cms(key, recipient);
  return fail(ErrorCode::invalid, "SKF、SDF 结构的信封只用于 SM2 密钥，其他算法请用 CMS 信封");
}

Result<PrivateKey> open_key(std::string_view envelope, const PrivateKey& recipient,
                            EnvelopeForm form) {
  if (recipient.algorithm() != Algorithm::sm2_sm3) {
    if (form == EnvelopeForm::natural) return open_key_in_cms(envelope, recipient);
    return not_readable();
  }
  bool ok = true;
  const Envelope parts =
      form == EnvelopeForm::natural ? read_der(envelope, ok) : read_blob(envelope, form, ok);
  if (!ok) return not_readable();
  return open(parts, recipient);
}

std::string seal_encryption_key(const PrivateKey& encryption_key, const PublicKey& recipient,
                                Random& random) {
  return write_der(seal(encryption_key, recipient, random));
}

Result<PrivateKey> open_encryption_key(std::string_view envelope, const PrivateKey& signing_key) {
  return open_key(envelope, signing_key, EnvelopeForm::natural);
}

}  // namespace certhall::pki
