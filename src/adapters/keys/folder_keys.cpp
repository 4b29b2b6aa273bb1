#include "adapters/keys/folder_keys.h"

#include <sstream>
#include <stdexcept>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"

namespace certhall::adapters {
namespace {

/// Notes every message, and only then signs it. The line is one append, whole among those of other
/// threads and nodes; it needs no fsync, since no signature leaves before its row is on disk.
class LedgerSigner final : public pki::Signer {
 public:
  LedgerSigner(std::shared_ptr<const pki::Signer> key, std::filesystem::path ledger)
      : key_(std::move(key)), ledger_(std::move(ledger)) {}
  [[nodiscard]] pki::Algorithm algorithm() const override { return key_->algorithm(); }
  [[nodiscard]] std::string spki() const override { return key_->spki(); }
  [[nodiscard]] std::string sign(std::string_view message) const override {
    append_line(ledger_, to_hex(sha256(message)));
    return key_->sign(message);
  }

 private:
  std::shared_ptr<const pki::Signer> key_;
  std::filesystem::path ledger_;
};

}  // namespace

FolderKeys::FolderKeys(std::filesystem::path folder, const Sealer& sealer)
    : folder_(std::move(folder)), sealer_(sealer) {
  make_folder_durably(folder_);
}

std::filesystem::path FolderKeys::path_of(const std::string& name) const {
  return folder_ / (name + ".key");
}

std::filesystem::path FolderKeys::ledger_of(const std::string& name) const {
  return folder_ / (name + ".signed");
}

std::shared_ptr<const pki::Signer> FolderKeys::noting(std::shared_ptr<const pki::Signer> key,
                                                      const std::string& name) const {
  return std::make_shared<const LedgerSigner>(std::move(key), ledger_of(name));
}

std::shared_ptr<const pki::Signer> FolderKeys::load(const std::string& name) {
  if (const auto known = loaded_.find(name); known != loaded_.end()) return known->second;
  const auto sealed = read_file(path_of(name));
  if (!sealed) return nullptr;
  auto key = pki::PrivateKey::from_pkcs8(SecretText{sealer_.open(*sealed, "key/" + name)});
  if (!key) throw std::runtime_error("an authority's key file is damaged: " + name);
  auto signer = std::make_shared<const pki::KeySigner>(std::move(*key));
  loaded_.emplace(name, signer);
  return signer;
}

std::shared_ptr<const pki::Signer> FolderKeys::create(std::string_view name,
                                                      pki::Algorithm algorithm) {
  const std::lock_guard lock(mutex_);
  const std::string text(name);
  if (auto there = load(text)) return noting(std::move(there), text);
  const auto key = pki::PrivateKey::generate(algorithm);
  const SecretText pkcs8 = key.to_pkcs8();
  write_file_durably(path_of(text), sealer_.seal(pkcs8.reveal(), "key/" + text));
  return noting(load(text), text);
}

std::shared_ptr<const pki::Signer> FolderKeys::find(std::string_view name, app::Ledger ledger) {
  const std::lock_guard lock(mutex_);
  const std::string text(name);
  auto key = load(text);
  if (!key) throw std::runtime_error("no key file of the authority " + text);
  return ledger == app::Ledger::none ? key : noting(std::move(key), text);
}

std::vector<std::string> FolderKeys::signed_digests(std::string_view name) {
  std::istringstream lines(read_file(ledger_of(std::string(name))).value_or(""));
  std::vector<std::string> digests;
  for (std::string line; std::getline(lines, line);) digests.push_back(line);
  return digests;
}

}  // namespace certhall::adapters
