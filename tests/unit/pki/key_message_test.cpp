#include "pki/key_message.h"

#include "base/encoding.h"
#include "pki/der.h"
#include "pki/envelope.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

class KeyMessage : public testing::Test {
 protected:
  [[nodiscard]] std::string seal() {
    return seal_key_signed(key_, user_.public_key(),
                           {.issuer_der = authority_.issuing_info.subject_der, .serial = "0a01"},
                           authority_.issuing, authority_.hierarchy.issuing, random_);
  }

  SampleAuthority authority_{Algorithm::sm2_sm3};
  SystemRandom random_;
  PrivateKey user_ = PrivateKey::generate(Algorithm::sm2_sm3);
  PrivateKey key_ = PrivateKey::generate(Algorithm::sm2_sm3);
};

TEST_F(KeyMessage, BringsTheKeyFromItsSigner) {
  const auto opened = open_key_signed(seal(), user_, authority_.issuing_info.spki);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->public_key().spki(), key_.public_key().spki());
}

TEST_F(KeyMessage, OpensForNobodyElseAndBelievesNobodyElse) {
  const std::string message = seal();
  EXPECT_FALSE(open_key_signed(message, key_, authority_.issuing_info.spki));
  EXPECT_EQ(open_key_signed(message, user_, authority_.root_info.spki).error().code,
            ErrorCode::invalid);
}

TEST_F(KeyMessage, NeverBringsAnotherKeyForABitFlipped) {
  const std::string message = seal();
  for (std::size_t size = 0; size < message.size(); size += 7)
    EXPECT_FALSE(open_key_signed(message.substr(0, size), user_, authority_.issuing_info.spki));
  std::size_t refused = 0;
  for (std::size_t byte = 0; byte < message.size(); ++byte) {
    std::string damaged = message;
    damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << byte % 8));
    const auto opened = open_key_signed(damaged, user_, authority_.issuing_info.spki);
    // The names of recipient and signer, and the signer's certificate, are not looked at.
    const std::string got = opened ? opened->public_key().spki() : "refused";
    EXPECT_TRUE(got == "refused" || got == key_.public_key().spki()) << "byte " << byte;
    if (!opened) ++refused;
  }
  EXPECT_GT(refused, 400U);
}

TEST_F(KeyMessage, IsTheTypeOfTheStandard) {
  bool ok = true;
  const std::string message = seal();
  der::Reader info = der::Reader(message, ok).enter(der::kSequence);
  EXPECT_EQ(info.oid(), "1.2.156.10197.6.1.4.2.4");
  EXPECT_TRUE(ok);
}

TEST_F(KeyMessage, OfADeviceHoldsCertificatesAndTheKey) {
  const std::string envelope = seal_encryption_key(key_, user_.public_key(), random_);
  const KeyResponse response{.signing_certificates = {authority_.hierarchy.issuing},
                             .enveloped_key = envelope,
                             .encryption_certificates = {authority_.hierarchy.root}};
  const std::string der = write_key_response(response);
  const auto read = read_key_response(der);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->signing_certificates, response.signing_certificates);
  EXPECT_EQ(read->enveloped_key, envelope);
  EXPECT_EQ(read->encryption_certificates, response.encryption_certificates);
  for (std::size_t size = 0; size < der.size(); ++size)
    EXPECT_FALSE(read_key_response(der.substr(0, size)));
}

TEST_F(KeyMessage, OfADeviceIsReadWithAnImplicitTagToo) {
  const std::string envelope = seal_encryption_key(key_, user_.public_key(), random_);
  bool ok = true;
  const auto content = der::Reader(envelope, ok).take(der::kSequence).content;
  const std::string der =
      der::sequence({der::set_of({authority_.hierarchy.issuing}),
                     der::element(der::context_constructed(0), content),
                     der::element(der::context_constructed(1), authority_.hierarchy.root)});
  const auto read = read_key_response(der);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->enveloped_key, envelope);
}

TEST_F(KeyMessage, OfADeviceHasNoKeyWithoutItsCertificate) {
  const std::string envelope = seal_encryption_key(key_, user_.public_key(), random_);
  EXPECT_THROW((void)write_key_response({.signing_certificates = {authority_.hierarchy.issuing},
                                         .enveloped_key = envelope}),
               std::logic_error);
  EXPECT_FALSE(read_key_response(
      der::sequence({der::set_of({authority_.hierarchy.issuing}), der::explicitly(0, envelope)})));
  EXPECT_TRUE(read_key_response(der::sequence({der::set_of({authority_.hierarchy.issuing})})));
}

}  // namespace
}  // namespace certhall::pki
