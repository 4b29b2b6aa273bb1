#include "pki/key.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <mutex>
#include <optional>
#include <utility>

#include "base/crypto.h"
#include "pki/der.h"
#include "pki/oid.h"
#include "pki/openssl.h"
#include "pki/sm2_botan.h"

namespace certhall::pki {
namespace {

using openssl::bytes;
using openssl::require;

constexpr std::size_t kScalarSize = 32;
constexpr std::size_t kPointSize = 65;
constexpr std::size_t kKeyIdSize = 20;
constexpr unsigned long kLeastExponent = 65537;  // FIPS 186-5 A.1.1
constexpr int kMostExponentBits = 256;
constexpr std::size_t kCipherLimit = 65536;
char kDefaultIdentity[] = "1234567812345678";

struct Curve {
  const char* key_type;
  const char* group;
  int nid;
};

Curve curve_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::sm2_sm3:
      return {"SM2", "SM2", NID_sm2};
    case Algorithm::p256_sha256:
      return {"EC", "prime256v1", NID_X9_62_prime256v1};
    case Algorithm::rsa_sha256:
      throw std::logic_error("an RSA key has no curve");
  }
  throw std::logic_error("unknown algorithm");
}

const char* digest_of(Algorithm algorithm) {
  return algorithm == Algorithm::sm2_sm3 ? "SM3" : "SHA256";
}

/// Made once: it costs more than what is done with it.
const EC_GROUP* group_of(Algorithm algorithm) {
  const auto make = [](Algorithm of) {
    openssl::Group group(EC_GROUP_new_by_curve_name(curve_of(of).nid));
    require(group != nullptr, "curve");
    return group;
  };
  static const openssl::Group kSm2 = make(Algorithm::sm2_sm3);
  static const openssl::Group kP256 = make(Algorithm::p256_sha256);
  return algorithm == Algorithm::sm2_sm3 ? kSm2.get() : kP256.get();
}

bool is_on_curve(Algorithm algorithm, std::string_view point) {
  const EC_GROUP* group = group_of(algorithm);
  const openssl::Point read(EC_POINT_new(group));
  require(read != nullptr, "point");
  if (EC_POINT_oct2point(group, read.get(), bytes(point), point.size(), nullptr) == 1) return true;
  ERR_clear_error();
  return false;
}

/// The public key, and the private one where there is a `scalar`.
openssl::Key make_key(Algorithm algorithm, std::string_view point, const BIGNUM* scalar) {
  using Builder = openssl::Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
  using Params = openssl::Handle<OSSL_PARAM, OSSL_PARAM_free>;
  const Curve curve = curve_of(algorithm);
  const Builder builder(OSSL_PARAM_BLD_new());
  require(builder &&
              OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                              curve.group, 0) == 1 &&
              OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                               point.size()) == 1,
          "public key parameters");
  if (scalar != nullptr) {
    require(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1,
            "private key parameter");
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, curve.key_type, nullptr));
  require(params && context && EVP_PKEY_fromdata_init(context.get()) == 1, "key import");
  EVP_PKEY* key = nullptr;
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  require(EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) == 1, "key import");
  return openssl::Key(key);
}

/// SM2 wants its digest told of the signer's identity; ECDSA has no such thing. After the
/// beginning, not among its parameters: OpenSSL 3.0.19 refuses it there.
bool identify(EVP_PKEY_CTX* context, Algorithm algorithm) {
  if (algorithm != Algorithm::sm2_sm3) return true;
  return EVP_PKEY_CTX_set1_id(context, kDefaultIdentity, sizeof kDefaultIdentity - 1) == 1;
}

/// Whether d is in 1 … n-2 (GB/T 32918.1 6.1).
bool is_in_range(Algorithm algorithm, const BIGNUM* scalar) {
  const openssl::Number limit(BN_dup(EC_GROUP_get0_order(group_of(algorithm))));
  require(limit && BN_sub_word(limit.get(), 2) == 1, "order of the curve");
  return BN_is_zero(scalar) == 0 && BN_cmp(scalar, limit.get()) <= 0;
}

/// d · G as 04 || X || Y.
std::string point_of(Algorithm algorithm, const BIGNUM* scalar) {
  const EC_GROUP* group = group_of(algorithm);
  const openssl::Point point(EC_POINT_new(group));
  std::string out(kPointSize, '\0');
  require(point && EC_POINT_mul(group, point.get(), scalar, nullptr, nullptr, nullptr) == 1 &&
              EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes(out),
                                 out.size(), nullptr) == kPointSize,
          "point multiplication");
  return out;
}

/// Wiped when it dies.
openssl::Number number_of(const SecretText& scalar) {
  openssl::Number number(BN_bin2bn(bytes(scalar.reveal()), kScalarSize, nullptr));
  require(number != nullptr, "number");
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

openssl::Number private_number(const EVP_PKEY* key) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1) ERR_clear_error();
  return openssl::Number(number);
}

struct KeyText {
  Algorithm algorithm;
  std::string_view key;  // what the BIT STRING holds
};

/// Modulus and exponent (RFC 8017 A.1.1); null where they are weak or badly written.
openssl::Key make_rsa_key(std::string_view der) {
  using Builder = openssl::Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
  using Params = openssl::Handle<OSSL_PARAM, OSSL_PARAM_free>;
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader numbers = whole.enter(der::kSequence);
  whole.end();
  const auto read = [&] {
    const std::string number = numbers.integer();
    return openssl::Number(BN_bin2bn(bytes(number), static_cast<int>(number.size()), nullptr));
  };
  const openssl::Number modulus = read();
  const openssl::Number exponent = read();
  numbers.end();
  require(modulus && exponent, "number");
  const int size = BN_num_bits(modulus.get());
  if (!ok || (size != 3072 && size != 4096) || BN_is_odd(modulus.get()) == 0 ||
      BN_is_odd(exponent.get()) == 0 || BN_num_bits(exponent.get()) > kMostExponentBits ||
      (BN_num_bits(exponent.get()) <= 32 && BN_get_word(exponent.get()) < kLeastExponent)) {
    return nullptr;
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  require(builder &&
              OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
              OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1,
          "public key parameters");
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  require(params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1,
          "key import");
  return openssl::Key(key);
}

std::optional<KeyText> parse_spki(std::string_view der) {
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader spki = whole.enter(der::kSequence);
  whole.end();
  der::Reader identifier = spki.enter(der::kSequence);
  const std::string type = identifier.oid();
  if (type == oid::kRsaEncryption) {
    identifier.null();
    identifier.end();
    const std::string_view key = spki.bit_string();
    spki.end();
    if (ok) return KeyText{Algorithm::rsa_sha256, key};
  }
  if (!ok || type != oid::kEcPublicKey) return std::nullopt;
  const std::string curve = identifier.oid();
  identifier.end();
  const std::string_view point = spki.bit_string();
  spki.end();
  if (!ok || point.size() != kPointSize || point[0] != '\x04') return std::nullopt;
  if (curve == oid::kCurveSm2) return KeyText{Algorithm::sm2_sm3, point};
  if (curve == oid::kCurveP256) return KeyText{Algorithm::p256_sha256, point};
  return std::nullopt;
}

struct PrivateText {
  Algorithm algorithm;
  std::string_view scalar, point;
};

/// Both halves of a PrivateKeyInfo (RFC 5208 5, RFC 5915 3) of one of our curves, as most are
/// written; whatever looks otherwise is for OpenSSL to read.
std::optional<PrivateText> parse_pkcs8(std::string_view der) {
  bool ok = true;
  der::Reader whole(der, ok);
  der::Reader info = whole.enter(der::kSequence);
  whole.end();
  info.small_integer(0);
  der::Reader identifier = info.enter(der::kSequence);
  if (identifier.oid() != oid::kEcPublicKey) return std::nullopt;
  const std::string curve = identifier.oid();
  identifier.end();
  der::Reader inside(info.octet_string(), ok);
  der::Reader key = inside.enter(der::kSequence);
  if (key.small_integer(1) != 1) return std::nullopt;
  const std::string_view scalar = key.octet_string();
  der::Reader public_half = key.enter(der::context_constructed(1));
  const std::string_view point = public_half.bit_string();
  for (auto* each : {&public_half, &key, &inside, &info}) each->end();
  if (!ok || scalar.size() != kScalarSize) return std::nullopt;
  if (curve == oid::kCurveSm2) return PrivateText{Algorithm::sm2_sm3, scalar, point};
  if (curve == oid::kCurveP256) return PrivateText{Algorithm::p256_sha256, scalar, point};
  return std::nullopt;
}

/// SM2Cipher of GM/T 0009, before OpenSSL sees it.
bool is_sm2_cipher(std::string_view der) {
  bool ok = der.size() <= kCipherLimit;
  der::Reader whole(der, ok);
  der::Reader cipher = whole.enter(der::kSequence);
  whole.end();
  const bool is_point =
      cipher.integer().size() <= kScalarSize && cipher.integer().size() <= kScalarSize;
  const bool has_digest = cipher.octet_string().size() == 32;
  const bool has_text = !cipher.octet_string().empty();
  cipher.end();
  return ok && is_point && has_digest && has_text;
}

}  // namespace

namespace {

/// OpenSSL's own form of a key takes longer to make than many a use of the key takes: it is made
/// when it is first needed, unless it was there from the beginning.
class LateKey {
 public:
  explicit LateKey(openssl::Key key = {}) : key_(std::move(key)) {}
  template <class Make>
  [[nodiscard]] EVP_PKEY* get(Make make) const {
    std::call_once(once_, [&] {
      if (!key_) key_ = make();
    });
    return key_.get();
  }

 private:
  mutable std::once_flag once_;
  mutable openssl::Key key_;
};

}  // namespace

struct PublicKey::Impl {
  Impl(KeyText text, std::string_view spki_der, openssl::Key made = {})
      : algorithm(text.algorithm), key_text(text.key), spki(spki_der), key_(std::move(made)) {}

  [[nodiscard]] EVP_PKEY* key() const {
    return key_.get([&] { return make_key(algorithm, key_text, nullptr); });
  }

  const Algorithm algorithm;
  const std::string key_text, spki;

 private:
  LateKey key_;
};

struct PrivateKey::Impl {
  explicit Impl(openssl::Key rsa, PublicKey its)
      : public_key(std::move(its)), key_(std::move(rsa)) {}
  Impl(const SecretText& d, PublicKey its, std::unique_ptr<const Sm2Signer> signer)
      : public_key(std::move(its)), scalar(d), sm2(std::move(signer)) {}

  [[nodiscard]] EVP_PKEY* key() const {
    return key_.get([&] {
      return make_key(public_key.algorithm(), public_key.point(), number_of(*scalar).get());
    });
  }

  const PublicKey public_key;
  const std::optional<SecretText> scalar{};  // curves only
  const std::unique_ptr<const Sm2Signer> sm2{};

  static Result<PrivateKey> of_rsa(openssl::Key key) {
    const int size = i2d_PUBKEY(key.get(), nullptr);
    require(size > 0, "SubjectPublicKeyInfo");
    std::string spki(static_cast<std::size_t>(size), '\0');
    unsigned char* out = bytes(spki);
    require(i2d_PUBKEY(key.get(), &out) == size, "SubjectPublicKeyInfo");
    ASSIGN_OR_RETURN(public_key, PublicKey::from_spki(spki));
    return PrivateKey(std::make_unique<Impl>(std::move(key), std::move(public_key)));
  }

 private:
  LateKey key_;
};

PublicKey::PublicKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<PublicKey> PublicKey::from_spki(std::string_view der) {
  const auto parsed = parse_spki(der);
  if (!parsed) {
    return fail(ErrorCode::malformed, "公钥格式不正确：只支持 SM2、P-256 的未压缩公钥和 RSA 公钥");
  }
  if (parsed->algorithm == Algorithm::rsa_sha256) {
    openssl::Key key = make_rsa_key(parsed->key);
    if (key) return PublicKey(std::make_shared<const Impl>(*parsed, der, std::move(key)));
    return fail(ErrorCode::malformed,
                "RSA 公钥应为 3072 或 4096 位，指数为不小于 65537 的奇数，请重新生成密钥");
  }
  if (is_on_curve(parsed->algorithm, parsed->key))
    return PublicKey(std::make_shared<const Impl>(*parsed, der));
  return fail(ErrorCode::malformed, "公钥不在椭圆曲线上，请重新生成密钥");
}

Algorithm PublicKey::algorithm() const { return impl_->algorithm; }
const std::string& PublicKey::spki() const { return impl_->spki; }
const std::string& PublicKey::subject_public_key() const { return impl_->key_text; }
std::string PublicKey::point() const {
  if (impl_->algorithm == Algorithm::rsa_sha256) throw std::logic_error("an RSA key has no point");
  return impl_->key_text;
}
int PublicKey::bits() const { return EVP_PKEY_get_bits(impl_->key()); }
std::string PublicKey::key_id() const { return sha256(impl_->key_text).substr(0, kKeyIdSize); }

bool PublicKey::verify(std::string_view message, std::string_view signature) const {
  EVP_PKEY_CTX* key_context = nullptr;  // the digest context's
  const openssl::DigestContext context(EVP_MD_CTX_new());
  require(context &&
              EVP_DigestVerifyInit_ex(context.get(), &key_context, digest_of(impl_->algorithm),
                                      nullptr, nullptr, impl_->key(), nullptr) == 1 &&
              identify(key_context, impl_->algorithm),
          "start of verification");
  const bool is_valid = EVP_DigestVerify(context.get(), bytes(signature), signature.size(),
                                         bytes(message), message.size()) == 1;
  if (!is_valid) ERR_clear_error();
  return is_valid;
}

std::string PublicKey::encrypt(std::string_view plain) const {
  if (impl_->algorithm != Algorithm::sm2_sm3) throw std::logic_error("only SM2 keys encrypt");
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, impl_->key(), nullptr));
  std::size_t size = 0;
  require(context && EVP_PKEY_encrypt_init(context.get()) == 1 &&
              EVP_PKEY_encrypt(context.get(), nullptr, &size, bytes(plain), plain.size()) == 1,
          "start of encryption");
  std::string cipher(size, '\0');
  require(EVP_PKEY_encrypt(context.get(), bytes(cipher), &size, bytes(plain), plain.size()) == 1,
          "encryption");
  cipher.resize(size);
  return cipher;
}

PrivateKey::PrivateKey(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

PrivateKey PrivateKey::generate(Algorithm algorithm, int rsa_bits) {
  if (algorithm == Algorithm::rsa_sha256) {
    if (rsa_bits != 3072 && rsa_bits != 4096) throw std::invalid_argument("RSA: 3072 or 4096 bits");
    openssl::Key key(
        EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(rsa_bits)));
    require(key != nullptr, "key generation");
    return Impl::of_rsa(std::move(key)).value();
  }
  const Curve curve = curve_of(algorithm);
  while (true) {
    const openssl::Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve.group));
    require(key != nullptr, "key generation");
    const openssl::Number number = private_number(key.get());
    require(number != nullptr, "private number");
    std::string scalar(kScalarSize, '\0');
    require(BN_bn2binpad(number.get(), bytes(scalar), kScalarSize) == kScalarSize, "scalar");
    // The one number that GB/T 32918.1 refuses and OpenSSL does not: n-1.
    if (auto made = from_scalar(algorithm, SecretText(std::move(scalar)))) return std::move(*made);
  }
}

Result<PrivateKey> PrivateKey::from_pkcs8(const SecretText& der) {
  if (const auto usual = parse_pkcs8(der.reveal())) {
    auto made = from_scalar(usual->algorithm, SecretText(std::string(usual->scalar)));
    if (made && made->public_key().point() == usual->point) return made;
  }
  const unsigned char* start = bytes(der.reveal());
  openssl::Key key(d2i_AutoPrivateKey(nullptr, &start, static_cast<long>(der.reveal().size())));
  if (key && EVP_PKEY_is_a(key.get(), "RSA") == 1) return Impl::of_rsa(std::move(key));
  const openssl::Number number = key ? private_number(key.get()) : nullptr;
  char group[32] = "";
  if (number == nullptr || EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                                          group, sizeof group, nullptr) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::malformed, "私钥不是未加密的 PKCS#8 椭圆曲线或 RSA 私钥");
  }
  std::string scalar(kScalarSize, '\0');
  if (BN_bn2binpad(number.get(), bytes(scalar), kScalarSize) != kScalarSize) {
    return fail(ErrorCode::malformed, "私钥长度不正确");
  }
  const SecretText secret(std::move(scalar));
  for (const auto algorithm : {Algorithm::sm2_sm3, Algorithm::p256_sha256}) {
    if (std::string_view(group) == curve_of(algorithm).group) return from_scalar(algorithm, secret);
  }
  return fail(ErrorCode::malformed, "私钥所用的曲线不受支持：只支持 SM2 和 P-256");
}

Result<PrivateKey> PrivateKey::from_scalar(Algorithm algorithm, const SecretText& scalar) {
  if (algorithm == Algorithm::rsa_sha256) throw std::logic_error("an RSA key has no scalar");
  if (scalar.reveal().size() != kScalarSize) {
    return fail(ErrorCode::malformed, "私钥长度不正确：应为 32 字节");
  }
  const openssl::Number number = number_of(scalar);
  if (!is_in_range(algorithm, number.get()))
    return fail(ErrorCode::malformed, "私钥不在允许的范围内");
  std::unique_ptr<const Sm2Signer> sm2;
  if (algorithm == Algorithm::sm2_sm3) sm2 = std::make_unique<const Sm2Signer>(scalar);
  const std::string point = sm2 ? sm2->point() : point_of(algorithm, number.get());
  ASSIGN_OR_RETURN(public_key, PublicKey::from_spki(subject_public_key_info(algorithm, point)));
  return PrivateKey(std::make_unique<Impl>(scalar, std::move(public_key), std::move(sm2)));
}

SecretText PrivateKey::to_pkcs8() const {
  using Info = openssl::Handle<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;
  const Info info(EVP_PKEY2PKCS8(impl_->key()));
  require(info != nullptr, "PKCS#8");
  const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
  require(size > 0, "PKCS#8");
  std::string der(static_cast<std::size_t>(size), '\0');
  unsigned char* out = bytes(der);
  require(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out) == size, "PKCS#8");
  return SecretText(std::move(der));
}

SecretText PrivateKey::scalar() const {
  if (!impl_->scalar) throw std::logic_error("an RSA key has no scalar");
  return *impl_->scalar;
}

const PublicKey& PrivateKey::public_key() const { return impl_->public_key; }

std::string PrivateKey::sign(std::string_view message) const {
  if (impl_->sm2) return impl_->sm2->sign(message);
  EVP_PKEY_CTX* key_context = nullptr;  // the digest context's
  const openssl::DigestContext context(EVP_MD_CTX_new());
  std::size_t size = 0;
  require(context &&
              EVP_DigestSignInit_ex(context.get(), &key_context, digest_of(algorithm()), nullptr,
                                    nullptr, impl_->key(), nullptr) == 1 &&
              identify(key_context, algorithm()) &&
              EVP_DigestSign(context.get(), nullptr, &size, bytes(message), message.size()) == 1,
          "start of signing");
  std::string signature(size, '\0');
  require(
      EVP_DigestSign(context.get(), bytes(signature), &size, bytes(message), message.size()) == 1,
      "signing");
  signature.resize(size);
  return signature;
}

Result<SecretText> PrivateKey::decrypt(std::string_view cipher) const {
  if (algorithm() != Algorithm::sm2_sm3) throw std::logic_error("only SM2 keys decrypt");
  const auto refused = [] {
    ERR_clear_error();
    return fail(ErrorCode::malformed, "SM2 密文不能用这把私钥解开：密文已损坏，或不是给它的");
  };
  if (!is_sm2_cipher(cipher)) return refused();
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, impl_->key(), nullptr));
  std::size_t size = 0;
  require(context && EVP_PKEY_decrypt_init(context.get()) == 1, "start of decryption");
  if (EVP_PKEY_decrypt(context.get(), nullptr, &size, bytes(cipher), cipher.size()) != 1) {
    return refused();
  }
  std::string plain(size, '\0');
  if (EVP_PKEY_decrypt(context.get(), bytes(plain), &size, bytes(cipher), cipher.size()) != 1) {
    return refused();
  }
  plain.resize(size);
  return SecretText(std::move(plain));
}

}  // namespace certhall::pki
