#pragma once
// A folder of the test's own, gone afterwards, and a sealer.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "base/files.h"
#include "base/random.h"
#include "base/sealer.h"

namespace certhall::adapters {

class FolderTest : public testing::Test {
 protected:
  FolderTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "certhall-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FolderTest() override { std::filesystem::remove_all(folder_); }

  /// All regular files below the folder.
  [[nodiscard]] std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    return found;
  }
  [[nodiscard]] bool any_file_holds(std::string_view bytes) const {
    const auto all = files();
    return std::ranges::any_of(
        all, [&](const auto& path) { return read_file(path)->find(bytes) != std::string::npos; });
  }
  /// Changes one bit in the middle of the file.
  static void damage(const std::filesystem::path& path) {
    std::string bytes = *read_file(path);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_file_durably(path, bytes);
  }

  std::filesystem::path folder_;
  SystemRandom random_;
  Sealer sealer_{SecretText(std::string(32, 'm')), random_};
};

}  // namespace certhall::adapters
