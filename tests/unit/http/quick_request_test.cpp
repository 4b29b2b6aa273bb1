#include "http/quick_request.h"

#include <string>

#include <gtest/gtest.h>

namespace certhall::http {
namespace {

constexpr std::string_view kHost = "Host: hall.example.cn\r\n";

std::string get(std::string_view headers, std::string_view line = "GET /ocsp/MEI%3D HTTP/1.1") {
  return std::string(line) + "\r\n" + std::string(headers) + "\r\n";
}

TEST(QuickRequest, ReadsAGetInPlace) {
  const std::string bytes = get(std::string(kHost) + "Accept: */*\r\n") + "GET /next";
  const auto request = read_quick_request(bytes);
  ASSERT_TRUE(request);
  EXPECT_FALSE(request->is_post);
  EXPECT_EQ(request->target, "/ocsp/MEI%3D");
  EXPECT_EQ(request->body, "");
  EXPECT_EQ(bytes.substr(request->size), "GET /next");
}

TEST(QuickRequest, ReadsAPostOnceItsBodyIsThere) {
  const std::string bytes = "POST /ocsp HTTP/1.1\r\nhost: a\r\nContent-Length: 3\r\n\r\nabc";
  const auto request = read_quick_request(bytes);
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->is_post);
  EXPECT_EQ(request->body, "abc");
  EXPECT_EQ(request->size, bytes.size());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(read_quick_request(std::string_view(bytes).substr(0, size))) << size;
}

TEST(QuickRequest, LeavesWhatIsOutOfTheOrdinaryToTheOrdinaryParser) {
  ASSERT_TRUE(read_quick_request(get(kHost)));
  for (const char* line :
       {"GET /a HTTP/1.0", "HEAD /a HTTP/1.1", "GET a HTTP/1.1", "GET /a  HTTP/1.1", "GET /a",
        "GET /a b HTTP/1.1", "get /a HTTP/1.1", "GET /a\tHTTP/1.1", "GET http://b/a HTTP/1.1"})
    EXPECT_FALSE(read_quick_request(get(kHost, line))) << line;
  for (const char* field :
       {"Host: b\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 1\r\n",
        "Content-Length: 0\r\nContent-Length: 0\r\n", "Content-Length: +0\r\n",
        "Content-Length: 0 0\r\n", "Connection: close\r\n", "Connection: upgrade\r\n",
        "Expect: 100-continue\r\n", "If-None-Match: x\r\n", "if-modified-since: x\r\n",
        "Range: bytes=0-1\r\n", "X : y\r\n", "X\r\n", " folded\r\n", "X: a\x01\r\n", ": y\r\n",
        "X: a\nY: b\r\n", "X: a\rY: b\r\n"})
    EXPECT_FALSE(read_quick_request(get(std::string(kHost) + field))) << field;
  EXPECT_FALSE(read_quick_request(get(""))) << "no Host";
  EXPECT_FALSE(read_quick_request(get("Host: \r\n")));
  EXPECT_FALSE(read_quick_request("POST /ocsp HTTP/1.1\r\nHost: a\r\n\r\n")) << "no length";
  EXPECT_FALSE(read_quick_request("POST /ocsp HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" +
                                  std::string(9000, 'x')));
  EXPECT_FALSE(
      read_quick_request(get(std::string(kHost) + "X: " + std::string(9000, 'x') + "\r\n")));
}

}  // namespace
}  // namespace certhall::http
