#include "base/files.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace certhall {
namespace {

[[noreturn]] void throw_errno(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

class Descriptor {
 public:
  Descriptor(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {
    if (fd_ < 0) throw_errno(path_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(fd_); }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw_errno(path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void set_mode(unsigned mode) const {
    if (::fchmod(fd_, mode) != 0) throw_errno(path_);
  }
  void sync_file_system() const {
    if (::syncfs(fd_) != 0) throw_errno(path_);
  }
  void sync() const {
    if (::fsync(fd_) != 0) throw_errno(path_);
  }

 private:
  int fd_;
  std::filesystem::path path_;
};

void sync_folder(const std::filesystem::path& folder) {
  Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder).sync();
}

void write_and_rename(const Descriptor& file, const std::string& beside,
                      const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  file.set_mode(mode);
  file.write(bytes);
  file.sync();
  if (::rename(beside.c_str(), path.c_str()) != 0) throw_errno(path);
}

}  // namespace

void write_file_durably(const std::filesystem::path& path, std::string_view bytes, unsigned mode) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  std::string beside = path.string() + ".XXXXXX";
  const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC), path);
  try {
    write_and_rename(file, beside, path, bytes, mode);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  sync_folder(folder);
}

void remove_file_durably(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return;
    throw_errno(path);
  }
  sync_folder(path.parent_path());
}

void append_line(const std::filesystem::path& path, std::string_view line) {
  constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC;
  Descriptor(::open(path.c_str(), kFlags, 0600), path).write(std::string(line) + "\n");
}

void make_folder_durably(const std::filesystem::path& folder) {
  const std::filesystem::path parent = std::filesystem::absolute(folder).parent_path();
  if (!std::filesystem::exists(parent)) make_folder_durably(parent);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw_errno(folder);
  sync_folder(parent);
}

void sync_disk(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
  file.sync_file_system();
}

std::optional<std::string> read_file(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw_errno(path);
  }
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) throw_errno(path);
  return bytes;
}

}  // namespace certhall
