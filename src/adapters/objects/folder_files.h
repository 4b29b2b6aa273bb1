#pragma once
// The file store in a folder: each file sealed, in one of 1024 sub-folders.

#include <filesystem>
#include <mutex>
#include <set>

#include "app/ports/files.h"
#include "base/sealer.h"

namespace certhall::adapters {

/// Where a file lies below the store's folder.
[[nodiscard]] std::filesystem::path path_of_object(const std::filesystem::path& folder,
                                                   const ObjectId& id);

class FolderFiles final : public app::FileStore {
 public:
  FolderFiles(std::filesystem::path folder, const Sealer& sealer);

  void put(const ObjectId& id, std::string_view bytes) override;
  [[nodiscard]] std::string get(const ObjectId& id) override;
  void remove(const ObjectId& id) override;

 private:
  void make_sub_folder(const std::filesystem::path& sub_folder);

  const std::filesystem::path folder_;
  const Sealer& sealer_;
  std::mutex mutex_;
  std::set<std::filesystem::path> made_;
};

}  // namespace certhall::adapters
