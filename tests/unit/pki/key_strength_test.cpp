#include "pki/key_strength.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "pki/key.h"
#include "pki/openssl.h"

namespace certhall::pki {
namespace {

using openssl::Number;

std::string spki_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return out;
}

/// Of a modulus that nobody knows the factors of, or knows them all too well.
std::string rsa(const BIGNUM* modulus, BN_ULONG exponent = 65537) {
  const openssl::Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
  Number e(BN_new());
  BN_set_word(e.get(), exponent);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  const openssl::Handle<OSSL_PARAM, OSSL_PARAM_free> parameters(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(context.get());
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
  const openssl::Key owned(key);
  return spki_of(key);
}

Number prime(int bits) {
  Number p(BN_new());
  BN_generate_prime_ex(p.get(), bits, 0, nullptr, nullptr, nullptr);
  return p;
}

Number product(const BIGNUM* a, const BIGNUM* b) {
  const openssl::Handle<BN_CTX, BN_CTX_free> context(BN_CTX_new());
  Number out(BN_new());
  BN_mul(out.get(), a, b, context.get());
  return out;
}

std::string complaint(const std::string& spki) {
  const auto checked = check_key_strength(spki);
  return checked ? "" : checked.error().fields.at(0).message;
}

TEST(KeyStrength, TakesSoundKeys) {
  for (const auto algorithm : {Algorithm::sm2_sm3, Algorithm::p256_sha256})
    EXPECT_EQ(complaint(PrivateKey::generate(algorithm).public_key().spki()), "");
  const openssl::Key key(EVP_RSA_gen(3072));
  EXPECT_EQ(complaint(spki_of(key.get())), "");
}

TEST(KeyStrength, RefusesShortKeysAndBadExponents) {
  const openssl::Key key(EVP_RSA_gen(2048));
  EXPECT_NE(complaint(spki_of(key.get())).find("3072"), std::string::npos);
  const auto modulus = product(prime(1536).get(), prime(1536).get());
  for (const BN_ULONG exponent : {1UL, 3UL, 65536UL, 65538UL})
    EXPECT_NE(complaint(rsa(modulus.get(), exponent)).find("指数"), std::string::npos);
  EXPECT_EQ(complaint(rsa(modulus.get(), 65539)), "");
}

TEST(KeyStrength, RefusesModuliThatComeApart) {
  Number small(BN_new());
  BN_set_word(small.get(), 751);
  EXPECT_NE(complaint(rsa(product(small.get(), prime(3072).get()).get())).find("因数"),
            std::string::npos);
  const auto p = prime(1536);
  Number next(BN_dup(p.get()));
  do BN_add_word(next.get(), 2);
  while (BN_check_prime(next.get(), nullptr, nullptr) != 1);
  EXPECT_NE(complaint(rsa(product(p.get(), next.get()).get())).find("接近"), std::string::npos);
  EXPECT_NE(complaint(rsa(product(p.get(), p.get()).get())).find("接近"), std::string::npos);
}

TEST(KeyStrength, RefusesKeysOfTheChipsThatUsePowersOf65537) {
  // As CVE-2017-15361 describes them: k·M + (65537^a mod M), M the product of the first primes.
  const openssl::Handle<BN_CTX, BN_CTX_free> context(BN_CTX_new());
  Number primorial(BN_new()), generator(BN_new());
  BN_one(primorial.get());
  BN_set_word(generator.get(), 65537);
  for (BN_ULONG candidate = 2; candidate <= 167; ++candidate) {
    bool is_prime = true;
    for (BN_ULONG d = 2; d * d <= candidate; ++d) is_prime = is_prime && candidate % d != 0;
    if (is_prime) BN_mul_word(primorial.get(), candidate);
  }
  const auto half = [&](BN_ULONG exponent) {
    Number power(BN_new()), e(BN_new()), k(BN_new()), out(BN_new());
    BN_set_word(e.get(), exponent);
    BN_mod_exp(power.get(), generator.get(), e.get(), primorial.get(), context.get());
    do {  // until it is prime, as the chips did
      BN_rand(k.get(), 1536 - BN_num_bits(primorial.get()) + 1, BN_RAND_TOP_TWO,
              BN_RAND_BOTTOM_ANY);
      BN_mul(out.get(), k.get(), primorial.get(), context.get());
      BN_add(out.get(), out.get(), power.get());
    } while (BN_check_prime(out.get(), nullptr, nullptr) != 1);
    return out;
  };
  EXPECT_NE(complaint(rsa(product(half(123456).get(), half(654321).get()).get())).find("CVE"),
            std::string::npos);
}

TEST(KeyStrength, RefusesPointsThatAreNotOnTheCurve) {
  std::string spki = PrivateKey::generate(Algorithm::sm2_sm3).public_key().spki();
  spki.back() = static_cast<char>(spki.back() ^ 1);
  EXPECT_NE(complaint(spki), "");
  EXPECT_NE(complaint("nothing"), "");
}

}  // namespace
}  // namespace certhall::pki
