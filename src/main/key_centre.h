#pragma once
// The key centre as this program runs it: its database kmc.db and its secrets (secrets/kmc) in a
// data folder, that of the hall or, as its own process, one of its own.

#include <filesystem>
#include <memory>
#include <string>

#include "app/ports/key_centre.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/secret.h"
#include "kmc/centre.h"
#include "main/config.h"

namespace certhall {

class OwnKeyCentre {
 public:
  /// Opens, and at first start makes, the centre in `data`. All but `config` must outlive it.
  OwnKeyCentre(const Config& config, const std::filesystem::path& data, const Clock& clock,
               Random& random, std::shared_ptr<Metrics> metrics);
  ~OwnKeyCentre();
  OwnKeyCentre(const OwnKeyCentre&) = delete;
  OwnKeyCentre& operator=(const OwnKeyCentre&) = delete;

  [[nodiscard]] const kmc::Centre& centre() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Where the centre's database is, as store::StoreOptions::url.
[[nodiscard]] std::string key_centre_database(const Config& config,
                                              const std::filesystem::path& data);

/// The file with the key that the hall and a key centre in its own process share.
[[nodiscard]] std::filesystem::path key_centre_secret_path(const Config& config);
/// The centre's side: made at its first start.
[[nodiscard]] SecretText key_centre_secret(const Config& config, Random& random);
/// The hall's side, where the configuration names a centre elsewhere. Throws without the file.
[[nodiscard]] std::unique_ptr<app::KeyCentre> connect_key_centre(const Config& config,
                                                                 const Clock& clock,
                                                                 Random& random);

}  // namespace certhall
