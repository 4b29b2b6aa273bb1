#include "adapters/objects/folder_files.h"

#include <stdexcept>

#include "base/files.h"

namespace certhall::adapters {

FolderFiles::FolderFiles(std::filesystem::path folder, const Sealer& sealer)
    : folder_(std::move(folder)), sealer_(sealer) {
  make_folder_durably(folder_);
}

std::filesystem::path path_of_object(const std::filesystem::path& folder, const ObjectId& id) {
  // The last two characters are random, so the sub-folders fill evenly.
  return folder / id.value.substr(id.value.size() - 2) / id.value;
}

void FolderFiles::put(const ObjectId& id, std::string_view bytes) {
  const auto path = path_of_object(folder_, id);
  make_sub_folder(path.parent_path());
  write_file_durably(path, sealer_.seal(bytes, "object/" + id.value));
}

// A file lasts no longer than the name of its folder, so that is made to last first. The lock keeps
// a second writer from going ahead meanwhile.
void FolderFiles::make_sub_folder(const std::filesystem::path& sub_folder) {
  const std::lock_guard lock(mutex_);
  if (made_.contains(sub_folder)) return;
  make_folder_durably(sub_folder);
  made_.insert(sub_folder);
}

std::string FolderFiles::get(const ObjectId& id) {
  const auto sealed = read_file(path_of_object(folder_, id));
  if (!sealed) throw std::runtime_error("a file of the file store is missing: " + id.value);
  return sealer_.open(*sealed, "object/" + id.value);
}

void FolderFiles::remove(const ObjectId& id) { remove_file_durably(path_of_object(folder_, id)); }

}  // namespace certhall::adapters
