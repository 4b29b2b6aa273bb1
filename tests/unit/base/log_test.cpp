#include "base/log.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace certhall {
namespace {

class LogTest : public testing::Test {
 protected:
  ~LogTest() override { log::set_level("info"); }

  template <class Act>
  static std::string capture(Act act) {
    testing::internal::CaptureStderr();
    act();
    return testing::internal::GetCapturedStderr();
  }
};

TEST_F(LogTest, WritesOneJsonObjectPerLine) {
  const std::string line = capture([] {
    log::info("http.request",
              {{"path", "/a\"b\n\x01"}, {"status", 200}, {"ms", 1.5}, {"ok", true}});
  });
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto json = parse_json(line);
  ASSERT_TRUE(json);
  EXPECT_TRUE(parse_rfc3339(std::string_view(json->at("time").as_string())));
  EXPECT_EQ(json->at("level"), "info");
  EXPECT_EQ(json->at("event"), "http.request");
  EXPECT_EQ(json->at("path"), "/a\"b\n\x01");
  EXPECT_EQ(json->at("status"), 200);
  EXPECT_EQ(json->at("ms"), 1.5);
  EXPECT_EQ(json->at("ok"), true);
}

TEST_F(LogTest, WritesBytesThatAreNoTextAsHex) {
  const std::string line = capture([] { log::warning("x", {{"bytes", "\xff\x00"}}); });
  EXPECT_EQ(parse_json(line).value().at("bytes"), "ff");
}

TEST_F(LogTest, NamesTheRequestOfTheInnermostScope) {
  const auto id_of = [](const std::string& line) {
    const auto json = parse_json(line).value();
    const auto* id = json.as_object().if_contains("request_id");
    return id == nullptr ? "" : std::string(id->as_string());
  };
  const auto say = [] { log::info("x"); };
  {
    const log::Scope request("a1");
    EXPECT_EQ(id_of(capture(say)), "a1");
    {
      const log::Scope job("b2");
      EXPECT_EQ(id_of(capture(say)), "b2");
      EXPECT_EQ(id_of(capture([] { log::info("x", {{"request_id", "own"}}); })), "own");
    }
    EXPECT_EQ(log::request_id(), "a1");
  }
  EXPECT_EQ(id_of(capture(say)), "");
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
  EXPECT_EQ(capture([] { log::write(log::Level::debug, "x"); }), "");
  log::set_level("error");
  EXPECT_EQ(capture([] { log::warning("x"); }), "");
  EXPECT_NE(capture([] { log::error("x"); }), "");
  log::set_level("debug");
  EXPECT_NE(capture([] { log::write(log::Level::debug, "x"); }), "");
}

}  // namespace
}  // namespace certhall
