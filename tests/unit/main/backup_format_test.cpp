#include "main/backup_format.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "main/share.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

class BackupFormat : public testing::Test {
 protected:
  BackupFormat()
      : folder_(fs::temp_directory_path() / ("certhall-backup-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_ / "secrets");
    fs::create_directories(folder_ / "opened");
    write_file_durably(folder_ / "secrets" / "master.key", std::string("\0key\n", 5));
    write_file_durably(folder_ / "secrets" / "audit.key", "another");
  }
  ~BackupFormat() override { fs::remove_all(folder_); }

  const fs::path folder_;
  SystemRandom random_;
  const SecretText word_{"sixteen or more characters"};
};

TEST_F(BackupFormat, SealsSecretsUnderAPassphraseAndOpensThemAgain) {
  const std::string sealed = seal_secrets(folder_ / "secrets", word_, random_);
  EXPECT_EQ(sealed.find("another"), sealed.npos);
  open_secrets(sealed, word_, folder_ / "opened");
  EXPECT_EQ(read_file(folder_ / "opened" / "master.key"), std::string("\0key\n", 5));
  EXPECT_EQ(read_file(folder_ / "opened" / "audit.key"), "another");
}

TEST_F(BackupFormat, RefusesAnotherPassphraseAndEveryChangedByte) {
  const std::string sealed = seal_secrets(folder_ / "secrets", word_, random_);
  EXPECT_THROW(open_secrets(sealed, SecretText{"another passphrase"}, folder_ / "opened"),
               std::runtime_error);
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{5}, std::size_t{20}, sealed.size() - 1}) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_THROW(open_secrets(changed, word_, folder_ / "opened"), std::runtime_error) << at;
  }
  EXPECT_THROW(open_secrets("b1", word_, folder_ / "opened"), std::runtime_error);
  EXPECT_TRUE(fs::is_empty(folder_ / "opened"));
}

TEST_F(BackupFormat, WritesSumsAsSha256sumDoes) {
  const Sums sums{{"files/a b", std::string(64, 'a')}, {"keys/x", std::string(64, 'b')}};
  const std::string text = to_text(sums);
  EXPECT_EQ(text, std::string(64, 'a') + "  files/a b\n" + std::string(64, 'b') + "  keys/x\n");
  EXPECT_EQ(parse_sums(text), sums);
}

TEST_F(BackupFormat, SaysWhatIsNoBackup) {
  const auto faults = faults_of(folder_);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NE(faults[0].find("manifest.json"), std::string::npos);
}

TEST_F(BackupFormat, FindsItsShareInThePrefixThatItIsInstalledIn) {
  fs::create_directories(folder_ / "usr/share/certhall/data");
  const Share share = find_share({}, folder_ / "usr/bin/certhall");
  EXPECT_EQ(share.data, folder_ / "usr/share/certhall/data");
  EXPECT_EQ(share.web, folder_ / "usr/share/certhall/web");
  EXPECT_EQ(share.reader, folder_ / "usr/lib/certhall/certhall-reader");
}

TEST_F(BackupFormat, FindsItsShareInTheSourceTreeOtherwise) {
  const Share share = find_share({}, "/source/build/release/certhall");
  EXPECT_EQ(share.data, "/source/data");
  EXPECT_EQ(share.web, "/source/web/dist");
  EXPECT_EQ(share.reader, "/source/build/release/certhall-reader");
  Config config;
  config.web = "/elsewhere";
  EXPECT_EQ(find_share(config, "/source/build/release/certhall").web, "/elsewhere");
}

}  // namespace
}  // namespace certhall
