#include "adapters/keys/answer_ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <system_error>

#include "base/files.h"

namespace certhall::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLengthSize = 4;  // before each message, big endian

std::string framed(std::string_view message) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(message.size() >> shift & 0xff);
  return out.append(message);
}

fs::path earlier(const fs::path& path) { return path.string() + ".1"; }

[[noreturn]] void throw_errno(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

/// The file that is written, kept open. One append is whole among those of others.
class AnswerFile {
 public:
  AnswerFile(fs::path path, std::uintmax_t limit) : path_(std::move(path)), limit_(limit) {}
  ~AnswerFile() { close(); }
  AnswerFile(const AnswerFile&) = delete;
  AnswerFile& operator=(const AnswerFile&) = delete;

  void append(std::string_view message) {
    const std::string entry = framed(message);
    const std::lock_guard lock(mutex_);
    if (!has_room(entry.size())) turn(entry.size());
    if (::write(file_, entry.data(), entry.size()) != static_cast<ssize_t>(entry.size()))
      throw_errno(path_);
  }

 private:
  void open() {
    close();
    file_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    struct stat found {};
    if (file_ < 0 || ::fstat(file_, &found) != 0) throw_errno(path_);
    inode_ = found.st_ino;
  }
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  /// Ours is the file that has the name, and it may grow so far; a first entry always may.
  [[nodiscard]] bool has_room(std::size_t more) const {
    struct stat found {};
    if (file_ < 0 || ::stat(path_.c_str(), &found) != 0 || found.st_ino != inode_) return false;
    const auto size = static_cast<std::uintmax_t>(found.st_size);
    return size == 0 || size + more <= limit_;
  }
  /// Another signer, also of another process, may have begun a new file: only whoever holds the
  /// lock of a full one renames it.
  void turn(std::size_t more) {
    open();
    if (has_room(more)) return;
    if (::flock(file_, LOCK_EX) != 0) throw_errno(path_);
    struct stat found {};
    if (::stat(path_.c_str(), &found) == 0 && found.st_ino == inode_)
      fs::rename(path_, earlier(path_));
    open();
  }

  const fs::path path_;
  const std::uintmax_t limit_;
  std::mutex mutex_;
  int file_ = -1;
  ino_t inode_ = 0;
};

class AnswerSigner final : public pki::Signer {
 public:
  AnswerSigner(std::shared_ptr<const pki::Signer> key, fs::path path, std::uintmax_t limit)
      : key_(std::move(key)), file_(std::make_unique<AnswerFile>(std::move(path), limit)) {}
  [[nodiscard]] const pki::PublicKey& public_key() const override { return key_->public_key(); }
  [[nodiscard]] std::string sign(std::string_view message) const override {
    file_->append(message);
    return key_->sign(message);
  }

 private:
  const std::shared_ptr<const pki::Signer> key_;
  const std::unique_ptr<AnswerFile> file_;
};

void read_messages(std::string_view bytes, std::vector<std::string>& messages) {
  while (bytes.size() >= kLengthSize) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < kLengthSize; ++i)
      length = length << 8 | static_cast<std::uint8_t>(bytes[i]);
    bytes.remove_prefix(kLengthSize);
    if (bytes.size() < length) return;
    messages.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
}

}  // namespace

AnswerLedger::AnswerLedger(fs::path folder, std::uintmax_t limit)
    : folder_(std::move(folder)), limit_(limit) {
  make_folder_durably(folder_);
}

fs::path AnswerLedger::path_of(const std::string& name) const {
  return folder_ / (name + ".answers");
}

std::shared_ptr<const pki::Signer> AnswerLedger::noting(std::shared_ptr<const pki::Signer> key,
                                                        const std::string& name) const {
  return std::make_shared<const AnswerSigner>(std::move(key), path_of(name), limit_);
}

std::vector<std::string> AnswerLedger::messages(const std::string& name) const {
  std::vector<std::string> messages;
  for (const auto& path : {earlier(path_of(name)), path_of(name)})
    read_messages(read_file(path).value_or(""), messages);
  return messages;
}

}  // namespace certhall::adapters
