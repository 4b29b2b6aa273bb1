// The time-stamp service over the real store: numbers that rise, a clock that must not go back, and
// a record before every signature.

#include "app/tsp.h"

#include "pki/digest.h"
#include "pki/outside_certificate.h"
#include "pki/tsp.h"
#include "unit/app/authority_test.h"

namespace certhall::app {
namespace {

using namespace std::chrono_literals;

class TimeStamping : public AuthorityTest {
 protected:
  static std::string question(std::string policy = "") {
    return pki::build_time_stamp_request({.digest_oid = std::string(pki::oid::kSm3),
                                          .imprint = pki::digest(pki::Digest::sm3, "投标文件"),
                                          .policy = std::move(policy),
                                          .nonce = "\x05",
                                          .certificate_wanted = true});
  }
  std::string ask(const std::string& request = question(), std::string_view issuing = "") {
    return answer_time_stamp(hall_, request, issuing, "192.0.2.1").value();
  }
  static pki::TimeStampToken token_in(const std::string& response) {
    return pki::parse_time_stamp_token(pki::token_of_response(response).value()).value();
  }
  static std::string refused(pki::TimeStampFailure failure) {
    // Its last bytes: the failure's bit.
    const auto whole = pki::time_stamp_response(failure, "");
    return whole.substr(whole.size() - 4);
  }
};

TEST_F(TimeStamping, StampsWithTheChainAndRecordsItBefore) {
  const auto token = token_in(ask());
  EXPECT_EQ(token.info.time, Timestamp{clock_.now().seconds() * 1000});
  EXPECT_EQ(token.info.policy, settings_.time_stamps.policy);
  EXPECT_EQ(token.info.nonce, "\x05");
  ASSERT_EQ(token.signed_data.certificates.size(), 2U);
  const auto own = look([](Transaction& tx) { return *tx.authorities().find("tsa-sm2"); });
  EXPECT_TRUE(pki::verify_time_stamp(token, own.certificate));
  const auto& signer = token.signed_data.signers.front();
  EXPECT_TRUE(look([&](Transaction& tx) {
    return tx.authorities().is_recorded(to_hex(sha256(signer.signed_attributes_der)));
  }));
}

TEST_F(TimeStamping, NumbersRiseAlsoWithinOneMillisecond) {
  const auto first = token_in(ask()).info.serial, second = token_in(ask()).info.serial;
  EXPECT_LT(first, second);
  clock_.pass(1ms);
  EXPECT_LT(second, token_in(ask()).info.serial);
}

TEST_F(TimeStamping, AClockThatWentBackStampsNothing) {
  const auto first = token_in(ask()).info;
  clock_.set(first.time - 900ms);  // within the accuracy of a second: the earlier time holds
  const auto second = token_in(ask()).info;
  EXPECT_EQ(second.time, first.time);
  EXPECT_LT(first.serial, second.serial);
  clock_.set(first.time - 1001ms);
  const auto response = ask();
  EXPECT_FALSE(pki::token_of_response(response));
  EXPECT_TRUE(response.ends_with(refused(pki::TimeStampFailure::time_not_available)));
  clock_.set(first.time + 1s);
  EXPECT_LT(second.serial, token_in(ask()).info.serial);
}

TEST_F(TimeStamping, RefusesWhatItCannotGiveAndSaysWhy) {
  EXPECT_TRUE(ask("no request").ends_with(refused(pki::TimeStampFailure::bad_data_format)));
  EXPECT_TRUE(ask(question("1.2.3")).ends_with(refused(pki::TimeStampFailure::unaccepted_policy)));
  EXPECT_TRUE(pki::token_of_response(ask(question(settings_.time_stamps.policy))));
  EXPECT_EQ(answer_time_stamp(hall_, question(), "nobody", "").error().code, ErrorCode::not_found);
}

TEST_F(TimeStamping, OneAddressDoesNotFillTheBooks) {
  for (int i = 0; i < 300; ++i) (void)ask();
  EXPECT_EQ(answer_time_stamp(hall_, question(), "", "192.0.2.1").error().code,
            ErrorCode::too_many);
  EXPECT_TRUE(answer_time_stamp(hall_, question(), "", "192.0.2.2"));
}

TEST_F(TimeStamping, TheSignerIsMadeOnceAndRenewedInItsLastYear) {
  const auto own = [&] {
    return look([](Transaction& tx) { return *tx.authorities().find("tsa-sm2"); });
  };
  const auto first = own();
  clock_.pass(std::chrono::days{3 * 365});
  EXPECT_TRUE(prepare_time_stamping(hall_));
  EXPECT_EQ(own().certificate, first.certificate);
  clock_.pass(std::chrono::days{2 * 365 - 100});
  EXPECT_TRUE(prepare_time_stamping(hall_));
  EXPECT_NE(own().certificate, first.certificate);
  EXPECT_EQ(pki::read_certificate(own().certificate)->spki,
            pki::read_certificate(first.certificate)->spki);
}

}  // namespace
}  // namespace certhall::app
