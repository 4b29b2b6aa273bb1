#pragma once
// `certhall kmc`: the key centre as a process of its own, and what its operators and officers do at
// its console. Officers sign with keys of their own, by whatever tool they have (openssl, a token);
// this program never sees their private keys.

#include <string>
#include <vector>

#include "main/config.h"

namespace CLI {
class App;
}

namespace certhall {

struct KmcOptions {
  std::string file;  // TOML with the officers
  std::string reason, by, id, officer, signature, to;
  std::string form = "natural";
  std::string subscriber, recipient, order;
  std::vector<std::string> keys;
};

/// `path`: of the configuration file.
void add_kmc_commands(CLI::App& app, KmcOptions& options, Config& config, std::string& path);
/// The exit status: 0 done, 1 not, and says why.
int run_kmc(const CLI::App& command, const Config& config, const KmcOptions& options);

/// Serves until SIGINT or SIGTERM.
int serve_key_centre(const Config& config);

}  // namespace certhall
