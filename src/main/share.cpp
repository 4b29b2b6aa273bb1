#include "main/share.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

Share installed(const fs::path& prefix) {
  const fs::path share = prefix / "share" / "certhall", library = prefix / "lib" / "certhall";
  return {.data = share / "data",
          .web = share / "web",
          .reader = library / "certhall-reader",
          .fonts = share / "fonts",
          .models = share / "models",
          .onnxruntime = library / "libonnxruntime.so"};
}

Share in_source_tree(const fs::path& root, const fs::path& build) {
  const fs::path modules = root / "src" / "reading" / "models" / "node_modules";
  return {.data = root / "data",
          .web = root / "web" / "dist",
          .reader = build / "certhall-reader",
          .fonts = build / "fonts",
          .models = modules / "@gutenye" / "ocr-models" / "assets",
          .onnxruntime = modules / "sherpa-onnx-linux-x64" / "libonnxruntime.so"};
}

void prefer(fs::path& path, const std::string& setting) {
  if (!setting.empty()) path = setting;
}

}  // namespace

Share find_share(const Config& config, const fs::path& program) {
  const fs::path folder = program.parent_path();
  Share share = installed(folder.parent_path());
  if (!fs::exists(share.data)) share = in_source_tree(folder.parent_path().parent_path(), folder);
  prefer(share.data, config.share);
  prefer(share.web, config.web);
  prefer(share.reader, config.reader);
  prefer(share.models, config.models);
  prefer(share.onnxruntime, config.onnxruntime);
  return share;
}

Share find_share(const Config& config) {
  return find_share(config, fs::read_symlink("/proc/self/exe"));
}

}  // namespace certhall
