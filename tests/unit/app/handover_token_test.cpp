// The link between two companies, in all the ways in which it can be bad.

#include "app/handover_token.h"

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/json.h"

namespace certhall::app {
namespace {

constexpr Timestamp kNow{1'790'000'000'000};

HandoverClaims claims() {
  return {.iss = "hn-portal",
          .aud = "szca",
          .jti = "n1",
          .iat = kNow.seconds(),
          .exp = kNow.seconds() + kHandoverTokenSeconds,
          .kind = domain::HandoverKind::enterprise,
          .organization = {"湖南示例建设有限公司", "91430100MA4L0AAA0T", "长沙市示例路1号"},
          .person = {"示例甲", "13900000001"}};
}

class HandoverToken : public testing::Test {
 protected:
  std::string seal(const HandoverClaims& wanted) { return seal_handover(wanted, key_, random_); }
  Result<HandoverClaims> open(std::string_view token, Timestamp now = kNow,
                              std::string_view audience = "szca") {
    const HandoverKeys keys = [&](std::string_view issuer) {
      return issuer == "hn-portal" ? &key_ : nullptr;
    };
    return open_handover(token, keys, audience, now);
  }
  ErrorCode refusal(std::string_view token, Timestamp now = kNow) {
    const auto opened = open(token, now);
    EXPECT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("请回到门户重新点击「立即申请」"), std::string::npos);
    return opened.error().code;
  }
  /// The five parts sealed with any header, as a stranger's program might.
  std::string with_header(const std::string& header_json, const HandoverClaims& wanted) {
    const std::string header = to_base64url(header_json);
    const std::string nonce = random_.bytes(12);
    const std::string sealed = aes_gcm_seal(key_.reveal(), nonce, to_json_text(wanted), header);
    return header + ".." + to_base64url(nonce) + "." +
           to_base64url(sealed.substr(0, sealed.size() - 16)) + "." +
           to_base64url(sealed.substr(sealed.size() - 16));
  }

  SystemRandom random_;
  SecretText key_{std::string(32, 'k')};
};

TEST_F(HandoverToken, CarriesWhatWasFilledIn) {
  const auto opened = open(seal(claims()));
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(to_json_text(*opened), to_json_text(claims()));
}

TEST_F(HandoverToken, ShowsNothingOfItToOthers) {
  const std::string token = seal(claims());
  for (std::size_t at = 0; at < token.size();) {
    const auto end = std::min(token.find('.', at), token.size());
    const auto part = from_base64url(token.substr(at, end - at));
    ASSERT_TRUE(part);
    for (const char* secret : {"13900000001", "示例甲", "91430100MA4L0AAA0T"})
      EXPECT_EQ(part->find(secret), std::string::npos);
    at = end + 1;
  }
  EXPECT_NE(token, seal(claims()));
}

TEST_F(HandoverToken, IsRefusedWithAnyCharacterChanged) {
  const std::string token = seal(claims());
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    // The last character of a part has bits that no byte holds: the decoder refuses or keeps them.
    const auto opened = open(changed);
    EXPECT_TRUE(opened ? to_json_text(*opened) == to_json_text(claims())
                       : opened.error().code == ErrorCode::malformed)
        << at;
  }
}

TEST_F(HandoverToken, IsRefusedCutOffOrWithMoreBehindIt) {
  const std::string token = seal(claims());
  for (std::size_t size = 0; size < token.size(); ++size)
    EXPECT_EQ(refusal(token.substr(0, size)), ErrorCode::malformed) << size;
  EXPECT_EQ(refusal(token + "A"), ErrorCode::malformed);
  EXPECT_EQ(refusal(token + ".x"), ErrorCode::malformed);
  EXPECT_EQ(refusal(std::string(kMostHandoverTokenBytes + 1, 'a')), ErrorCode::malformed);
}

TEST_F(HandoverToken, IsRefusedUnderAnotherKey) {
  const SecretText other(std::string(32, 'x'));
  EXPECT_EQ(refusal(seal_handover(claims(), other, random_)), ErrorCode::malformed);
}

TEST_F(HandoverToken, IsRefusedFromAPortalThatNobodyKnows) {
  auto wanted = claims();
  wanted.iss = "another-portal";
  const auto opened = open(seal(wanted));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message,
            "这个链接不是与本厅合作的门户发出的，请回到门户重新点击「立即申请」");
}

TEST_F(HandoverToken, IsRefusedWhereHeaderAndClaimsNameTwoIssuers) {
  auto wanted = claims();
  wanted.iss = "another-portal";
  EXPECT_EQ(refusal(with_header(
                R"({"alg":"dir","enc":"A256GCM","typ":"handover+jwe","kid":"hn-portal"})", wanted)),
            ErrorCode::malformed);
}

TEST_F(HandoverToken, IsRefusedUnderAnyOtherAlgorithm) {
  for (const char* header : {
           R"({"alg":"none","enc":"A256GCM","typ":"handover+jwe","kid":"hn-portal"})",
           R"({"alg":"dir","enc":"A128GCM","typ":"handover+jwe","kid":"hn-portal"})",
           R"({"alg":"dir","enc":"A256GCM","typ":"JWT","kid":"hn-portal"})",
           R"({"alg":"dir","enc":"A256GCM","kid":"hn-portal"})",
           R"({"alg":"dir","enc":"A256GCM","typ":"handover+jwe","kid":"hn-portal","zip":"DEF"})",
           R"([])",
       })
    EXPECT_EQ(refusal(with_header(header, claims())), ErrorCode::malformed) << header;
}

TEST_F(HandoverToken, IsRefusedByWhomItIsNotFor) {
  const auto opened = open(seal(claims()), kNow, "demo-ca");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::forbidden);
  EXPECT_EQ(opened.error().message, "这个链接是发给另一家厂商的，请回到门户重新点击「立即申请」");
}

TEST_F(HandoverToken, ExpiresToTheSecond) {
  const std::string token = seal(claims());
  using std::chrono::seconds;
  EXPECT_TRUE(open(token, kNow + seconds{kHandoverTokenSeconds - 1}));
  EXPECT_EQ(refusal(token, kNow + seconds{kHandoverTokenSeconds}), ErrorCode::gone);
}

TEST_F(HandoverToken, MayNotLiveLongNorComeFromTheFuture) {
  auto wanted = claims();
  wanted.exp = wanted.iat + kMostHandoverTokenSeconds;
  EXPECT_TRUE(open(seal(wanted)));
  ++wanted.exp;
  EXPECT_EQ(refusal(seal(wanted)), ErrorCode::malformed);
  wanted = claims();
  wanted.iat += kHandoverSkewSeconds;
  EXPECT_TRUE(open(seal(wanted)));
  ++wanted.iat;
  EXPECT_EQ(refusal(seal(wanted)), ErrorCode::malformed);
  wanted = claims();
  wanted.exp = wanted.iat;
  EXPECT_EQ(refusal(seal(wanted)), ErrorCode::malformed);
}

TEST_F(HandoverToken, HasANameOfItsOwnAndTheVersionThatWeRead) {
  auto wanted = claims();
  wanted.jti.clear();
  EXPECT_EQ(refusal(seal(wanted)), ErrorCode::malformed);
  wanted.jti = std::string(101, 'n');
  EXPECT_EQ(refusal(seal(wanted)), ErrorCode::malformed);
  wanted = claims();
  wanted.version = 2;
  EXPECT_EQ(refusal(seal(wanted)), ErrorCode::malformed);
}

}  // namespace
}  // namespace certhall::app
