// Time stamps: what is asked, what is stamped, and that nothing of it can be changed.

#include "pki/tsp.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "pki/der.h"
#include "pki/digest.h"
#include "pki/oid.h"
#include "pki/outside_certificate.h"
#include "unit/pki/samples.h"

namespace certhall::pki {
namespace {

const std::string kMessage = "招标文件第一册";

struct Stamped : SampleAuthority {
  explicit Stamped(Algorithm algorithm)
      : SampleAuthority(algorithm), stamper(PrivateKey::generate(algorithm)) {
    certificate = issue({.profile = plan.profiles.time_stamp_signer,
                         .issuer = issuer_of(issuing_info),
                         .subject = name_of("示例时间戳"),
                         .subject_spki = stamper.spki(),
                         .serial = new_serial(1, random),
                         .not_before = kNow,
                         .not_after = kNow + kYear,
                         .identity = {}},
                        issuing)
                      .value();
  }

  TimeStampInfo info() const {
    const bool sm2 = stamper.algorithm() == Algorithm::sm2_sm3;
    return {.policy = "2.999.3161",
            .digest_oid = std::string(sm2 ? oid::kSm3 : oid::kSha256),
            .imprint = digest(sm2 ? Digest::sm3 : Digest::sha256, kMessage),
            .serial = "05f5e100",
            .time = kNow + std::chrono::hours{5},
            .accuracy_ms = 1500,
            .nonce = "\x01\x02\x03"};
  }
  std::string token(std::string_view named) {
    return sign(build_time_stamp(info(), named, stamper.algorithm()), stamper,
                {certificate, hierarchy.issuing});
  }

  KeySigner stamper;
  std::string certificate;
};

class TimeStamps : public testing::TestWithParam<Algorithm> {
 protected:
  Stamped authority_{GetParam()};
};

TEST_P(TimeStamps, SayWhatWasStampedWhenAndByWhom) {
  const auto token = parse_time_stamp_token(authority_.token(authority_.certificate)).value();
  const auto info = authority_.info();
  EXPECT_EQ(token.info.policy, info.policy);
  EXPECT_EQ(token.info.imprint, info.imprint);
  EXPECT_EQ(token.info.serial, info.serial);
  EXPECT_EQ(token.info.time, info.time);
  EXPECT_EQ(token.info.accuracy_ms, info.accuracy_ms);
  EXPECT_EQ(token.info.nonce, info.nonce);
  EXPECT_EQ(token.signed_data.certificates.size(), 2u);
  EXPECT_TRUE(verify_time_stamp(token, authority_.certificate));
}

TEST_P(TimeStamps, NoBitOfThemCanBeChangedUnseen) {
  const std::string token = authority_.token(authority_.certificate);
  expect_outlives_damage(token, [&](const std::string& der) {
    const auto parsed = parse_time_stamp_token(der);
    return parsed && der.size() == token.size() && der == token &&
           verify_time_stamp(*parsed, authority_.certificate);
  });
  // Each byte of what is signed and of the signature, on its own.
  const auto good = parse_time_stamp_token(token).value();
  for (std::size_t at = 0; at < good.signed_data.content->size(); ++at) {
    auto bad = good;
    bad.signed_data.content->at(at) = static_cast<char>(bad.signed_data.content->at(at) ^ 4);
    EXPECT_FALSE(verify_time_stamp(bad, authority_.certificate)) << at;
  }
  auto bad = good;
  bad.signed_data.signers[0].signature = flip_last_bit(bad.signed_data.signers[0].signature);
  EXPECT_FALSE(verify_time_stamp(bad, authority_.certificate));
}

TEST_P(TimeStamps, NobodyElseMayStamp) {
  // A subscriber's certificate for the stamper's key: another purpose.
  auto request = authority_.request();
  request.subject_spki = authority_.stamper.spki();
  const auto subscriber = issue(request, authority_.issuing).value();
  const auto token = parse_time_stamp_token(authority_.token(subscriber)).value();
  EXPECT_FALSE(verify_time_stamp(token, subscriber));
  EXPECT_FALSE(verify_time_stamp(token, authority_.certificate)) << "signed as another one";
}

TEST_P(TimeStamps, TellsThatTheCertificateMayDoNothingElse) {
  const auto certificate = read_certificate(authority_.certificate).value();
  EXPECT_TRUE(certificate.extended_key_usage_critical);
  EXPECT_EQ(certificate.extended_key_usage,
            std::vector<std::string>{std::string(oid::kTimeStamping)});
  EXPECT_EQ(signed_by(certificate, authority_.issuing_info.spki), Fit::fits);
  EXPECT_EQ(signed_by(certificate, authority_.root_info.spki), Fit::broken);
  EXPECT_EQ(certificate.common_name, "示例时间戳");
  EXPECT_EQ(certificate.serial, parse_certificate(authority_.certificate)->serial);
}

INSTANTIATE_TEST_SUITE_P(Both, TimeStamps,
                         testing::Values(Algorithm::sm2_sm3, Algorithm::p256_sha256));

TimeStampRequest question() {
  return {.digest_oid = std::string(oid::kSha256),
          .imprint = digest(Digest::sha256, kMessage),
          .policy = "2.999.1",
          .nonce = "\x7f\x01",
          .certificate_wanted = true};
}

TEST(TimeStampRequests, AreReadAsTheyWereWritten) {
  const auto read = parse_time_stamp_request(build_time_stamp_request(question())).value();
  EXPECT_EQ(read.digest_oid, question().digest_oid);
  EXPECT_EQ(read.imprint, question().imprint);
  EXPECT_EQ(read.policy, question().policy);
  EXPECT_EQ(read.nonce, question().nonce);
  EXPECT_TRUE(read.certificate_wanted);
  expect_outlives_damage(build_time_stamp_request(question()), [](const std::string& der) {
    return parse_time_stamp_request(der).has_value();
  });
}

TEST(TimeStampRequests, OfWeakOrCutDigestsAreRefused) {
  auto asked = question();
  asked.imprint.pop_back();
  EXPECT_EQ(parse_time_stamp_request(build_time_stamp_request(asked)).error(),
            TimeStampFailure::bad_data_format);
  asked = question();
  asked.digest_oid = oid::kSha1;
  asked.imprint = digest(Digest::sha1, kMessage);
  EXPECT_EQ(parse_time_stamp_request(build_time_stamp_request(asked)).error(),
            TimeStampFailure::bad_algorithm);
}

TEST(TimeStampRequests, WithACriticalExtensionAreRefused) {
  // version 1, SHA-256 imprint, [0] { 1.2.3, critical, "" }
  const std::string imprint = der::sequence({der::sequence({der::oid(oid::kSha256)}),
                                             der::octet_string(digest(Digest::sha256, kMessage))});
  const auto with = [&](bool critical) {
    return der::sequence(
        {der::integer(std::uint64_t{1}), imprint,
         der::element(der::context_constructed(0),
                      der::sequence({der::oid("1.2.3"), critical ? der::boolean(true) : "",
                                     der::octet_string("")}))});
  };
  EXPECT_TRUE(parse_time_stamp_request(with(false)));
  EXPECT_EQ(parse_time_stamp_request(with(true)).error(), TimeStampFailure::unaccepted_extension);
}

TEST(TimeStampResponses, SayWhyThereIsNone) {
  // PKIStatusInfo { rejection, { "x" }, timeNotAvailable = bit 14 }
  EXPECT_EQ(to_hex(time_stamp_response(TimeStampFailure::time_not_available, "x")),
            "300f300d02010230030c01780303010002");
  const auto refused =
      token_of_response(time_stamp_response(TimeStampFailure::system_failure, "稍后再试"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::upstream);
  EXPECT_EQ(token_of_response(time_stamp_response(der::octet_string("token"))).value(),
            der::octet_string("token"));
}

}  // namespace
}  // namespace certhall::pki
