#pragma once
// Puts the program together from its configuration. Nothing else knows which implementation stands
// behind a port.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/keys/folder_keys.h"
#include "adapters/reading/jailed_reader.h"
#include "base/result.h"
#include "base/secret.h"
#include "kmc/centre.h"
#include "main/config.h"

namespace certhall {

/// The hall with all that it stands on; lives as long as the command.
class Wiring {
 public:
  /// Opens (and at first start makes) data folder, keys and database. Throws with a sentence that a
  /// person can act on. `with_reader`: commands that take no uploads do without the jailed reader.
  Wiring(const Config& config, bool with_reader);
  ~Wiring();
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;

  [[nodiscard]] app::Hall& hall();
  [[nodiscard]] Random& random();
  [[nodiscard]] const std::filesystem::path& data() const;
  [[nodiscard]] std::string database_url() const;
  /// The key centre in this process; null where the configuration names another.
  [[nodiscard]] const kmc::Centre* key_centre() const;
  [[nodiscard]] std::string key_centre_url() const;  // of its database
  /// The encrypted files of authority keys; null where the configuration keeps them elsewhere.
  [[nodiscard]] adapters::FolderKeys* folder_keys() const;
  /// 32 bytes that are made once, under secrets/, and then always the same.
  [[nodiscard]] SecretText secret(const std::string& name);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// 32 bytes in a file: made once, then always the same.
[[nodiscard]] SecretText keep_key(const std::filesystem::path& path, Random& random);
/// The key store that a setting names: "pkcs11:…" or "sdf:…", with its ledger in the hall's data.
/// `invalid` for another setting; throws where the device does not answer.
[[nodiscard]] Result<std::unique_ptr<app::AuthorityKeys>> open_keys(const std::string& setting,
                                                                    const Wiring& wiring);
/// The certificate profiles that come with the program, checked, and put into the hall's database
/// at its first start. Throws with the file and the line that is wrong.
void seed_profiles(const Config& config, const app::Hall& hall);

/// Where the database of this configuration is: store::StoreOptions::url.
[[nodiscard]] std::string database_url(const Config& config);
[[nodiscard]] adapters::ReaderSettings reader_settings(const Config& config);
/// When the last backup was made, RFC 3339, in a file of the data folder.
inline constexpr const char* kLastBackup = "last_backup";

/// Throws where the data folder holds no hall: commands that look must not make one.
void require_hall(const Config& config);
/// The sealer of the hall whose folder `secrets` this is.
[[nodiscard]] Sealer sealer_of(const std::filesystem::path& secrets, Random& random);

/// A file that comes with the program; throws when it is missing.
[[nodiscard]] std::string read_share(const Config& config, const std::string& name);
/// The names of the files with this extension (".md") in one of its folders, sorted, as
/// read_share() takes them.
[[nodiscard]] std::vector<std::string> list_share(const Config& config, const std::string& folder,
                                                  const std::string& extension);

}  // namespace certhall
