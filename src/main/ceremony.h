#pragma once
// The commands of the key ceremony: ca init, ca restore, ca offline, ca roll.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "main/config.h"

namespace certhall {

struct CeremonyOptions {
  std::string script;               // init
  std::string folder;               // init, roll: where papers and files are put
  std::string exported;             // restore, offline: the file of the carried keys
  std::vector<std::string> shares;  // restore, offline: files, a share in each
  std::vector<std::string> names;   // restore: of these keys only
  std::string name;                 // offline, roll: of this authority
};

/// Below `ca`. `add_common` gives a command the options of every command.
void add_ceremony_commands(CLI::App& authority, CeremonyOptions& options,
                           const std::function<void(CLI::App&)>& add_common);
/// The one that was asked for; nothing where it was another command.
[[nodiscard]] std::optional<int> run_ceremony_command(const CLI::App& authority,
                                                      const Config& config,
                                                      const CeremonyOptions& options);

}  // namespace certhall
