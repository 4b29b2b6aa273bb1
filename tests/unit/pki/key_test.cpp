#include "pki/key.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "pki/der.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

std::string two_integers(std::string_view r, std::string_view s) {
  return der::sequence({der::integer(bytes(r)), der::integer(bytes(s))});
}

/// The key pair of the examples in GB/T 32918.5-2017.
PrivateKey example_key() {
  return PrivateKey::from_scalar(
             Algorithm::sm2_sm3,
             SecretText(bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")))
      .value();
}

class EveryCurve : public testing::TestWithParam<Algorithm> {};
INSTANTIATE_TEST_SUITE_P(Key, EveryCurve,
                         testing::Values(Algorithm::sm2_sm3, Algorithm::p256_sha256),
                         [](const auto& info) { return name_in_tests(info.param); });

TEST(Sm2, DerivesThePublicKeyOfTheStandardsExample) {
  EXPECT_EQ(to_hex(example_key().public_key().point()),
            "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
            "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
}

TEST(Sm2, VerifiesTheSignatureOfTheStandardsExample) {
  // GB/T 32918.5-2017 A.2, made with the default identity.
  const std::string signature =
      two_integers("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3",
                   "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
  const auto key = example_key();
  EXPECT_TRUE(key.public_key().verify("message digest", signature));
  EXPECT_FALSE(key.public_key().verify("message digesu", signature));
  EXPECT_FALSE(key.public_key().verify("message digest", flip_last_bit(signature)));
}

TEST(Sm2, IsSignedByOneLibraryAndVerifiedByAnotherFromManyThreads) {
  const auto key = example_key();
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 8; ++i) {
        const std::string message = "message " + std::to_string(thread * 8 + i);
        if (key.public_key().verify(message, key.sign(message))) ++good;
      }
    });
  for (auto& each : threads) each.join();
  EXPECT_EQ(good, 32);
}

TEST(Sm2, DecryptsTheCiphertextOfTheStandardsExample) {
  // GB/T 32918.5-2017 C.2.
  const std::string cipher = der::sequence(
      {der::integer(bytes("04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73")),
       der::integer(bytes("e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0")),
       der::octet_string(bytes("59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766")),
       der::octet_string(bytes("21886ca989ca9c7d58087307ca93092d651efa"))});
  const auto plain = example_key().decrypt(cipher);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->reveal(), "encryption standard");
}

TEST(Sm2, OutlivesDamagedCiphertexts) {
  const auto key = PrivateKey::generate(Algorithm::sm2_sm3);
  const std::string cipher = key.public_key().encrypt("0123456789abcdef");
  for (std::size_t bit = 0; bit < cipher.size() * 8; ++bit) {
    std::string damaged = cipher;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(key.decrypt(damaged)) << "bit " << bit;
  }
  EXPECT_FALSE(key.decrypt(""));
  EXPECT_FALSE(PrivateKey::generate(Algorithm::sm2_sm3).decrypt(cipher)) << "another key";
}

TEST(P256, HasNoEncryption) {
  const auto key = PrivateKey::generate(Algorithm::p256_sha256);
  EXPECT_THROW((void)key.public_key().encrypt("text"), std::logic_error);
  EXPECT_THROW((void)key.decrypt("text"), std::logic_error);
}

TEST_P(EveryCurve, SignsWhatOnlyItsPublicKeyVerifies) {
  const auto key = PrivateKey::generate(GetParam());
  const std::string signature = key.sign("文件");
  EXPECT_TRUE(key.public_key().verify("文件", signature));
  EXPECT_FALSE(key.public_key().verify("文件!", signature));
  EXPECT_FALSE(key.public_key().verify("文件", flip_last_bit(signature)));
  EXPECT_FALSE(key.public_key().verify("文件", ""));
  EXPECT_FALSE(PrivateKey::generate(GetParam()).public_key().verify("文件", signature));
}

TEST_P(EveryCurve, GoesThroughPkcs8AndItsNumber) {
  const auto key = PrivateKey::generate(GetParam());
  EXPECT_EQ(key.algorithm(), GetParam());
  EXPECT_EQ(key.scalar().reveal().size(), 32u);
  const auto& spki = key.public_key().spki();
  EXPECT_EQ(PrivateKey::from_pkcs8(key.to_pkcs8()).value().public_key().spki(), spki);
  EXPECT_EQ(PrivateKey::from_scalar(GetParam(), key.scalar()).value().public_key().spki(), spki);
  EXPECT_EQ(PublicKey::from_spki(spki).value().algorithm(), GetParam());
}

TEST_P(EveryCurve, RefusesNumbersOutsideTheRange) {
  const auto accepts = [](std::string number) {
    return PrivateKey::from_scalar(GetParam(), SecretText(std::move(number))).has_value();
  };
  EXPECT_FALSE(accepts(std::string(32, '\0')));
  EXPECT_FALSE(accepts(std::string(32, '\xff')));
  EXPECT_FALSE(accepts(std::string(31, '\x01')));
  EXPECT_FALSE(accepts(""));
  EXPECT_TRUE(accepts(std::string(32, '\x01')));
}

TEST(Sm2, RefusesTheOneNumberForWhichItCannotSign) {
  // n-1: 1 + d would have no inverse (GB/T 32918.1 6.1).
  const auto made = [](const char* hex) {
    return PrivateKey::from_scalar(Algorithm::sm2_sm3, SecretText(bytes(hex))).has_value();
  };
  EXPECT_FALSE(made("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122"));
  EXPECT_TRUE(made("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121"));
}

TEST_P(EveryCurve, RefusesPublicKeysThatAreNotOnTheCurve) {
  std::string point = PrivateKey::generate(GetParam()).public_key().point();
  point = flip_last_bit(std::move(point));
  EXPECT_FALSE(PublicKey::from_spki(subject_public_key_info(GetParam(), point)));
  EXPECT_FALSE(PublicKey::from_spki(subject_public_key_info(GetParam(), std::string(1, '\0'))));
  std::string compressed = point.substr(0, 33);
  compressed[0] = '\x02';
  EXPECT_FALSE(PublicKey::from_spki(subject_public_key_info(GetParam(), compressed)));
}

TEST_P(EveryCurve, OutlivesDamagedKeys) {
  const auto key = PrivateKey::generate(GetParam());
  expect_outlives_damage(key.public_key().spki(), [](std::string_view der) {
    return PublicKey::from_spki(der).has_value();
  });
  const std::string pkcs8(key.to_pkcs8().reveal());
  for (std::size_t size = 0; size < pkcs8.size(); ++size) {
    EXPECT_FALSE(PrivateKey::from_pkcs8(SecretText(pkcs8.substr(0, size))));
  }
}

TEST(PublicKey, RefusesTheCurveOfAnother) {
  const auto sm2 = PrivateKey::generate(Algorithm::sm2_sm3);
  EXPECT_FALSE(PublicKey::from_spki(
      subject_public_key_info(Algorithm::p256_sha256, sm2.public_key().point())));
}

std::string rsa_numbers(std::string_view modulus, std::string_view exponent) {
  return subject_public_key_info(Algorithm::rsa_sha256,
                                 der::sequence({der::integer(modulus), der::integer(exponent)}));
}

TEST(Rsa, SignsWhatOnlyItsPublicKeyVerifies) {
  const auto key = sample_key(Algorithm::rsa_sha256);
  const std::string signature = key.sign("文件");
  EXPECT_EQ(signature.size(), 384u);
  EXPECT_EQ(key.sign("文件"), signature) << "PKCS #1 v1.5 has no randomness";
  EXPECT_TRUE(key.public_key().verify("文件", signature));
  EXPECT_FALSE(key.public_key().verify("文件!", signature));
  EXPECT_FALSE(key.public_key().verify("文件", flip_last_bit(signature)));
  EXPECT_FALSE(sample_key(Algorithm::rsa_sha256).public_key().verify("文件", signature));
}

TEST(Rsa, GoesThroughPkcs8) {
  const auto key = sample_key(Algorithm::rsa_sha256);
  EXPECT_EQ(key.public_key().bits(), 3072);
  const auto again = PrivateKey::from_pkcs8(key.to_pkcs8()).value();
  EXPECT_EQ(again.algorithm(), Algorithm::rsa_sha256);
  EXPECT_EQ(again.public_key().spki(), key.public_key().spki());
  EXPECT_TRUE(key.public_key().verify("text", again.sign("text")));
}

TEST(Rsa, RefusesWeakKeys) {
  const std::string good = std::string(383, '\xc5') + '\x01';
  const std::string f4{"\x01\x00\x01", 3};
  const auto accepts = [](std::string_view spki) { return PublicKey::from_spki(spki).has_value(); };
  EXPECT_TRUE(accepts(rsa_numbers(good, f4)));
  EXPECT_FALSE(accepts(rsa_numbers(good.substr(128), f4))) << "2048 bits";
  EXPECT_FALSE(accepts(rsa_numbers(std::string(383, '\xc5') + '\x02', f4))) << "even";
  EXPECT_FALSE(accepts(rsa_numbers(good, "\x03")));
  EXPECT_FALSE(accepts(rsa_numbers(good, std::string("\x01\x00\x02", 3))));
  EXPECT_FALSE(accepts(rsa_numbers(good, good))) << "an exponent as long as the modulus";
  EXPECT_THROW((void)PrivateKey::generate(Algorithm::rsa_sha256, 2048), std::invalid_argument);
}

TEST(Rsa, HasNoPoint) {
  const auto key = sample_key(Algorithm::rsa_sha256);
  EXPECT_THROW((void)key.public_key().point(), std::logic_error);
  EXPECT_THROW((void)key.scalar(), std::logic_error);
  EXPECT_THROW((void)key.public_key().encrypt("text"), std::logic_error);
}

TEST(Rsa, OutlivesDamagedKeys) {
  const auto key = sample_key(Algorithm::rsa_sha256);
  const std::string spki = key.public_key().spki();
  for (std::size_t size = 0; size < spki.size(); ++size)
    EXPECT_FALSE(PublicKey::from_spki(std::string_view(spki).substr(0, size)));
  for (std::size_t bit = 0; bit < spki.size() * 8; ++bit) {
    std::string damaged = spki;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const auto read = PublicKey::from_spki(damaged);
    EXPECT_TRUE(!read || read->spki() == damaged);
  }
}

TEST(Algorithm, ReadsRsaWithAndWithoutNull) {
  const auto null = signature_algorithm(Algorithm::rsa_sha256, Sm2Parameters::absent);
  EXPECT_EQ(to_hex(null), "300d06092a864886f70d01010b0500");
  EXPECT_EQ(parse_signature_algorithm(null), Algorithm::rsa_sha256);
  EXPECT_EQ(parse_signature_algorithm(der::sequence({der::oid(oid::kRsaWithSha256)})),
            Algorithm::rsa_sha256);
}

TEST(SignChecked, LetsNoBadSignatureOut) {
  class FaultySigner final : public Signer {
   public:
    const PublicKey& public_key() const override { return key_.public_key(); }
    std::string sign(std::string_view message) const override {
      return flip_last_bit(key_.sign(message));
    }

   private:
    PrivateKey key_ = PrivateKey::generate(Algorithm::sm2_sm3);
  };
  EXPECT_THROW((void)sign_checked(FaultySigner{}, "text"), std::runtime_error);
}

}  // namespace
}  // namespace certhall::pki
