#include <algorithm>
#include <iostream>

#include "app/act.h"
#include "base/files.h"
#include "base/json.h"
#include "kmc/issue.h"
#include "main/backup.h"
#include "main/backup_format.h"
#include "main/key_centre.h"
#include "main/wiring.h"
#include "store/snapshot.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

// Numbers that the hall may have given on this day after the backup.
constexpr std::int64_t kSkippedNumbers = 100'000;

/// A backup as a folder: a .tar is unpacked for as long as this lives.
class Opened {
 public:
  Opened(const fs::path& backup, const fs::path& place) : folder_(backup) {
    if (!fs::exists(backup)) throw std::runtime_error("没有备份 " + backup.string());
    if (fs::is_directory(backup)) return;
    unpacked_ = place;
    fs::remove_all(place);
    unpack(backup, place);
    folder_ = place;
  }
  ~Opened() {
    std::error_code none;
    if (!unpacked_.empty()) fs::remove_all(unpacked_, none);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_, unpacked_;
};

void copy_secrets(const fs::path& backup, const BackupOptions& options, const fs::path& to) {
  make_folder_durably(to);
  if (!options.secrets.empty()) {
    for (const auto& name : files_below(options.secrets)) {
      make_folder_durably((to / name).parent_path());
      write_file_durably(to / name, read_file(fs::path(options.secrets) / name).value_or(""));
    }
  } else if (!options.passphrase_file.empty()) {
    const auto sealed = read_file(backup / kSealedSecrets);
    if (!sealed) throw std::runtime_error("这份备份不含密钥，请用 --secrets 指明另处保管的文件夹");
    open_secrets(*sealed, read_passphrase(options.passphrase_file), to);
  } else {
    throw std::runtime_error(
        "请给出 --passphrase-file（备份时的口令）或 --secrets（另处保管的密钥）");
  }
  if (!fs::exists(to / "master.key"))
    throw std::runtime_error("密钥中没有 master.key，无法打开备份中的内容");
}

void copy_below(const fs::path& from, const fs::path& to) {
  for (const auto& name : files_below(from)) {
    fs::create_directories((to / name).parent_path());
    fs::copy_file(from / name, to / name);
    fs::permissions(to / name, fs::perms::owner_read | fs::perms::owner_write);
  }
}

/// The lost hall's own ledgers know what it signed after the backup: `ca check` then names it.
void take_ledgers(const fs::path& from, const fs::path& keys) {
  for (const auto& each : fs::directory_iterator(from)) {
    if (each.path().extension() != ".signed") continue;
    const fs::path ours = keys / each.path().filename();
    const std::string theirs = read_file(each.path()).value_or("");
    if (!theirs.starts_with(read_file(ours).value_or("")))
      throw std::runtime_error("签名账 " + each.path().string() + " 与备份中的不是同一本");
    write_file_durably(ours, theirs);
  }
}

/// What must not go on as if nothing had happened: whoever had signed out since the backup would be
/// signed in again, and numbers given since would be given a second time.
void begin_anew(Wiring& wiring, const BackupManifest& manifest) {
  const auto& hall = wiring.hall();
  constexpr Timestamp kEndOfTime{INT64_MAX};
  const auto done = app::write(hall.store, [&](app::Transaction& tx) -> Status {
    const Timestamp now = hall.clock.now();
    tx.sessions().erase_expired(kEndOfTime);
    tx.login_codes().erase_expired(kEndOfTime);
    tx.applications().skip_numbers(china_date(now), kSkippedNumbers);
    app::audit(tx, now, app::system_actor("restore"), "hall.restore", "hall",
               {{"backup", manifest.made_at}});
    return {};
  });
  if (!done) throw std::runtime_error(done.error().message);
  if (const auto* centre = wiring.key_centre()) (void)kmc::withdraw_pool(*centre);
}

void require_free(const fs::path& target) {
  if (fs::exists(target) && !(fs::is_directory(target) && fs::is_empty(target)))
    throw std::runtime_error(target.string() + " 不是空的：只能恢复到新的数据目录");
}

void check(const fs::path& backup) {
  const auto faults = faults_of(backup);
  for (const auto& fault : faults) std::cerr << "  " << fault << "\n";
  if (!faults.empty()) throw std::runtime_error("备份不完整或已损坏，没有恢复任何内容");
}

Config aimed_at(Config config, const fs::path& data) {
  config.data = data.string();
  return config;
}

void restore_key_centre(const Config& config, const BackupManifest& manifest,
                        const fs::path& backup, const fs::path& work) {
  if (!manifest.key_centre) return;
  const auto url = key_centre_database(config, work);
  if (url.starts_with("sqlite:") != (manifest.key_centre->engine == "sqlite"))
    throw std::runtime_error("备份中密钥管理中心的数据库来自 " + manifest.key_centre->engine +
                             "，请用配置项 kmc_database 指明同种的空数据库");
  store::restore_snapshot(backup / kKeyCentreCopy, url, manifest.key_centre->migrations,
                          store::Database::key_centre);
}

void restore_into(const Config& config, const BackupOptions& options, const fs::path& backup,
                  const fs::path& work) {
  const auto manifest = read_manifest(backup);
  const bool sqlite = config.database.empty() || config.database.starts_with("sqlite:");
  if (sqlite != (manifest.engine == "sqlite"))
    throw std::runtime_error("备份来自 " + manifest.engine +
                             "，请用 --database 指明同种的空数据库");
  fs::remove_all(work);
  make_folder_durably(work);
  copy_secrets(backup, options, work / "secrets");
  if (!mac_matches(manifest, work / "secrets"))
    throw std::runtime_error("备份的清单不是用这套密钥做的：备份被改动过，或密钥属于另一个营业厅");
  make_folder_durably(work / "files");
  make_folder_durably(work / "keys");
  copy_below(backup / "files", work / "files");
  copy_below(backup / "keys", work / "keys");
  if (!options.ledgers.empty()) take_ledgers(options.ledgers, work / "keys");
  const Config aimed = aimed_at(config, work);
  const std::string own_file = "sqlite:" + (work / "certhall.db").string();
  store::restore_snapshot(backup / "database", config.database.empty() ? own_file : config.database,
                          manifest.migrations);
  restore_key_centre(config, manifest, backup, work);
  {
    Wiring wiring(aimed, false);
    begin_anew(wiring, manifest);
  }
  sync_disk(work);
}

}  // namespace

int verify_backup(const Config& config, const BackupOptions& options) {
  try {
    const Opened backup(options.verify, fs::temp_directory_path() /
                                            ("certhall-verify-" + std::to_string(::getpid())));
    const auto faults = faults_of(backup.folder());
    for (const auto& fault : faults) std::cerr << fault << "\n";
    if (!faults.empty()) return 1;
    const auto manifest = read_manifest(backup.folder());
    const fs::path secrets = fs::path(config.data) / "secrets";
    const bool ours = fs::exists(secrets / "master.key");
    if (ours && !mac_matches(manifest, secrets)) {
      std::cerr << "清单不是用 " << secrets.string()
                << " 的密钥做的：被改动过，或属于另一个营业厅\n";
      return 1;
    }
    std::cout << "备份完好：" << manifest.made_at << " 由 " << manifest.version << " 生成，"
              << manifest.files << " 个文件。" << (ours ? "" : "（没有密钥，未核对清单的签名。）")
              << "\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
}

int restore_backup(const Config& config, const BackupOptions& options) {
  try {
    const fs::path target = fs::absolute(config.data).lexically_normal();
    require_free(target);
    const Opened backup(options.from, target.string() + ".unpacked");
    check(backup.folder());
    const fs::path work = target.string() + ".restoring";
    restore_into(config, options, backup.folder(), work);
    if (fs::exists(target)) fs::remove(target);
    fs::rename(work, target);
    sync_disk(target.parent_path());
    std::cout << "已恢复到 " << target.string() << "。所有登录已失效。\n"
              << "备份之后签发的证书，本系统不认识，OCSP 对它们回答 unknown：若原机器的 "
                 "keys/*.signed 还在，"
                 "请用 --ledgers 恢复，再运行 certhall ca check 找出它们，联系用户重新办理。\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "没有恢复：" << error.what() << "\n";
    return 1;
  }
}

}  // namespace certhall
