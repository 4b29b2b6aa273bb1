#include "pki/ocsp.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "pki/der.h"
#include "pki/ocsp_parts.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

constexpr std::chrono::hours kHour{1};
constexpr std::string_view kSerial = "0102030405060708090a0b0c0d0e0f1011";

class Ocsp : public testing::Test {
 protected:
  std::string answer(std::vector<SingleResponse> responses, std::string nonce = {}) {
    return build_ocsp_response(
        {.produced_at = kNow, .responses = std::move(responses), .nonce = std::move(nonce)},
        authority_.responder, authority_.hierarchy.responder);
  }
  SingleResponse single(CertificateStatus status) {
    return {.id = issuer_.cert_id(kSerial, Digest::sha1),
            .status = status,
            .revoked_at = kNow - kHour,
            .reason = RevocationReason::key_compromise,
            .this_update = kNow,
            .next_update = kNow + kHour};
  }
  Status verify(const std::string& der, Timestamp at = kNow) {
    ASSIGN_OR_RETURN(response, parse_ocsp_response(der));
    return verify_ocsp_response(response, authority_.issuing_info, at);
  }

  SampleAuthority authority_{Algorithm::sm2_sm3};
  OcspIssuer issuer_{authority_.issuing_info};
};

TEST_F(Ocsp, UnderstandsRequestsInEveryDigest) {
  std::vector<CertId> ids;
  for (const auto algorithm : {Digest::sha1, Digest::sha256, Digest::sm3}) {
    ids.push_back(issuer_.cert_id(kSerial, algorithm));
  }
  const auto request = parse_ocsp_request(build_ocsp_request(ids, "nonce")).value();
  ASSERT_EQ(request.certificates.size(), 3u);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(request.certificates[i].digest, ids[i].digest);
    EXPECT_EQ(request.certificates[i].serial, kSerial);
    EXPECT_EQ(request.certificates[i].der, ids[i].der);
    EXPECT_TRUE(issuer_.issued(request.certificates[i]));
  }
  EXPECT_EQ(request.nonce, "nonce");
}

TEST_F(Ocsp, KnowsItsOwnCertificatesFromOthers) {
  const OcspIssuer other(authority_.root_info);
  for (const auto algorithm : {Digest::sha1, Digest::sha256, Digest::sm3}) {
    EXPECT_FALSE(issuer_.issued(other.cert_id(kSerial, algorithm)));
  }
}

TEST_F(Ocsp, TakesNoncesOf1To128Octets) {
  const std::vector<CertId> ids{issuer_.cert_id(kSerial, Digest::sha1)};
  const auto with_nonce = [&](const std::string& nonce) {
    const std::string list = der::sequence({der::sequence({ids[0].der})});
    const std::string extension =
        der::sequence({der::oid(oid::kOcspNonce), der::octet_string(der::octet_string(nonce))});
    return der::sequence({der::sequence({list, der::explicitly(2, der::sequence({extension}))})});
  };
  EXPECT_TRUE(parse_ocsp_request(build_ocsp_request(ids, "")).value().nonce.empty());
  EXPECT_TRUE(parse_ocsp_request(with_nonce("x")));
  EXPECT_TRUE(parse_ocsp_request(with_nonce(std::string(128, 'x'))));
  EXPECT_FALSE(parse_ocsp_request(with_nonce(std::string(129, 'x'))));
  EXPECT_FALSE(parse_ocsp_request(with_nonce("")));
}

TEST_F(Ocsp, LimitsWhatOneRequestMayAsk) {
  const auto id = issuer_.cert_id(kSerial, Digest::sha1);
  EXPECT_TRUE(parse_ocsp_request(build_ocsp_request(std::vector(kOcspCertificatesLimit, id), "")));
  const auto refused =
      parse_ocsp_request(build_ocsp_request(std::vector(kOcspCertificatesLimit + 1, id), ""));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::too_large);
  EXPECT_FALSE(parse_ocsp_request(std::string(kOcspRequestLimit + 1, '0')));
  EXPECT_FALSE(parse_ocsp_request(build_ocsp_request({}, ""))) << "asks for nothing";
}

TEST_F(Ocsp, RefusesDigestsThatItDoesNotKnow) {
  const std::string id =
      der::sequence({der::sequence({der::oid("1.2.840.113549.2.5")}), der::octet_string("a"),
                     der::octet_string("b"), der::integer(std::uint64_t{1})});
  EXPECT_FALSE(parse_ocsp_request(build_ocsp_request({{.der = id}}, "")));
}

TEST_F(Ocsp, OutlivesDamagedRequests) {
  expect_outlives_damage(
      build_ocsp_request({issuer_.cert_id(kSerial, Digest::sm3)}, "0123456789abcdef"),
      [](std::string_view der) { return parse_ocsp_request(der).has_value(); });
}

TEST_F(Ocsp, AnswersGoodRevokedAndUnknown) {
  for (const auto status :
       {CertificateStatus::good, CertificateStatus::revoked, CertificateStatus::unknown}) {
    const std::string der = answer({single(status)}, "nonce");
    ASSERT_TRUE(verify(der));
    const auto response = parse_ocsp_response(der).value();
    ASSERT_EQ(response.answer.responses.size(), 1u);
    const auto& got = response.answer.responses[0];
    EXPECT_EQ(got.status, status);
    EXPECT_EQ(got.id.serial, kSerial);
    EXPECT_EQ(got.this_update, kNow);
    EXPECT_EQ(got.next_update, kNow + kHour);
    EXPECT_EQ(response.answer.nonce, "nonce");
    EXPECT_EQ(response.answer.produced_at, kNow);
    if (status != CertificateStatus::revoked) continue;
    EXPECT_EQ(got.revoked_at, kNow - kHour);
    EXPECT_EQ(got.reason, RevocationReason::key_compromise);
  }
}

TEST_F(Ocsp, EchoesTheCertIdByteForByte) {
  const auto asked = issuer_.cert_id(kSerial, Digest::sm3);
  const auto parsed = parse_ocsp_request(build_ocsp_request({asked}, "")).value();
  auto response = single(CertificateStatus::good);
  response.id = parsed.certificates[0];
  EXPECT_NE(answer({response}).find(asked.der), std::string::npos);
}

TEST_F(Ocsp, RefusesStaleAnswersAndThoseWithoutAnEnd) {
  const std::string der = answer({single(CertificateStatus::good)});
  EXPECT_TRUE(verify(der, kNow + kHour));
  EXPECT_FALSE(verify(der, kNow + kHour + std::chrono::milliseconds{1}));
  EXPECT_FALSE(verify(der, kNow - kHour));
  auto endless = single(CertificateStatus::good);
  endless.next_update.reset();
  EXPECT_FALSE(verify(answer({endless})));
}

TEST_F(Ocsp, RefusesAnswersOfOthers) {
  const auto sign_with = [&](const Signer& signer, std::string_view certificate) {
    return build_ocsp_response(
        {.produced_at = kNow, .responses = {single(CertificateStatus::good)}, .nonce = {}}, signer,
        certificate);
  };
  // A subscriber's certificate is signed by the authority, but not for answering.
  const KeySigner subscriber(PrivateKey::from_pkcs8(authority_.subscriber.to_pkcs8()).value());
  const std::string leaf = issue(authority_.request(), authority_.issuing).value();
  EXPECT_FALSE(verify(sign_with(subscriber, leaf)));
  EXPECT_FALSE(verify(sign_with(subscriber, authority_.hierarchy.responder)));
  SampleAuthority other(Algorithm::sm2_sm3);
  EXPECT_FALSE(verify(sign_with(other.responder, other.hierarchy.responder)));
  // The authority itself may answer.
  EXPECT_TRUE(verify(sign_with(authority_.issuing, authority_.hierarchy.issuing)));
  const OcspIssuer root(authority_.root_info);
  auto foreign = single(CertificateStatus::good);
  foreign.id = root.cert_id(kSerial, Digest::sha1);
  EXPECT_FALSE(verify(answer({foreign}))) << "about another authority's certificate";
}

TEST_F(Ocsp, OutlivesDamagedAnswersAndNoticesEveryOne) {
  const std::string der = answer({single(CertificateStatus::revoked)}, "nonce");
  expect_outlives_damage(
      der, [](std::string_view bytes) { return parse_ocsp_response(bytes).has_value(); });
  const auto end_of_signed = der.find(authority_.hierarchy.responder);
  ASSERT_NE(end_of_signed, std::string::npos);
  for (std::size_t bit = 0; bit < end_of_signed * 8; bit += 3) {
    std::string damaged = der;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(verify(damaged)) << "bit " << bit;
  }
}

TEST_F(Ocsp, SaysErrorsInFiveBytes) {
  EXPECT_EQ(to_hex(ocsp_error(OcspError::try_later)), "30030a0103");
  const auto refused = parse_ocsp_response(ocsp_error(OcspError::unauthorized));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::upstream);
  EXPECT_NE(refused.error().message.find("unauthorized"), std::string::npos);
}

}  // namespace
}  // namespace certhall::pki
