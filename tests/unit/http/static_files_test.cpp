#include "http/static_files.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "base/files.h"
#include "unit/http/fake_hall.h"

namespace certhall::http {
namespace {

class Pages : public testing::Test {
 protected:
  Pages() {
    folder_ =
        std::filesystem::path(testing::TempDir()) /
        ("pages_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_ / "assets");
    put("index.html", "portal");
    put("hall.html", "hall");
    put("console.html", "console");
    put("sandbox.html", "sandbox");
    put("assets/hall-1a2b.js", "script");
    put("assets/hall-1a2b.js.gz", "zipped");
    put("assets/hall-1a2b.js.br", "packed");
  }
  ~Pages() override { std::filesystem::remove_all(folder_); }

  void put(const std::string& name, std::string_view bytes) {
    write_file_durably(folder_ / name, bytes);
  }
  [[nodiscard]] Response ask(std::string_view target, std::string_view accepted = "",
                             bool sandbox = true) const {
    Request request = make_request("GET", target);
    request.headers["accept-encoding"] = accepted;
    return StaticFiles(folder_, sandbox).answer(request);
  }

  std::filesystem::path folder_;
};

TEST_F(Pages, BelongToTheirEntries) {
  EXPECT_EQ(ask("/").body, "portal");
  EXPECT_EQ(ask("/hall").body, "hall");
  EXPECT_EQ(ask("/hall/applications/1").body, "hall");
  EXPECT_EQ(ask("/console/queue?x=1").body, "console");
  EXPECT_EQ(ask("/hallway").status, 404);
  EXPECT_EQ(ask("/phone").status, 404) << "not built in this test";
  EXPECT_EQ(ask("/hall").header("Cache-Control"), "no-cache");
}

TEST_F(Pages, OfTheSandboxDoNotExistWithoutIt) {
  EXPECT_EQ(ask("/sandbox").body, "sandbox");
  EXPECT_EQ(ask("/sandbox", "", false).status, 404);
  EXPECT_EQ(ask("/sandbox.html", "", false).status, 404);
}

TEST_F(Pages, AreSentCompressedToThoseWhoCanReadIt) {
  EXPECT_EQ(ask("/assets/hall-1a2b.js").body, "script");
  EXPECT_EQ(ask("/assets/hall-1a2b.js", "gzip, deflate").body, "zipped");
  const Response response = ask("/assets/hall-1a2b.js", "gzip, deflate, br");
  EXPECT_EQ(response.body, "packed");
  EXPECT_EQ(response.header("Content-Encoding"), "br");
  EXPECT_EQ(response.header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(response.header("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(Pages, AreNotSentTwice) {
  Request request = make_request("GET", "/");
  request.headers["if-none-match"] = ask("/").header("ETag");
  const Response response = StaticFiles(folder_, false).answer(request);
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.body, "");
}

TEST_F(Pages, AreAllThatCanBeReached) {
  for (const auto* target :
       {"/assets", "/assets/", "/assets/hall-1a2b.js.gz", "//index.html", "/etc/passwd"}) {
    EXPECT_EQ(ask(target).status, 404) << target;
  }
}

TEST_F(Pages, SayInThePortalsFrameThatThereIsNone) {
  Request request = make_request("GET", "/nowhere");
  request.headers["accept"] = "text/html,*/*;q=0.8";
  const Response response = StaticFiles(folder_, true).answer(request);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "portal");
  EXPECT_NE(ask("/nowhere.js").body, "portal") << "no page was wanted";
}

TEST(PagesNotBuilt, AreNotThere) {
  EXPECT_EQ(StaticFiles("/nonexistent", true).answer(make_request("GET", "/")).status, 404);
}

}  // namespace
}  // namespace certhall::http
