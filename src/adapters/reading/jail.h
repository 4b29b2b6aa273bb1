#pragma once
// Runs a program in which nothing can be trusted once it has seen its input: bubblewrap gives it
// namespaces of its own (user, process, IPC, network, host name), /usr and little else to read,
// nothing to write, an empty environment; it dies with its parent.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace certhall::adapters {

struct JailSettings {
  std::string bubblewrap = "/usr/bin/bwrap";  // empty: no jail at all
  /// Read-only: where on this machine, where inside.
  std::vector<std::pair<std::string, std::string>> readable;
};

struct JailedRun {
  std::optional<int> exit_code;  // nothing: killed, by us for its time or by a signal
  std::string output;            // at most kMostOutput bytes; a longer output ends the program
  std::string errors;            // the first 2,000 bytes of standard error; may hold what was read
};

inline constexpr std::size_t kMostOutput = 64U << 20;

/// Input and output are files in memory, so neither side can block the other. Throws
/// std::system_error where this machine has no more memory, files or processes.
[[nodiscard]] JailedRun run_jailed(const JailSettings& settings,
                                   const std::vector<std::string>& command, std::string_view input,
                                   std::chrono::milliseconds most_time);

}  // namespace certhall::adapters
