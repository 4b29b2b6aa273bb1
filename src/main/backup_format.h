#pragma once
// What a backup looks like: `database/`, `files/`, `keys/`, perhaps `key_centre/` and
// `secrets.sealed`; SHA256SUMS, as sha256sum writes it, names every one of them, and manifest.json
// says what they are and vouches for SHA256SUMS.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "base/random.h"
#include "base/sealer.h"
#include "base/secret.h"

namespace certhall {

inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kSums = "SHA256SUMS";
inline constexpr const char* kSealedSecrets = "secrets.sealed";
inline constexpr const char* kKeyCentreCopy = "key_centre";

/// The copy of the database of a key centre in the hall's own process.
struct KeyCentreManifest {
  std::string engine;
  std::vector<std::string> migrations;
};
BOOST_DESCRIBE_STRUCT(KeyCentreManifest, (), (engine, migrations))

struct BackupManifest {
  std::int64_t format = 1;
  std::string version;
  std::string made_at;
  std::string engine;
  std::vector<std::string> migrations;
  std::int64_t files = 0;
  std::vector<std::string> missing;  // named by rows, not there: erased meanwhile, or lost before
  bool secrets = false;
  std::string sums;                               // SHA-256 of SHA256SUMS, hex
  std::string mac;                                // keyed digest of all of the others
  std::optional<KeyCentreManifest> key_centre{};  // none: it is elsewhere, or there was none yet
};
BOOST_DESCRIBE_STRUCT(BackupManifest, (),
                      (format, version, made_at, engine, migrations, files, missing, secrets, sums,
                       mac, key_centre))

/// Of the manifest without its mac, under the hall's master key: who has no key makes none.
[[nodiscard]] std::string mac_of(BackupManifest manifest, const Sealer& sealer);
[[nodiscard]] bool mac_matches(const BackupManifest& manifest,
                               const std::filesystem::path& secrets);
/// Throws with a sentence where there is none, or one of another format.
[[nodiscard]] BackupManifest read_manifest(const std::filesystem::path& backup);

/// Relative paths with their SHA-256, hex.
using Sums = std::map<std::string, std::string>;
[[nodiscard]] std::string to_text(const Sums& sums);
[[nodiscard]] Sums parse_sums(const std::string& text);
/// Every regular file below, as it is now.
[[nodiscard]] std::vector<std::string> files_below(const std::filesystem::path& folder);

/// The folder `secrets` under a passphrase: argon2id, then AES-256-GCM.
[[nodiscard]] std::string seal_secrets(const std::filesystem::path& folder,
                                       const SecretText& passphrase, Random& random);
/// Writes them into `folder`. Throws where the passphrase is another one.
void open_secrets(const std::string& sealed, const SecretText& passphrase,
                  const std::filesystem::path& folder);
/// The first line of a file; throws where it is shorter than 16 characters.
[[nodiscard]] SecretText read_passphrase(const std::string& path);

/// `tar` packs a folder's content into a new file, or unpacks it into a folder.
void pack(const std::filesystem::path& folder, const std::filesystem::path& tar);
void unpack(const std::filesystem::path& tar, const std::filesystem::path& folder);

/// What is wrong with a backup in a folder, in sentences; empty when nothing is.
[[nodiscard]] std::vector<std::string> faults_of(const std::filesystem::path& backup);

}  // namespace certhall
