#include "adapters/reading/jail.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace certhall::adapters {
namespace {

[[noreturn]] void throw_errno(const char* what, int error = errno) {
  throw std::system_error(error, std::generic_category(), what);
}

class File {
 public:
  explicit File(int descriptor, const char* what) : descriptor_(descriptor) {
    if (descriptor < 0) throw_errno(what);
  }
  ~File() { close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

void write_all(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) throw_errno("write");
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (lseek(file.get(), 0, SEEK_SET) != 0) throw_errno("lseek");
}

std::string read_up_to(const File& file, std::size_t most) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) throw_errno("fstat");
  std::string bytes(std::min(most, static_cast<std::size_t>(status.st_size)), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got =
        pread(file.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno != EINTR) throw_errno("pread");
    if (got == 0) break;
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

std::vector<std::string> jailed(const JailSettings& settings,
                                const std::vector<std::string>& command) {
  if (settings.bubblewrap.empty()) return command;
  std::vector<std::string> all{settings.bubblewrap,
                               "--unshare-all",
                               "--die-with-parent",
                               "--new-session",
                               "--clearenv",
                               "--ro-bind",
                               "/usr",
                               "/usr"};
  // Merged into /usr on Debian 12, but the loader and shells are named by these paths. The two in
  // /etc are links to the linear algebra that OpenCV needs, and fonts for PDFs without their own.
  for (const char* path : {"/lib", "/lib64", "/bin", "/etc/alternatives", "/etc/fonts"})
    all.insert(all.end(), {"--ro-bind-try", path, path});
  for (const auto& [outside, inside] : settings.readable)
    all.insert(all.end(), {"--ro-bind", outside, inside});
  all.insert(all.end(), {"--remount-ro", "/", "--chdir", "/", "--"});
  all.insert(all.end(), command.begin(), command.end());
  return all;
}

class Spawn {
 public:
  Spawn() { posix_spawn_file_actions_init(&actions_); }
  ~Spawn() { posix_spawn_file_actions_destroy(&actions_); }
  Spawn(const Spawn&) = delete;
  Spawn& operator=(const Spawn&) = delete;

  pid_t run(const std::vector<std::string>& command, const std::array<int, 3>& standard) {
    for (int i = 0; i < 3; ++i)
      posix_spawn_file_actions_adddup2(&actions_, standard[static_cast<std::size_t>(i)], i);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    std::vector<char*> arguments;
    for (const auto& text : command) arguments.push_back(const_cast<char*>(text.c_str()));
    arguments.push_back(nullptr);
    char* no_environment[] = {nullptr};
    pid_t pid = 0;
    const int error =
        posix_spawn(&pid, arguments[0], &actions_, nullptr, arguments.data(), no_environment);
    if (error != 0) throw_errno(arguments[0], error);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// Waits for the end, or makes it.
std::optional<int> wait_for(pid_t pid, std::chrono::milliseconds most_time) {
  using Clock = std::chrono::steady_clock;
  // By its number: glibc 2.36 declares pidfd_open() for C only.
  const File process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)), "pidfd_open");
  const auto end = Clock::now() + most_time;
  pollfd ended{.fd = process.get(), .events = POLLIN, .revents = 0};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    const int ready = left > 0 ? poll(&ended, 1, static_cast<int>(left)) : 0;
    if (ready > 0) break;
    if (ready < 0 && errno == EINTR) continue;
    kill(pid, SIGKILL);
    break;
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status)) return std::nullopt;
  return WEXITSTATUS(status);
}

}  // namespace

JailedRun run_jailed(const JailSettings& settings, const std::vector<std::string>& command,
                     std::string_view input, std::chrono::milliseconds most_time) {
  const File in(memfd_create("input", MFD_CLOEXEC), "memfd_create");
  const File out(memfd_create("output", MFD_CLOEXEC), "memfd_create");
  const File errors(memfd_create("errors", MFD_CLOEXEC), "memfd_create");
  write_all(in, input);
  const pid_t pid = Spawn().run(jailed(settings, command), {in.get(), out.get(), errors.get()});
  JailedRun run;
  run.exit_code = wait_for(pid, most_time);
  run.output = read_up_to(out, kMostOutput);
  run.errors = read_up_to(errors, 2000);
  return run;
}

}  // namespace certhall::adapters
