#pragma once
// Authority keys in a folder: PKCS#8, sealed, a file each; beside each the ledger of what it
// signed.

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "app/ports/keys.h"
#include "base/sealer.h"

namespace certhall::adapters {

class FolderKeys final : public app::AuthorityKeys {
 public:
  FolderKeys(std::filesystem::path folder, const Sealer& sealer);

  std::shared_ptr<const pki::Signer> create(std::string_view name,
                                            pki::Algorithm algorithm) override;
  [[nodiscard]] std::shared_ptr<const pki::Signer> find(
      std::string_view name, app::Ledger ledger = app::Ledger::kept) override;
  [[nodiscard]] std::vector<std::string> signed_digests(std::string_view name) override;

 private:
  std::shared_ptr<const pki::Signer> load(const std::string& name);
  [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;
  [[nodiscard]] std::filesystem::path ledger_of(const std::string& name) const;
  [[nodiscard]] std::shared_ptr<const pki::Signer> noting(std::shared_ptr<const pki::Signer> key,
                                                          const std::string& name) const;

  const std::filesystem::path folder_;
  const Sealer& sealer_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const pki::Signer>> loaded_;
};

}  // namespace certhall::adapters
