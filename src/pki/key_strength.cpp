#include "pki/key_strength.h"

#include <array>

#include <openssl/core_names.h>
#include <openssl/x509.h>

#include "pki/key.h"
#include "pki/openssl.h"

namespace certhall::pki {
namespace {

constexpr int kShortestModulus = 3072;
constexpr int kLongestModulus = 8192;
constexpr int kLongestExponent = 256;
constexpr BN_ULONG kLeastExponent = 65537;
constexpr BN_ULONG kFactorsBelow = 752;
constexpr int kFermatSteps = 100;
// Modulo these primes, 65537 generates only a part of the residues: a modulus that is in that part
// for all of them was made from powers of 65537.
constexpr std::array<BN_ULONG, 17> kRocaPrimes{11, 13, 17,  19,  37,  53,  61,  71, 73,
                                               79, 97, 103, 107, 109, 127, 151, 157};

using openssl::Number;
using NumberContext = openssl::Handle<BN_CTX, BN_CTX_free>;

auto refuse(const char* why) {
  return fail_fields({{"csr", std::string(why) + "：请在介质上重新生成密钥"}});
}

Number parameter(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  openssl::require(EVP_PKEY_get_bn_param(key, name, &number) == 1, "RSA parameter");
  return Number(number);
}

bool has_small_factor(const BIGNUM* modulus) {
  if (BN_is_odd(modulus) == 0) return true;
  for (BN_ULONG divisor = 3; divisor < kFactorsBelow; divisor += 2)
    if (BN_mod_word(modulus, divisor) == 0) return true;
  return false;
}

bool is_power_of_generator(BN_ULONG residue, BN_ULONG prime) {
  BN_ULONG power = 1;
  do {
    if (power == residue) return true;
    power = power * (kLeastExponent % prime) % prime;
  } while (power != 1);
  return false;
}

bool is_roca(const BIGNUM* modulus) {
  for (const BN_ULONG prime : kRocaPrimes)
    if (!is_power_of_generator(BN_mod_word(modulus, prime), prime)) return false;
  return true;
}

/// The whole part of the root of a positive number.
Number square_root(const BIGNUM* of, BN_CTX* context) {
  // Newton's steps from above end at the whole part.
  Number root(BN_new()), next(BN_new()), quotient(BN_new());
  openssl::require(root && next && quotient, "number");
  openssl::require(BN_set_bit(root.get(), (BN_num_bits(of) + 1) / 2) == 1, "number");
  for (;;) {
    openssl::require(BN_div(quotient.get(), nullptr, of, root.get(), context) == 1 &&
                         BN_add(next.get(), root.get(), quotient.get()) == 1 &&
                         BN_rshift1(next.get(), next.get()) == 1,
                     "number");
    if (BN_cmp(next.get(), root.get()) >= 0) return root;
    std::swap(root, next);
  }
}

/// Fermat's method finds primes that are close together within a few steps.
bool has_close_primes(const BIGNUM* modulus) {
  const NumberContext context(BN_CTX_new());
  Number a = square_root(modulus, context.get());
  Number rest(BN_new());
  openssl::require(rest != nullptr, "number");
  for (int step = 0; step <= kFermatSteps; ++step) {
    openssl::require(BN_sqr(rest.get(), a.get(), context.get()) == 1 &&
                         BN_sub(rest.get(), rest.get(), modulus) == 1,
                     "number");
    if (BN_is_zero(rest.get()) == 1) return true;
    if (BN_is_negative(rest.get()) == 0) {
      if (BN_is_zero(rest.get()) == 1) return true;  // a square; zero has no Newton step
      const Number root = square_root(rest.get(), context.get());
      Number square(BN_new());
      openssl::require(square && BN_sqr(square.get(), root.get(), context.get()) == 1, "number");
      if (BN_cmp(square.get(), rest.get()) == 0) return true;
    }
    openssl::require(BN_add_word(a.get(), 1) == 1, "number");
  }
  return false;
}

Status check_rsa(const EVP_PKEY* key) {
  const Number modulus = parameter(key, OSSL_PKEY_PARAM_RSA_N);
  const Number exponent = parameter(key, OSSL_PKEY_PARAM_RSA_E);
  const int bits = BN_num_bits(modulus.get());
  if (bits < kShortestModulus || bits > kLongestModulus)
    return refuse("RSA 密钥应为 3072 位以上、8192 位以下");
  const bool small =
      BN_num_bits(exponent.get()) <= 64 && BN_get_word(exponent.get()) < kLeastExponent;
  if (BN_is_odd(exponent.get()) == 0 || small || BN_num_bits(exponent.get()) > kLongestExponent)
    return refuse("RSA 公钥指数应为不小于 65537 的奇数");
  if (has_small_factor(modulus.get())) return refuse("RSA 模数有很小的因数");
  if (is_roca(modulus.get())) return refuse("RSA 密钥由有缺陷的芯片生成（CVE-2017-15361）");
  if (has_close_primes(modulus.get())) return refuse("RSA 密钥的两个素数过于接近");
  return {};
}

}  // namespace

Status check_key_strength(std::string_view spki) {
  const auto of_curve = PublicKey::from_spki(spki);
  if (of_curve && of_curve->algorithm() != Algorithm::rsa_sha256) return {};
  const auto* cursor = openssl::bytes(spki);
  const openssl::Key key(d2i_PUBKEY(nullptr, &cursor, static_cast<long>(spki.size())));
  if (key && EVP_PKEY_is_a(key.get(), "RSA") == 1) return check_rsa(key.get());
  return refuse("公钥不是 SM2、P-256 或 RSA 公钥，或不在椭圆曲线上");
}

}  // namespace certhall::pki
