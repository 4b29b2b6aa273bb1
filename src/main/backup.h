#pragma once
// Backup of a serving hall and its way back: database, files and keys of one moment. A backup has a
// name of its own only when it is whole; what is being made is called NAME.partial and is gone on
// with by the next try. docs/operating/backup.md says what is in it.

#include <functional>
#include <string>

#include "main/config.h"

namespace CLI {
class App;
}

namespace certhall {

struct BackupOptions {
  std::string to;               // a new folder, or a new file that ends in .tar
  std::string passphrase_file;  // its first line seals or opens the secrets
  bool without_secrets = false;
  std::string verify;  // the backup to look at
  // restore
  std::string from;
  std::string secrets;  // the folder `secrets` of the hall, kept elsewhere
  std::string ledgers;  // the folder `keys` of the lost hall, where it is still there
};

/// `common` adds what every command takes (--config, --data, --database).
void add_backup_commands(CLI::App& app, BackupOptions& options,
                         const std::function<void(CLI::App&)>& common);

// Each answers the process's exit status: 0 done, 1 not, and says why.
int make_backup(const Config& config, const BackupOptions& options);
int verify_backup(const Config& config, const BackupOptions& options);
int restore_backup(const Config& config, const BackupOptions& options);

}  // namespace certhall
