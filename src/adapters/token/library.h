#pragma once
// A maker's library, loaded by path and unloaded with its last owner.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"

namespace certhall::adapters {

class Library {
 public:
  /// `not_found`, naming the path and what the loader said.
  [[nodiscard]] static Result<std::shared_ptr<const Library>> load(
      const std::filesystem::path& path);
  explicit Library(void* handle) : handle_(handle) {}  // load() makes them
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// Null where the library has no such function.
  [[nodiscard]] void* function(const std::string& name) const;

 private:
  void* handle_;
};

}  // namespace certhall::adapters
