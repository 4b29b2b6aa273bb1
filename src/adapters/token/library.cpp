#include "adapters/token/library.h"

#include <dlfcn.h>

namespace certhall::adapters {

Result<std::shared_ptr<const Library>> Library::load(const std::filesystem::path& path) {
  void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = ::dlerror();
    return fail(ErrorCode::not_found, "无法加载介质的驱动库 " + path.string() +
                                          "：请核对路径，并安装厂商的驱动（" +
                                          (reason != nullptr ? reason : "") + "）");
  }
  return std::make_shared<const Library>(handle);
}

Library::~Library() { ::dlclose(handle_); }

void* Library::function(const std::string& name) const { return ::dlsym(handle_, name.c_str()); }

}  // namespace certhall::adapters
