#include "adapters/keys/folder_keys.h"

#include <stdexcept>

#include "base/files.h"

namespace certhall::adapters {
FolderKeys::FolderKeys(std::filesystem::path folder, const Sealer& sealer)
    : folder_(std::move(folder)), sealer_(sealer), ledger_(folder_) {}

std::filesystem::path FolderKeys::path_of(const std::string& name) const {
  return folder_ / (name + ".key");
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
                                                      pki::Algorithm algorithm, int rsa_bits) {
  const std::lock_guard lock(mutex_);
  const std::string text(name);
  if (auto there = load(text)) return ledger_.noting(std::move(there), text);
  const auto key = pki::PrivateKey::generate(algorithm, rsa_bits);
  const SecretText pkcs8 = key.to_pkcs8();
  write_file_durably(path_of(text), sealer_.seal(pkcs8.reveal(), "key/" + text));
  return ledger_.noting(load(text), text);
}

std::shared_ptr<const pki::Signer> FolderKeys::find(std::string_view name, app::Ledger ledger) {
  const std::lock_guard lock(mutex_);
  const std::string text(name);
  auto key = load(text);
  if (!key) throw std::runtime_error("no key file of the authority " + text);
  return ledger_.noting(std::move(key), text, ledger);
}

std::vector<std::string> FolderKeys::signed_digests(std::string_view name) {
  return ledger_.digests(std::string(name));
}

std::optional<SecretText> FolderKeys::export_key(const std::string& name) const {
  const auto sealed = read_file(path_of(name));
  if (!sealed) return std::nullopt;
  return SecretText{sealer_.open(*sealed, "key/" + name)};
}

Status FolderKeys::import_key(const std::string& name, const SecretText& pkcs8) {
  const std::lock_guard lock(mutex_);
  ASSIGN_OR_RETURN(key, pki::PrivateKey::from_pkcs8(pkcs8));
  if (const auto there = load(name))
    return there->spki() == key.public_key().spki()
               ? Status{}
               : fail(ErrorCode::duplicate, "密钥库中已有另一把名为 " + name + " 的密钥");
  write_file_durably(path_of(name), sealer_.seal(pkcs8.reveal(), "key/" + name));
  return {};
}

void FolderKeys::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  loaded_.erase(name);
  remove_file_durably(path_of(name));
}

}  // namespace certhall::adapters
