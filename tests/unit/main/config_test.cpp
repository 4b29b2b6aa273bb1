#include "main/config.h"

#include <cstdlib>

#include "support/committed.h"

namespace certhall {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "certhall-config-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ConfigTest() override { std::filesystem::remove_all(folder_); }

  Status read(const std::string& text) {
    write_file_durably(folder_ / "certhall.toml", text);
    return read_config(config_, folder_ / "certhall.toml");
  }
  std::string refusal(const std::string& text) {
    const auto done = read(text);
    return done ? "" : done.error().message;
  }

  std::filesystem::path folder_;
  Config config_;
};

TEST(Golden, TheExampleConfigurationIsCommitted) {
  expect_committed("config/certhall.example.toml", example_config());
}

TEST_F(ConfigTest, EveryLineOfTheExampleCanBeSwitchedOn) {
  std::string text = example_config();
  for (std::size_t at = 0; (at = text.find("\n# ", at)) != std::string::npos; ++at)
    if (const auto end = text.find('\n', at + 1);
        text.substr(at, end - at).find(" = ") != std::string::npos)
      text.erase(at + 1, 2);
  ASSERT_TRUE(read(text));
  EXPECT_EQ(config_.port, Config{}.port);
  EXPECT_EQ(config_.bank_name, Config{}.bank_name);
  EXPECT_TRUE(check_config(config_));
}

TEST_F(ConfigTest, TakesWhatTheFileSays) {
  ASSERT_TRUE(read("port = 9000\nallow_unjailed = true\naddress = \"127.0.0.9\"\n"));
  EXPECT_EQ(config_.port, 9000);
  EXPECT_TRUE(config_.allow_unjailed);
  EXPECT_EQ(config_.address, "127.0.0.9");
}

TEST_F(ConfigTest, NamesTheKeyThatIsUnknownOrOfAnotherType) {
  EXPECT_NE(refusal("prot = 1").find("prot"), std::string::npos);
  EXPECT_NE(refusal("port = \"80\"").find("port"), std::string::npos);
  EXPECT_NE(refusal("mode = 1").find("mode"), std::string::npos);
  EXPECT_NE(refusal("allow_unjailed = 1").find("allow_unjailed"), std::string::npos);
  EXPECT_NE(refusal("a = 1\nport = = 1").find("第 2 行"), std::string::npos);
}

TEST_F(ConfigTest, RefusesWhatDoesNotGoTogether) {
  const auto refused = [](auto change) {
    Config config;
    change(config);
    return !check_config(config);
  };
  EXPECT_TRUE(refused([](Config& c) { c.mode = "test"; }));
  EXPECT_TRUE(refused([](Config& c) { c.mode = "production"; })) << "every outside is a sandbox";
  EXPECT_TRUE(refused([](Config& c) { c.port = 65536; }));
  EXPECT_TRUE(refused([](Config& c) { c.instance = 0; }));
  EXPECT_TRUE(refused([](Config& c) { c.instance = 128; }));
  EXPECT_TRUE(refused([](Config& c) { c.tls_certificate = "chain.pem"; }));
}

}  // namespace
}  // namespace certhall
