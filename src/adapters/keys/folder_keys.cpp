#include "adapters/keys/folder_keys.h"

#include <stdexcept>

#include "base/files.h"

namespace certhall::adapters {

FolderKeys::FolderKeys(std::filesystem::path folder, const Sealer& sealer)
    : folder_(std::move(folder)), sealer_(sealer) {
  make_folder_durably(folder_);
}

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
                                                      pki::Algorithm algorithm) {
  const std::lock_guard lock(mutex_);
  const std::string text(name);
  if (auto there = load(text)) return there;
  const auto key = pki::PrivateKey::generate(algorithm);
  const SecretText pkcs8 = key.to_pkcs8();
  write_file_durably(path_of(text), sealer_.seal(pkcs8.reveal(), "key/" + text));
  return load(text);
}

std::shared_ptr<const pki::Signer> FolderKeys::find(std::string_view name) {
  const std::lock_guard lock(mutex_);
  if (auto there = load(std::string(name))) return there;
  throw std::runtime_error("no key file of the authority " + std::string(name));
}

}  // namespace certhall::adapters
