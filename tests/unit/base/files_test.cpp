#include "base/files.h"

#include <cstdlib>
#include <system_error>

#include <gtest/gtest.h>

namespace certhall {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
 protected:
  FilesTest() {
    std::string pattern = (fs::temp_directory_path() / "certhall-files-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FilesTest() override { fs::remove_all(folder_); }

  fs::path folder_;
};

TEST_F(FilesTest, ReadsWhatWasWritten) {
  const std::string bytes("a\0b\n\xff", 5);
  write_file_durably(folder_ / "one", bytes);
  EXPECT_EQ(read_file(folder_ / "one"), bytes);
}

TEST_F(FilesTest, ReplacesAndLeavesNothingBeside) {
  write_file_durably(folder_ / "one", std::string(100000, 'x'));
  write_file_durably(folder_ / "one", "short");
  EXPECT_EQ(read_file(folder_ / "one"), "short");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(FilesTest, SetsTheModeWhateverTheMask) {
  write_file_durably(folder_ / "secret", "");
  write_file_durably(folder_ / "public", "", 0644);
  EXPECT_EQ(fs::status(folder_ / "secret").permissions(), fs::perms(0600));
  EXPECT_EQ(fs::status(folder_ / "public").permissions(), fs::perms(0644));
}

TEST_F(FilesTest, SaysNothingForAFileThatIsNotThere) {
  EXPECT_EQ(read_file(folder_ / "none"), std::nullopt);
  write_file_durably(folder_ / "one", "");
  EXPECT_EQ(read_file(folder_ / "one" / "below"), std::nullopt);
  EXPECT_EQ(read_file(folder_ / "one"), "");
}

TEST_F(FilesTest, ThrowsAndCleansUpWhenItCannotWrite) {
  fs::create_directory(folder_ / "taken");
  EXPECT_THROW(write_file_durably(folder_ / "none" / "one", ""), std::system_error);
  EXPECT_THROW(write_file_durably(folder_ / "taken", ""), std::system_error);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1);
}

TEST_F(FilesTest, MakesFoldersForTheOwnerOnly) {
  make_folder_durably(folder_ / "a" / "b");
  make_folder_durably(folder_ / "a" / "b");
  EXPECT_EQ(fs::status(folder_ / "a").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(folder_ / "a" / "b").permissions(), fs::perms::owner_all);
  write_file_durably(folder_ / "file", "");
  EXPECT_THROW(make_folder_durably(folder_ / "file" / "below"), std::system_error);
}

TEST_F(FilesTest, ThrowsWhenItCannotRead) {
  EXPECT_THROW(static_cast<void>(read_file(folder_)), std::system_error);
}

}  // namespace
}  // namespace certhall
