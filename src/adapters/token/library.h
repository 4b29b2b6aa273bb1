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
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// Null where the library has no such function.
  [[nodiscard]] void* function(const std::string& name) const;

 private:
  explicit Library(void* handle) : handle_(handle) {}
  void* handle_;
};

}  // namespace certhall::adapters
