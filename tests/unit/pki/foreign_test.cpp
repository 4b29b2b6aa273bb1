// Objects that another implementation made (tests/vectors/pki/README.md) are understood here.

#include <gtest/gtest.h>

#include "base/files.h"
#include "pki/crl.h"
#include "pki/csr.h"
#include "pki/ocsp.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

std::string vector_file(const std::string& name) {
  return read_file(std::string(CERTHALL_SOURCE_DIR) + "/tests/vectors/pki/" + name).value();
}

class Foreign : public testing::Test {
 protected:
  CertificateInfo authority_ = parse_certificate(vector_file("foreign-ca.cer")).value();
  CertificateInfo user_ = parse_certificate(vector_file("foreign-user.cer")).value();
};

TEST_F(Foreign, CertificatesVerify) {
  EXPECT_EQ(user_.serial, "5a02");
  EXPECT_EQ(find_attribute(user_.subject, oid::kCommonName), "张示例");
  EXPECT_EQ(user_.key_usage, key_usage::kDigitalSignature);
  EXPECT_TRUE(verify_issued_by(authority_, authority_, kNow));
  EXPECT_TRUE(verify_issued_by(user_, authority_, kNow));
}

TEST_F(Foreign, RequestsProvePossessionAndWhatTheyAskForIsNamed) {
  const auto request = parse_certification_request(vector_file("foreign-request.csr")).value();
  EXPECT_EQ(request.spki, user_.spki);
  EXPECT_EQ(request.attributes, std::vector<std::string>{"1.2.840.113549.1.9.7"});
}

TEST_F(Foreign, ListsVerify) {
  const auto crl = parse_crl(vector_file("foreign.crl")).value();
  EXPECT_TRUE(verify_crl(crl, authority_, kNow));
  ASSERT_NE(crl.find(user_.serial), nullptr);
  EXPECT_EQ(crl.find(user_.serial)->reason, RevocationReason::key_compromise);
}

TEST_F(Foreign, OcspIsUnderstoodInBothDirections) {
  const auto request = parse_ocsp_request(vector_file("foreign-request.ocsp")).value();
  ASSERT_EQ(request.certificates.size(), 1u);
  EXPECT_EQ(request.nonce, "\x01\x02\x03\x04");
  EXPECT_TRUE(OcspIssuer(authority_).issued(request.certificates[0]));
  const auto response = parse_ocsp_response(vector_file("foreign-response.ocsp")).value();
  EXPECT_TRUE(verify_ocsp_response(response, authority_, kNow));
  EXPECT_EQ(response.answer.responses.at(0).status, CertificateStatus::revoked);
  EXPECT_EQ(response.answer.responses.at(0).id.der, request.certificates[0].der);
}

TEST_F(Foreign, KeysAndCiphertextsOpen) {
  const auto key = PrivateKey::from_pkcs8(SecretText(vector_file("foreign-user.pkcs8"))).value();
  EXPECT_EQ(key.public_key().spki(), user_.spki);
  EXPECT_EQ(key.decrypt(vector_file("foreign.sm2cipher")).value().reveal(), "招标文件");
}

}  // namespace
}  // namespace certhall::pki
