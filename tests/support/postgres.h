#pragma once
// A PostgreSQL server of the test program's own, made at the first call. A machine without
// PostgreSQL fails the test: nothing is skipped.

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include <unistd.h>

namespace certhall::testing_support {

class Postgres {
 public:
  static Postgres& shared() {
    static Postgres server;
    return server;
  }
  /// The libpq connection string to a database of this name.
  [[nodiscard]] std::string database(const std::string& name) const {
    return target_.substr(0, target_.find("dbname=")) + "dbname=" + name;
  }

 private:
  Postgres() : folder_(place() + "/certhall-postgres-" + std::to_string(::getpid())) {
    target_ = run("start " + folder_ + " " + std::to_string(::getpid()));
    if (target_.find("dbname=") == target_.npos) {
      throw std::runtime_error("the tests' PostgreSQL server did not start");
    }
  }
  ~Postgres() { run("stop " + folder_); }

  // In memory where there is room: the server flushes every commit, as it must (store/connection).
  static std::string place() {
    std::error_code none;
    const auto space = std::filesystem::space("/dev/shm", none);
    constexpr std::uintmax_t kEnough = 2'000'000'000;
    return !none && space.available > kEnough ? "/dev/shm" : "/tmp";
  }
  static std::string run(const std::string& what) {
    const std::string command = CERTHALL_SOURCE_DIR "/tests/support/postgres.sh " + what;
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::array<char, 512> line{};
    const std::string output =
        std::fgets(line.data(), line.size(), pipe) != nullptr ? line.data() : "";
    ::pclose(pipe);
    return output.substr(0, output.find('\n'));
  }

  std::string folder_;
  std::string target_;
};

}  // namespace certhall::testing_support
