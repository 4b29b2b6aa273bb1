#pragma once
// A file store whose failures are counted.

#include <utility>

#include "app/ports/files.h"
#include "base/metrics.h"

namespace certhall::adapters {

class CountedFiles final : public app::FileStore {
 private:
  template <class Work>
  auto counted(const char* act, Work work) {
    try {
      return work();
    } catch (...) {
      metrics_.counter("certhall_files_failed_total", "Failures of the file store", {{"act", act}})
          .add();
      throw;
    }
  }

 public:
  CountedFiles(app::FileStore& files, Metrics& metrics) : files_(files), metrics_(metrics) {}

  void put(const ObjectId& id, std::string_view bytes) override {
    return counted("put", [&] { return files_.put(id, bytes); });
  }
  [[nodiscard]] std::string get(const ObjectId& id) override {
    return counted("get", [&] { return files_.get(id); });
  }
  void remove(const ObjectId& id) override {
    return counted("remove", [&] { return files_.remove(id); });
  }

 private:
  app::FileStore& files_;
  Metrics& metrics_;
};

}  // namespace certhall::adapters
