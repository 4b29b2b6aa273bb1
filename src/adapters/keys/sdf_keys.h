#pragma once
// Authority keys in a crypto device with the SDF interface (GM/T 0018-2023): SM2 keys that were
// made with the maker's own tools and are known by their index. The device never gives one out.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "adapters/keys/key_ledger.h"
#include "app/ports/keys.h"
#include "base/result.h"

namespace certhall::adapters {

struct SdfSettings {
  std::string library;                                   // path
  std::string password_file;                             // its first line opens every key
  std::map<std::string, unsigned, std::less<>> indexes;  // name of a key → its index, from 1
};
/// "sdf:library=/usr/lib/libsdf.so&password-source=/etc/certhall/sdf&sm2=1&ocsp-sm2=2": what is no
/// setting is the name of a key. `invalid` names what is missing.
[[nodiscard]] Result<SdfSettings> parse_sdf_settings(std::string_view uri);

class SdfKeys final : public app::AuthorityKeys {
 public:
  /// Opens the device. Throws with a sentence that a person can act on. `ledger`: a folder.
  SdfKeys(SdfSettings settings, const std::filesystem::path& ledger);
  ~SdfKeys() override;

  /// The key of the index that the settings give this name: SDF makes none. Throws where they give
  /// none, and for other algorithms than SM2.
  std::shared_ptr<const pki::Signer> create(std::string_view name, pki::Algorithm algorithm,
                                            int rsa_bits = 3072) override;
  [[nodiscard]] std::shared_ptr<const pki::Signer> find(
      std::string_view name, app::Ledger ledger = app::Ledger::kept) override;
  [[nodiscard]] std::vector<std::string> signed_digests(std::string_view name) override;

 private:
  class Device;
  class DeviceSigner;

  std::shared_ptr<Device> device_;
  KeyLedger ledger_;
};

}  // namespace certhall::adapters
