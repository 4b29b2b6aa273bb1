#include "http/message.h"

#include <gtest/gtest.h>

#include "http/guards.h"

namespace certhall::http {
namespace {

TEST(Target, IsDecoded) {
  const auto target = parse_target("/a%20b/%E5%BC%A0?x=1&y=a+b%2B&x=2&z").value();
  EXPECT_EQ(target.path, "/a b/张");
  EXPECT_EQ(target.query.at("x"), "1");
  EXPECT_EQ(target.query.at("y"), "a b+");
  EXPECT_EQ(target.query.at("z"), "");
}

TEST(Target, KeepsTheSlashesOfAnOcspRequest) {
  EXPECT_EQ(parse_target("/ocsp/sm2/MEI%2FAB%2B%2F/x==")->path, "/ocsp/sm2/MEI/AB+//x==");
}

TEST(Target, NeverClimbs) {
  for (const auto* target : {"/..", "/../etc/passwd", "/a/../../b", "/%2e%2e/x", "/a/%2E%2e%2fb",
                             "/.", "/a/./b", "/..%5cx", "/a\\..\\b", "/x/.."}) {
    EXPECT_FALSE(parse_target(target)) << target;
  }
  EXPECT_TRUE(parse_target("/a..b/...")) << "dots in a name do not climb";
}

TEST(Target, RefusesWhatIsNone) {
  for (const auto* target : {"", "*", "http://x/", "a", "/%", "/%4", "/%zz", "/%00", "/%0a", "/%ff",
                             "/?a=%ff", "/?%00=1", "/?a=%"}) {
    EXPECT_FALSE(parse_target(target)) << target;
  }
}

TEST(Cookies, AreReadAsBrowsersSendThem) {
  const auto cookies = parse_cookies("a=1; b=x=y;c=; =d; e");
  EXPECT_EQ(cookies.at("a"), "1");
  EXPECT_EQ(cookies.at("b"), "x=y");
  EXPECT_EQ(cookies.at("c"), "");
  EXPECT_TRUE(parse_cookies("").empty());
}

TEST(PercentEncoding, GoesThereAndBack) {
  EXPECT_EQ(percent_encode("申请 表.pdf"), "%E7%94%B3%E8%AF%B7%20%E8%A1%A8.pdf");
  EXPECT_EQ(percent_decode("%E7%94%B3%e8%AF%B7"), "申请");
}

Request change(std::map<std::string, std::string> headers) {
  headers.emplace("host", "hall.example:8443");
  return {.method = "POST", .headers = std::move(headers)};
}

TEST(Origin, OfThisSiteMayChangeThings) {
  const auto good = [](std::map<std::string, std::string> headers) {
    return check_origin(change(std::move(headers)), "https://www.hall.example").has_value();
  };
  EXPECT_TRUE(good({{"origin", "https://hall.example:8443"}}));
  EXPECT_TRUE(good({{"origin", "https://www.hall.example"}}));
  EXPECT_TRUE(good({{"referer", "https://hall.example:8443/hall/apply?x=1"}}));
  EXPECT_TRUE(good({{"origin", "https://hall.example:8443"}, {"sec-fetch-site", "same-origin"}}));
  EXPECT_TRUE(good({{"x-certhall-client", "station"}}));
}

TEST(Origin, OfAnotherSiteMayNot) {
  const auto good = [](std::map<std::string, std::string> headers) {
    return check_origin(change(std::move(headers)), "").has_value();
  };
  EXPECT_FALSE(good({}));
  EXPECT_FALSE(good({{"origin", "null"}}));
  EXPECT_FALSE(good({{"origin", "https://hall.example"}})) << "another port is another site";
  EXPECT_FALSE(good({{"origin", "https://hall.example:8443.evil.example"}}));
  EXPECT_FALSE(good({{"origin", "https://hall.example:8443@evil.example"}}));
  EXPECT_FALSE(good({{"origin", "://"}}));
  EXPECT_FALSE(good({{"referer", "https://evil.example/?https://hall.example:8443/"}}));
  EXPECT_FALSE(good({{"origin", "https://evil.example"}, {"x-certhall-client", "station"}}));
  EXPECT_FALSE(good({{"origin", "https://hall.example:8443"}, {"sec-fetch-site", "cross-site"}}));
  EXPECT_FALSE(good({{"origin", "https://hall.example:8443"}, {"sec-fetch-site", "same-site"}}));
  EXPECT_FALSE(good({{"x-certhall-client", "other"}}));
}

TEST(RateLimit, CountsAnIpv6NetworkAsOne) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  EXPECT_TRUE(limiter.take("2001:db8:1:2:3:4:5:6", {}));
  EXPECT_FALSE(limiter.take("2001:db8:1:2:ffff::", {}));
  EXPECT_TRUE(limiter.take("2001:db8:1:3:3:4:5:6", {}));
  EXPECT_TRUE(limiter.take("192.0.2.1", {}));
  EXPECT_TRUE(limiter.take("192.0.2.2", {}));
}

TEST(RateLimit, OfZeroIsNone) {
  RateLimiter limiter({.per_second = 0, .burst = 0});
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limiter.take("192.0.2.1", {}));
}

}  // namespace
}  // namespace certhall::http
