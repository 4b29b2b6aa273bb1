#pragma once
// Generated files that are committed, so that a change of what they come from is read as a diff.
// CERTHALL_UPDATE_GOLDEN=1 writes them anew.

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "base/files.h"

namespace certhall {

inline void expect_committed(const std::string& path, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(CERTHALL_SOURCE_DIR) / path;
  if (std::getenv("CERTHALL_UPDATE_GOLDEN") != nullptr) write_file_durably(file, text, 0644);
  EXPECT_TRUE(read_file(file) == text)
      << path << " is not what the code says; write it with ./x gen and review the difference";
}

}  // namespace certhall
