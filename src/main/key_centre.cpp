#include "main/key_centre.h"

#include "adapters/key_centre/remote_key_centre.h"
#include "base/files.h"
#include "base/sealer.h"
#include "main/wiring.h"
#include "store/key_centre_store.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

fs::path prepare(const fs::path& data) {
  const fs::path secrets = data / "secrets" / "kmc";
  if (fs::exists(data / "kmc.db") && !fs::exists(secrets / "master.key"))
    throw std::runtime_error("数据目录 " + data.string() +
                             " 中有密钥管理中心的数据库 kmc.db，却没有 secrets/kmc/master.key："
                             "请先从备份恢复密钥");
  make_folder_durably(data);
  make_folder_durably(data / "secrets");
  make_folder_durably(secrets);
  fs::permissions(data / "secrets", fs::perms::owner_all);
  return secrets;
}

}  // namespace

struct OwnKeyCentre::Parts {
  fs::path secrets;
  Sealer sealer;
  std::unique_ptr<kmc::Store> store;
  kmc::Centre centre;

  Parts(const Config& config, const fs::path& data, const Clock& clock, Random& random,
        std::shared_ptr<Metrics> metrics)
      : secrets(prepare(data)),
        sealer(keep_key(secrets / "master.key", random), random),
        store(store::open_key_centre(
            {.url = key_centre_database(config, data),
             .readers = 4,
             .audit_keys = {.current = "k1",
                            .keys = {{"k1", keep_key(secrets / "audit.key", random)}}},
             .metrics = std::move(metrics)},
            sealer)),
        centre{*store,
               clock,
               random,
               {{pki::Algorithm::sm2_sm3, config.kmc_pool_sm2},
                {pki::Algorithm::p256_sha256, config.kmc_pool_p256},
                {pki::Algorithm::rsa_sha256, config.kmc_pool_rsa}}} {}
};

OwnKeyCentre::OwnKeyCentre(const Config& config, const fs::path& data, const Clock& clock,
                           Random& random, std::shared_ptr<Metrics> metrics)
    : parts_(std::make_unique<Parts>(config, data, clock, random, std::move(metrics))) {}
OwnKeyCentre::~OwnKeyCentre() = default;

const kmc::Centre& OwnKeyCentre::centre() const { return parts_->centre; }

std::string key_centre_database(const Config& config, const fs::path& data) {
  if (!config.kmc_database.empty()) return config.kmc_database;
  return "sqlite:" + (fs::absolute(data) / "kmc.db").string();
}

fs::path key_centre_secret_path(const Config& config) {
  if (!config.key_centre_secret.empty()) return config.key_centre_secret;
  return fs::path(config.data) / "secrets" / "key_centre.key";
}

SecretText key_centre_secret(const Config& config, Random& random) {
  return keep_key(key_centre_secret_path(config), random);
}

std::unique_ptr<app::KeyCentre> connect_key_centre(const Config& config, const Clock& clock,
                                                   Random& random) {
  const fs::path path = key_centre_secret_path(config);
  if (!fs::exists(path))
    throw std::runtime_error("没有与密钥管理中心互相认证的密钥文件 " + path.string() +
                             "：请从密钥管理中心复制，或去掉配置项 key_centre_url");
  return std::make_unique<adapters::RemoteKeyCentre>(adapters::post_to(config.key_centre_url),
                                                     keep_key(path, random), clock, random);
}

}  // namespace certhall
