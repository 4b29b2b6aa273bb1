#pragma once
// A file for what is too big for memory. It has no name: nobody else sees it, and it is gone when
// it dies or the program does.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace certhall {

class ScratchFile {
 public:
  /// On the disk of `folder`. This and the others throw std::system_error.
  explicit ScratchFile(const std::filesystem::path& folder);
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile& operator=(ScratchFile&&) = delete;
  ~ScratchFile();

  void append(std::string_view bytes);
  /// Over what was appended already.
  void put(std::uint64_t offset, std::string_view bytes);
  [[nodiscard]] std::uint64_t size() const { return written_ + buffer_.size(); }
  /// All of it, mapped; good until something is appended, put, mapped anew or unmapped.
  [[nodiscard]] std::string_view map();
  /// Until it is mapped again, none of it counts as the process's memory.
  void unmap();

 private:
  void flush();

  int fd_ = -1;
  std::uint64_t written_ = 0;
  std::string buffer_;
  void* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

}  // namespace certhall
