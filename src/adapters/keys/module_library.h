#pragma once
// A maker's library, loaded by its path.

#include <dlfcn.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace certhall::adapters {

/// Stays loaded until the end of the process: makers' libraries have threads of their own.
class ModuleLibrary {
 public:
  /// Throws with the path when it cannot be loaded.
  explicit ModuleLibrary(const std::string& path)
      : path_(path), handle_(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr)
      throw std::runtime_error("密码设备的库无法加载，请检查路径：" + path + "（" + ::dlerror() +
                               "）");
  }

  /// Throws with the function's name when the library has none of it.
  template <class Function>
  [[nodiscard]] Function* function(const char* name) const {
    void* found = ::dlsym(handle_, name);
    if (found == nullptr) throw std::runtime_error("库 " + path_ + " 中没有函数 " + name);
    return reinterpret_cast<Function*>(found);
  }

 private:
  std::string path_;
  void* handle_;
};

}  // namespace certhall::adapters
