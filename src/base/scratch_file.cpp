#include "base/scratch_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace certhall {
namespace {

constexpr std::size_t kBuffer = 64 * 1024;

[[noreturn]] void throw_errno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int open_nameless(const std::filesystem::path& folder) {
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
  // Not every file system can make one without a name.
  std::string name = (folder / ".scratch-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

void write_at(int fd, std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_errno("scratch file");
    offset += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

ScratchFile::ScratchFile(const std::filesystem::path& folder) : fd_(open_nameless(folder)) {
  if (fd_ < 0) throw_errno(folder.c_str());
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      written_(other.written_),
      buffer_(std::move(other.buffer_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_size_(other.mapped_size_) {}

ScratchFile::~ScratchFile() {
  unmap();
  if (fd_ >= 0) ::close(fd_);
}

void ScratchFile::append(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= kBuffer) flush();
}

void ScratchFile::put(std::uint64_t offset, std::string_view bytes) {
  flush();
  write_at(fd_, offset, bytes);
}

std::string_view ScratchFile::map() {
  flush();
  unmap();
  if (written_ == 0) return {};
  void* mapped = ::mmap(nullptr, written_, PROT_READ, MAP_SHARED, fd_, 0);
  if (mapped == MAP_FAILED) throw_errno("scratch file");
  mapped_ = mapped;
  mapped_size_ = written_;
  return {static_cast<const char*>(mapped_), mapped_size_};
}

void ScratchFile::flush() {
  write_at(fd_, written_, buffer_);
  written_ += buffer_.size();
  buffer_.clear();
}

void ScratchFile::unmap() {
  if (mapped_ != nullptr) ::munmap(mapped_, mapped_size_);
  mapped_ = nullptr;
}

}  // namespace certhall
