#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "base/files.h"

namespace certhall::domain {

inline std::filesystem::path repository_path(const std::string& path) {
  return std::filesystem::path(CERTHALL_SOURCE_DIR) / path;
}

inline std::string repository_file(const std::string& path) {
  auto text = read_file(repository_path(path));
  if (!text) throw std::runtime_error("no file " + path);
  return std::move(*text);
}

}  // namespace certhall::domain
