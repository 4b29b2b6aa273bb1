#pragma once
// Authority keys in a folder: PKCS#8, sealed, a file each; beside each the ledger of what it
// signed.

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/keys/key_ledger.h"
#include "app/ports/keys.h"
#include "base/result.h"
#include "base/sealer.h"
#include "base/secret.h"

namespace certhall::adapters {

class FolderKeys final : public app::AuthorityKeys {
 public:
  FolderKeys(std::filesystem::path folder, const Sealer& sealer);

  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int rsa_bits = 3072) override;
  [[nodiscard]] std::shared_ptr<const pki::Signer> find(
      std::string_view name, app::Ledger ledger = app::Ledger::kept) override;
  [[nodiscard]] std::vector<std::string> signed_digests(std::string_view name) override;

  // For the key ceremony: a key that is carried away and comes back.
  /// PKCS#8; nothing when there is none. Only to be sealed at once.
  [[nodiscard]] std::optional<SecretText> export_key(const std::string& name) const;
  /// `duplicate` when another key has this name; nothing happens when it is there already.
  [[nodiscard]] Status import_key(const std::string& name, const SecretText& pkcs8);
  /// From this folder and from memory; the ledger stays.
  void remove(const std::string& name);

 private:
  std::shared_ptr<const pki::Signer> load(const std::string& name);
  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;

  const std::filesystem::path folder_;
  const Sealer& sealer_;
  const KeyLedger ledger_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const pki::Signer>> loaded_;
};

}  // namespace certhall::adapters
