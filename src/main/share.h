#pragma once
// Where the program's own files are: in the prefix that it is installed in, or in the source tree
// that it was built in. Nothing is baked in, so it may be moved.

#include <filesystem>

#include "main/config.h"

namespace certhall {

/// A setting of this name goes before what comes with the program. A path may not exist.
struct Share {
  std::filesystem::path data;         // divisions.json, …
  std::filesystem::path web;          // pages
  std::filesystem::path reader;       // certhall-reader
  std::filesystem::path fonts;        // of printed pages
  std::filesystem::path models;       // of text recognition
  std::filesystem::path onnxruntime;  // libonnxruntime.so
};

/// `program`: where the running program lies.
[[nodiscard]] Share find_share(const Config& config, const std::filesystem::path& program);
[[nodiscard]] Share find_share(const Config& config);

}  // namespace certhall
