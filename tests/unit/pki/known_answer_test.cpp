// The examples of the standards, number by number (tests/vectors/pki/gbt-examples.txt).

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <sstream>

#include "base/encoding.h"
#include "base/files.h"
#include "pki/der.h"
#include "pki/digest.h"
#include "pki/key.h"

namespace certhall::pki {
namespace {

std::string of(const std::string& name) {
  static const auto kExamples = [] {
    std::map<std::string, std::string> examples;
    std::istringstream lines(
        read_file(CERTHALL_SOURCE_DIR "/tests/vectors/pki/gbt-examples.txt").value());
    for (std::string line; std::getline(lines, line);) {
      if (const auto space = line.find(' '); !line.empty() && line[0] != '#')
        examples.emplace(line.substr(0, space), from_hex(line.substr(space + 1)).value());
    }
    return examples;
  }();
  return kExamples.at(name);
}

PrivateKey example_key() {
  return PrivateKey::from_scalar(Algorithm::sm2_sm3, SecretText(of("sign.private"))).value();
}

std::string signature(const std::string& r, const std::string& s) {
  return der::sequence({der::integer(std::string_view(r)), der::integer(std::string_view(s))});
}

std::string example_cipher() {
  return der::sequence({der::integer(std::string_view(of("encrypt.c1.x"))),
                        der::integer(std::string_view(of("encrypt.c1.y"))),
                        der::octet_string(of("encrypt.c3")), der::octet_string(of("encrypt.c2"))});
}

/// e of GB/T 32918.2 6.1 for the example's key and identity.
std::string digest_to_sign(std::string_view message) {
  const std::string identity = of("sign.identity");
  const auto bits = identity.size() * 8;
  const std::string z = digest(
      Digest::sm3, std::string{static_cast<char>(bits >> 8), static_cast<char>(bits & 0xff)} +
                       identity + of("curve.a") + of("curve.b") + of("curve.x") + of("curve.y") +
                       of("sign.public.x") + of("sign.public.y"));
  EXPECT_EQ(to_hex(z), to_hex(of("sign.z")));
  return digest(Digest::sm3, z + std::string(message));
}

TEST(Sm3, GivesTheDigestsOfTheStandard) {
  for (const std::string nth : {"sm3.1", "sm3.2"})
    EXPECT_EQ(to_hex(digest(Digest::sm3, of(nth + ".message"))), to_hex(of(nth + ".digest")));
}

TEST(Sm2Example, HasThePublicKeyOfItsPrivateKey) {
  EXPECT_EQ(example_key().public_key().point(), "\x04" + of("sign.public.x") + of("sign.public.y"));
}

TEST(Sm2Example, IsSignedOverTheDigestOfIdentityAndMessage) {
  EXPECT_EQ(to_hex(digest_to_sign(of("sign.message"))), to_hex(of("sign.e")));
}

TEST(Sm2Example, HasASignatureThatVerifiesAndNoOther) {
  const auto key = example_key().public_key();
  const std::string r = of("sign.r"), s = of("sign.s"), message = of("sign.message");
  EXPECT_TRUE(key.verify(message, signature(r, s)));
  EXPECT_FALSE(key.verify(message + " ", signature(r, s)));
  EXPECT_FALSE(key.verify(message, signature(s, r)));
  EXPECT_FALSE(key.verify(message, signature(r, of("curve.n"))));
  EXPECT_FALSE(key.verify(message, signature(std::string(1, '\0'), s)));
}

TEST(Sm2Example, OpensTheCiphertext) {
  EXPECT_EQ(example_key().decrypt(example_cipher()).value().reveal(), of("encrypt.message"));
}

template <auto kFree>
struct Free {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;

/// Arithmetic on the curve by its parameters, without any SM2 of a library.
class Curve {
 public:
  Curve() : group_(EC_GROUP_new_curve_GFp(p_.get(), a_.get(), b_.get(), nullptr)), base_(point()) {
    EC_POINT_set_affine_coordinates(group_.get(), base_.get(), number("curve.x").get(),
                                    number("curve.y").get(), nullptr);
    EC_GROUP_set_generator(group_.get(), base_.get(), n_.get(), BN_value_one());
  }

  /// x of u·G + v·P, P the example's public key.
  [[nodiscard]] Number x_of(const Number& u, const Number& v) const {
    const auto key = point(), sum = point();
    EC_POINT_set_affine_coordinates(group_.get(), key.get(), number("sign.public.x").get(),
                                    number("sign.public.y").get(), nullptr);
    EC_POINT_mul(group_.get(), sum.get(), u.get(), key.get(), v.get(), nullptr);
    Number x(BN_new());
    EC_POINT_get_affine_coordinates(group_.get(), sum.get(), x.get(), nullptr, nullptr);
    return x;
  }
  [[nodiscard]] Number sum(const Number& one, const Number& other) const {
    const std::unique_ptr<BN_CTX, Free<BN_CTX_free>> context(BN_CTX_new());
    Number result(BN_new());
    BN_mod_add(result.get(), one.get(), other.get(), n_.get(), context.get());
    return result;
  }
  static Number of_bytes(std::string_view bytes) {
    return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()), nullptr));
  }
  static Number number(const std::string& name) { return of_bytes(of(name)); }

 private:
  using Point = std::unique_ptr<EC_POINT, Free<EC_POINT_free>>;
  [[nodiscard]] Point point() const { return Point(EC_POINT_new(group_.get())); }

  const Number p_ = number("curve.p"), a_ = number("curve.a"), b_ = number("curve.b"),
               n_ = number("curve.n");
  std::unique_ptr<EC_GROUP, Free<EC_GROUP_free>> group_;
  Point base_;
};

TEST(Sm2Example, HasTheNumbersOfItsSignatureAndCipher) {
  // GB/T 32918.2 6.1: r = e + x(k·G) mod n; GB/T 32918.4 6.1: x of C1 = x(k·G).
  const Curve curve;
  const Number zero(BN_new());
  const auto r = curve.sum(Curve::number("sign.e"), curve.x_of(Curve::number("sign.k"), zero));
  EXPECT_EQ(BN_cmp(r.get(), Curve::number("sign.r").get()), 0);
  const auto x = curve.x_of(Curve::number("encrypt.k"), zero);
  EXPECT_EQ(BN_cmp(x.get(), Curve::number("encrypt.c1.x").get()), 0);
}

TEST(Sm2Example, KeepsTheEquationOfTheStandardForOurSignatures) {
  // GB/T 32918.2 7.1: R = e + x(s·G + (r+s)·P) mod n is r. The example's own, then ours.
  const Curve curve;
  const auto key = example_key();
  const std::string message = of("sign.message");
  for (const std::string& each :
       {signature(of("sign.r"), of("sign.s")), key.sign(message), key.sign(message)}) {
    bool ok = true;
    der::Reader parts = der::Reader(each, ok).enter(der::kSequence);
    const auto r = Curve::of_bytes(parts.integer()), s = Curve::of_bytes(parts.integer());
    ASSERT_TRUE(ok);
    const auto expected =
        curve.sum(Curve::of_bytes(digest_to_sign(message)), curve.x_of(s, curve.sum(r, s)));
    EXPECT_EQ(BN_cmp(expected.get(), r.get()), 0);
  }
  EXPECT_NE(key.sign(message), key.sign(message)) << "k must never come twice";
}

}  // namespace
}  // namespace certhall::pki
