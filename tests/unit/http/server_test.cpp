#include "http/server.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/http/fake_hall.h"
#include "unit/http/raw_client.h"

namespace certhall::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kGet = "GET /api/notes/1 HTTP/1.1\r\nHost: hall\r\n\r\n";

std::string post(std::string_view head, std::string_view body,
                 std::string_view path = "/api/notes") {
  std::string request = "POST " + std::string(path) + " HTTP/1.1\r\nHost: hall\r\n";
  request +=
      "Origin: http://hall\r\nCookie: certhall=applicant\r\nContent-Type: application/json\r\n";
  return request.append(head).append("\r\n").append(body);
}

class ServerTest : public testing::Test {
 protected:
  ~ServerTest() override {
    if (hall_.slow_may_go.try_wait() == false) hall_.slow_may_go.count_down();
  }

  void start(ServerOptions options = {}) {
    options.port = 0;
    server_ = std::make_unique<Server>(options, *hall_.dispatcher, hall_.random);
    server_->start();
  }
  [[nodiscard]] RawClient client() const { return RawClient(server_->port()); }
  [[nodiscard]] std::optional<RawAnswer> ask(std::string_view bytes) const {
    return client().ask(bytes);
  }
  void wait_for_slow_calls(int count) const {
    for (int i = 0; i < 1000 && hall_.slow_calls < count; ++i) std::this_thread::sleep_for(5ms);
    ASSERT_EQ(hall_.slow_calls, count);
  }

  FakeHall hall_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  start();
  RawClient one = client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = one.ask(kGet);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, R"({"text":"1"})");
    EXPECT_EQ(answer->headers.at("x-request-id").size(), 16);
    EXPECT_THAT(answer->headers.at("date"), HasSubstr(" GMT"));
  }
}

TEST_F(ServerTest, AnswersRequestsThatArriveTogetherInTheirOrder) {
  start();
  RawClient one = client();
  one.send(
      "GET /api/notes/1 HTTP/1.1\r\nHost: h\r\n\r\nGET /api/notes/2 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(one.receive()->body, R"({"text":"1"})");
  EXPECT_EQ(one.receive()->body, R"({"text":"2"})");
}

TEST_F(ServerTest, ReadyAnswersAndOthersComeInTheirOrderOnOneConnection) {
  start();
  RawClient one = client();
  std::string all;
  for (int i = 0; i < 6; ++i)
    all += "POST /ready HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n" + std::to_string(i);
  all += "GET /api/notes/7 HTTP/1.1\r\nHost: h\r\n\r\n";
  // In two parts: the last question of the first one is cut off in its head.
  one.send(all.substr(0, 210));
  std::this_thread::sleep_for(20ms);
  one.send(all.substr(210));
  for (int i = 0; i < 6; ++i)
    EXPECT_THAT(one.receive()->body,
                testing::AnyOf("ready " + std::to_string(i), "looked up " + std::to_string(i)));
  EXPECT_EQ(one.receive()->body, R"({"text":"7"})");
}

TEST_F(ServerTest, AReadyAnswerThatTheSocketDoesNotTakeAtOnceArrivesWhole) {
  start();
  RawClient one = client();
  const auto answer = one.ask("GET /ready/30000000 HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, std::string(30'000'000, 'r'));
}

TEST_F(ServerTest, ClosesWhenTheClientWantsIt) {
  start();
  RawClient one = client();
  EXPECT_EQ(one.ask("GET /api/notes/1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")->status,
            200);
  EXPECT_TRUE(one.is_closed());
  RawClient old = client();
  EXPECT_EQ(old.ask("GET /api/notes/1 HTTP/1.0\r\n\r\n")->status, 200);
  EXPECT_TRUE(old.is_closed());
}

TEST_F(ServerTest, SendsNoBodyToHead) {
  start();
  RawClient one = client();
  one.send("HEAD /api/notes/1 HTTP/1.1\r\nHost: hall\r\n\r\n");
  const auto answer = one.receive(true);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.at("content-length"), "12");
  EXPECT_EQ(one.ask(kGet)->status, 200) << "the next answer begins right behind";
}

TEST_F(ServerTest, SendsNoBodyWithNothing) {
  start();
  const auto answer =
      ask("DELETE /api/session HTTP/1.1\r\nHost: hall\r\nOrigin: http://hall\r\n\r\n");
  EXPECT_EQ(answer->status, 204);
  EXPECT_FALSE(answer->headers.contains("content-length"));
}

class Malformed : public ServerTest, public testing::WithParamInterface<std::string_view> {};

TEST_P(Malformed, IsAnsweredWithAProblemAndTheEnd) {
  start();
  RawClient one = client();
  const auto answer = one.ask(GetParam());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
  EXPECT_EQ(answer->headers.at("content-type"), "application/problem+json");
  EXPECT_THAT(answer->body, HasSubstr("\"code\":\"malformed\""));
  EXPECT_EQ(answer->headers.at("x-content-type-options"), "nosniff");
  one.finish_sending();
  EXPECT_TRUE(one.is_closed());
  EXPECT_EQ(hall_.notes_added, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Requests, Malformed,
    testing::Values(
        "\r\n\r\n\r\n", "hello\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n", "GET /\x7f HTTP/1.1\r\nHost: a\r\n\r\n",
        "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", "GET ../x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /api/notes/../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?a=%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2x\r\n\r\n{}",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n{}",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
        "0\r\n\r\n",
        "POST /api/notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"));

TEST_F(ServerTest, RefusesHugeHeaders) {
  start();
  RawClient one = client();
  const auto answer =
      one.ask("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 431);
  EXPECT_EQ(ask("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: h\r\n\r\n")->status, 431);
}

TEST_F(ServerTest, RefusesHeadersWithoutEnd) {
  start();
  RawClient one = client();
  one.send("GET / HTTP/1.1\r\nHost: h\r\n");
  for (int i = 0; i < 100 && one.send("X: " + std::string(1'000, 'x') + "\r\n"); ++i) continue;
  const auto answer = one.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 431);
}

TEST_F(ServerTest, TakesBodiesInChunks) {
  start();
  const auto answer =
      ask(post("Transfer-Encoding: chunked\r\n", "7\r\n{\"text\"\r\n5\r\n:\"x\"}\r\n0\r\n\r\n"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
}

TEST_F(ServerTest, RefusesChunksThatGrowTooLarge) {
  start();
  const std::string chunk = "8000\r\n" + std::string(0x8000, ' ') + "\r\n";
  RawClient one = client();
  one.send(post("Transfer-Encoding: chunked\r\n", ""));
  for (int i = 0; i < 12; ++i) one.send(chunk);
  const auto answer = one.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
}

TEST_F(ServerTest, TellsWhoSendsTooMuchBeforeItIsAllSent) {
  start();
  constexpr std::size_t kSize = 12 * 1024 * 1024;
  RawClient one = client();
  one.send(post("Content-Length: " + std::to_string(kSize) + "\r\n", "", "/api/notes/1/picture"));
  EXPECT_TRUE(one.send(std::string(kSize, 'x'))) << "the connection is not reset meanwhile";
  const auto answer = one.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_THAT(answer->body, HasSubstr("内容太大"));
}

TEST_F(ServerTest, TakesLargeUploads) {
  start();
  const std::string body(10 * 1024 * 1024, 'x');
  std::string request =
      "POST /api/notes/1/picture HTTP/1.1\r\nHost: hall\r\nOrigin: http://hall\r\n";
  request += "Cookie: certhall=applicant\r\nContent-Type: image/png\r\nX-File-Name: a.png\r\n";
  request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  EXPECT_EQ(ask(request)->status, 200);
  EXPECT_EQ(hall_.last_upload.bytes.size(), body.size());
}

TEST_F(ServerTest, AsksForTheBodyOfACautiousClient) {
  start();
  RawClient one = client();
  one.send(post("Content-Length: 12\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(one.receive()->status, 100);
  EXPECT_EQ(one.ask(R"({"text":"x"})")->status, 200);

  RawClient two = client();
  EXPECT_EQ(two.ask(post("Content-Length: 999999\r\nExpect: 100-continue\r\n", ""))->status, 413);
}

TEST_F(ServerTest, DoesNothingForHalfABody) {
  start();
  RawClient one = client();
  one.send(post("Content-Length: 12\r\n", R"({"text")"));
  one.finish_sending();
  EXPECT_TRUE(one.is_closed());
  EXPECT_EQ(hall_.notes_added, 0);
}

TEST_F(ServerTest, CutsHeadersAndBodiesThatTrickle) {
  start({.header_timeout = 1s, .body_timeout = 1s});
  RawClient header = client();
  header.send("GET / HT");
  RawClient body = client();
  body.send(post("Content-Length: 12\r\n", "{"));
  for (int i = 0; i < 3; ++i) {
    std::this_thread::sleep_for(300ms);
    header.send("T");
    body.send(" ");
  }
  const auto before = std::chrono::steady_clock::now();
  EXPECT_TRUE(header.is_closed());
  EXPECT_TRUE(body.is_closed());
  EXPECT_LT(std::chrono::steady_clock::now() - before, 3s);
  EXPECT_EQ(hall_.notes_added, 0);
}

TEST_F(ServerTest, ClosesIdleConnections) {
  start({.idle_timeout = 1s});
  RawClient one = client();
  EXPECT_EQ(one.ask(kGet)->status, 200);
  EXPECT_TRUE(one.is_closed());
}

TEST_F(ServerTest, MakesRoomByClosingIdleConnections) {
  start({.connection_limit = 8});
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 30; ++i) {
    idle.push_back(std::make_unique<RawClient>(server_->port()));
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_EQ(ask(kGet)->status, 200);
}

TEST_F(ServerTest, RefusesWhatItCannotQueue) {
  start({.worker_threads = 1, .queue_limit = 2});
  RawClient one = client();
  RawClient two = client();
  one.send("GET /api/slow HTTP/1.1\r\nHost: h\r\n\r\n");
  wait_for_slow_calls(1);
  two.send("GET /api/slow HTTP/1.1\r\nHost: h\r\n\r\n");
  std::this_thread::sleep_for(100ms);
  const auto refused = ask(kGet);
  EXPECT_EQ(refused->status, 503);
  EXPECT_TRUE(refused->headers.contains("retry-after"));
  hall_.slow_may_go.count_down();
  EXPECT_EQ(one.receive()->status, 200);
  EXPECT_EQ(two.receive()->status, 200);
  EXPECT_EQ(ask(kGet)->status, 200);
}

TEST_F(ServerTest, FinishesWhatItWorksOnBeforeItStops) {
  start();
  RawClient idle = client();
  EXPECT_EQ(idle.ask(kGet)->status, 200);
  RawClient busy = client();
  busy.send("GET /api/slow HTTP/1.1\r\nHost: h\r\n\r\n");
  wait_for_slow_calls(1);
  auto stopped = std::async(std::launch::async, [&] { server_->stop(10s); });
  EXPECT_TRUE(idle.is_closed());
  EXPECT_EQ(stopped.wait_for(50ms), std::future_status::timeout);
  hall_.slow_may_go.count_down();
  const auto answer = busy.receive();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->headers.at("connection"), "close");
  EXPECT_EQ(stopped.wait_for(5s), std::future_status::ready);
  EXPECT_THROW(static_cast<void>(client()), std::runtime_error);
}

TEST_F(ServerTest, CutsOffThoseWhoDoNotFinishWhatTheySay) {
  start();
  RawClient half = client();
  half.send("GET / HTTP/1.1\r\nHo");
  std::this_thread::sleep_for(50ms);
  const auto before = std::chrono::steady_clock::now();
  server_->stop(200ms);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 2s);
  EXPECT_TRUE(half.is_closed());
}

TEST_F(ServerTest, HasClosedEveryConnectionWhenItHasStopped) {
  start({.io_threads = 1});
  std::vector<std::unique_ptr<RawClient>> many;
  for (int i = 0; i < 200; ++i) {
    many.push_back(std::make_unique<RawClient>(server_->port()));
    many.back()->send("GET / HTTP/1.1\r\nHo");
  }
  server_->stop(0ms);  // some are known to it by now, some have only just been let in
  for (const auto& one : many) ASSERT_TRUE(one->is_closed());
}

TEST_F(ServerTest, BelievesOnlyTrustedProxies) {
  start();
  const std::string_view request =
      "GET /echo/x HTTP/1.1\r\nHost: h\r\nX-Forwarded-Proto: https\r\n\r\n";
  EXPECT_FALSE(ask(request)->headers.contains("strict-transport-security"));
  server_.reset();
  start({.trusted_proxies = {"127.0.0.1"}});
  EXPECT_TRUE(ask(request)->headers.contains("strict-transport-security"));
}

TEST_F(ServerTest, ServesAHundredConnectionsAtOnce) {
  start();
  std::atomic<int> good = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back([&, i] {
      RawClient one(server_->port());
      for (int j = 0; j < 5; ++j) {
        const std::string body = R"({"text":")" + std::to_string(i) + "\"}";
        const auto answer =
            one.ask(post("Content-Length: " + std::to_string(body.size()) + "\r\n", body));
        if (answer && answer->body.find("\"" + std::to_string(i) + "a1\"") != std::string::npos)
          ++good;
      }
    });
  }
  for (auto& each : clients) each.join();
  EXPECT_EQ(good, 500);
  EXPECT_EQ(hall_.notes_added, 500);
}

TEST_F(ServerTest, RefusesAnAddressThatIsTaken) {
  start();
  ServerOptions same;
  same.port = server_->port();
  EXPECT_THROW(Server(same, *hall_.dispatcher, hall_.random), std::system_error);
}

}  // namespace
}  // namespace certhall::http
