#pragma once
// `certhall doctor`: looks at a whole installation, changes nothing (unless told to mend), and says
// in words what is wrong and what to do.

#include <filesystem>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "main/config.h"

namespace certhall {

enum class Health { good, warning, fault };
BOOST_DESCRIBE_ENUM(Health, good, warning, fault)

struct Finding {
  Health health = Health::good;
  std::string name;    // "database", "jail", …
  std::string text;    // Chinese: what is
  std::string remedy;  // Chinese: what to do; empty when all is well
};
BOOST_DESCRIBE_STRUCT(Finding, (), (health, name, text, remedy))
using Findings = std::vector<Finding>;

struct DoctorOptions {
  bool json = false;
  bool mend = false;        // removes files that belong to nothing
  std::string config_path;  // empty: none was given
};

/// Exit status: 0 all is well, 1 there are warnings, 2 there are faults.
int run_doctor(const Config& config, const DoctorOptions& options);

// What it looks at; each in a file of its own subject.

/// The machine: fonts, jail, models, disk, clock, TLS.
[[nodiscard]] Findings look_at_machine(const Config& config);
/// Folders and files of the installation and who may read them.
[[nodiscard]] Findings look_at_secrets(const Config& config, const std::string& config_path);
/// Rows: jobs, lists, certificates of the authorities, nodes, calendar.
[[nodiscard]] Findings look_at_hall(const app::Hall& hall);
/// The file store against the rows. `mend` removes what has been lost for longer than a day.
[[nodiscard]] Findings look_at_files(const app::Hall& hall, const std::filesystem::path& folder,
                                     bool mend);
/// When the last backup was made.
[[nodiscard]] Findings look_at_backup(const std::filesystem::path& data, Timestamp now);

}  // namespace certhall
