#include "main/backup.h"

#include <iostream>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "adapters/objects/folder_files.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"
#include "base/json.h"
#include "main/backup_format.h"
#include "main/operator_desk.h"
#include "main/wiring.h"
#include "store/snapshot.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPage = 1'000;

bool is_tar(const fs::path& path) { return path.extension() == ".tar"; }

/// Two backups into one place at the same time would spoil each other.
class Lock {
 public:
  explicit Lock(const fs::path& folder)
      : file_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (file_ < 0 || ::flock(file_, LOCK_EX | LOCK_NB) != 0)
      throw std::runtime_error(folder.string() + " 正在被另一个备份使用");
  }
  ~Lock() { ::close(file_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int file_;
};

class Backup {
 public:
  Backup(Wiring& wiring, fs::path folder) : wiring_(wiring), folder_(std::move(folder)) {}

  BackupManifest make(const SecretText* passphrase) {
    const auto snapshot = store::take_snapshot(wiring_.database_url(), [this] { note_ledgers(); });
    copy_database(*snapshot, "database");
    copy_key_centre();
    copy_objects(*snapshot);
    copy_keys();
    if (passphrase != nullptr) {
      write_file_durably(folder_ / kSealedSecrets,
                         seal_secrets(wiring_.data() / "secrets", *passphrase, wiring_.random()));
      note(kSealedSecrets);
    }
    drop_what_is_left();
    return finish(*snapshot, passphrase != nullptr);
  }

 private:
  void note(const std::string& name) { sums_[name] = sha256_of_file(folder_ / name); }

  /// Nobody writes at this moment. What stands in a ledger now was recorded in a transaction that
  /// has ended, so the snapshot explains all of it.
  void note_ledgers() {
    for (const auto& each : fs::directory_iterator(wiring_.data() / "keys"))
      if (each.path().extension() == ".signed")
        ledgers_[each.path().filename().string()] = fs::file_size(each.path());
  }

  void copy_database(store::Snapshot& snapshot, const std::string& name) {
    fs::remove_all(folder_ / name);
    make_folder_durably(folder_ / name);
    snapshot.copy_to(folder_ / name);
    for (const auto& file : files_below(folder_ / name)) note(name + "/" + file);
  }

  /// After the hall's: it holds every key that the hall's rows name, and perhaps some more.
  void copy_key_centre() {
    if (wiring_.key_centre() == nullptr) return;
    const auto url = wiring_.key_centre_url();
    const auto snapshot = store::take_snapshot(url, [] {});
    copy_database(*snapshot, kKeyCentreCopy);
    key_centre_ = {.engine = engine_of(url), .migrations = snapshot->migrations()};
  }
  static std::string engine_of(const std::string& url) {
    return url.starts_with("sqlite:") ? "sqlite" : "postgresql";
  }

  void copy_objects(store::Snapshot& snapshot) {
    std::string after;
    for (;;) {
      const auto page = snapshot.objects(after, kPage);
      for (const auto& row : page) copy_object(row.id);
      if (page.size() < kPage) return;
      after = page.back().id.value;
    }
  }

  /// Files never change under one name, so what an earlier try has copied is good if it is the
  /// same.
  void copy_object(const ObjectId& id) {
    const fs::path name = adapters::path_of_object("files", id);
    const fs::path source = wiring_.data() / name, target = folder_ / name;
    std::error_code gone;
    const auto size = fs::file_size(source, gone);
    if (gone) {
      missing_.push_back(id.value);
      return;
    }
    if (!fs::exists(target) || fs::file_size(target) != size ||
        sha256_of_file(source) != sha256_of_file(target)) {
      fs::create_directories(target.parent_path());
      fs::copy_file(source, target, fs::copy_options::overwrite_existing, gone);
      if (gone == std::errc::no_such_file_or_directory) return missing_.push_back(id.value);
      if (gone) throw fs::filesystem_error("copy", source, target, gone);
    }
    note(name.string());
  }

  void copy_keys() {
    make_folder_durably(folder_ / "keys");
    for (const auto& each : fs::directory_iterator(wiring_.data() / "keys")) {
      const std::string name = each.path().filename().string();
      std::string bytes = read_file(each.path()).value_or("");
      if (const auto ledger = ledgers_.find(name); ledger != ledgers_.end())
        bytes.resize(std::min<std::size_t>(bytes.size(), ledger->second));
      else if (each.path().extension() != ".key")
        continue;  // a ledger that began after the snapshot
      write_file_durably(folder_ / "keys" / name, bytes);
      note("keys/" + name);
    }
  }

  void drop_what_is_left() {
    for (const auto& name : files_below(folder_))
      if (!sums_.contains(name)) fs::remove(folder_ / name);
  }

  BackupManifest finish(store::Snapshot& snapshot, bool secrets) {
    const std::string sums = to_text(sums_);
    BackupManifest manifest{.version = kVersion,
                            .made_at = to_rfc3339(wiring_.hall().clock.now()),
                            .engine = engine_of(wiring_.database_url()),
                            .migrations = snapshot.migrations(),
                            .files = static_cast<std::int64_t>(sums_.size()),
                            .missing = missing_,
                            .secrets = secrets,
                            .sums = to_hex(sha256(sums)),
                            .mac = "",
                            .key_centre = key_centre_};
    manifest.mac = mac_of(manifest, wiring_.hall().sealer);
    write_file_durably(folder_ / kSums, sums);
    sync_disk(folder_);
    write_file_durably(folder_ / kManifest, to_json_text(manifest) + "\n");
    return manifest;
  }

  Wiring& wiring_;
  const fs::path folder_;
  std::map<std::string, std::uintmax_t> ledgers_;
  std::vector<std::string> missing_;
  std::optional<KeyCentreManifest> key_centre_;
  Sums sums_;
};

/// From its working name to its own: only now is it a backup.
void put_in_place(const fs::path& partial, const fs::path& target) {
  if (!is_tar(target)) {
    fs::rename(partial, target);
  } else {
    const fs::path packing = target.string() + ".packing";
    pack(partial, packing);
    fs::permissions(packing, fs::perms::owner_read | fs::perms::owner_write);
    sync_disk(packing);
    fs::rename(packing, target);
    fs::remove_all(partial);
  }
  sync_disk(fs::absolute(target).parent_path());
}

int backup_into(Wiring& wiring, const fs::path& target, const SecretText* passphrase) {
  const fs::path partial = target.string() + ".partial";
  make_folder_durably(partial);
  const Lock lock(partial);
  const auto manifest = Backup(wiring, partial).make(passphrase);
  put_in_place(partial, target);
  write_file_durably(wiring.data() / kLastBackup, manifest.made_at + "\n");
  std::cout << "备份完成：" << target.string() << "，共 " << manifest.files << " 个文件。\n"
            << (manifest.secrets ? "密钥已用口令封存在备份中：口令请另处保管。\n"
                                 : "备份中没有 secrets/：请另处保管，没有它备份无法打开。\n");
  if (!manifest.key_centre) std::cout << "密钥管理中心单独运行，不在此备份内，请另行备份。\n";
  if (!manifest.missing.empty())
    std::cout << "有 " << manifest.missing.size()
              << " 个上传文件在备份期间已被删除或早已缺失，可用 certhall doctor 查看。\n";
  return 0;
}

}  // namespace

int make_backup(const Config& config, const BackupOptions& options) {
  try {
    if (options.passphrase_file.empty() != options.without_secrets)
      throw std::runtime_error(
          "请二选一：--passphrase-file 文件（用口令封存密钥），或 "
          "--without-secrets（备份不含密钥）");
    if (options.to.empty()) throw std::runtime_error("请用 --to 指明备份到哪里");
    const fs::path target = fs::absolute(options.to).lexically_normal();
    if (fs::exists(target)) throw std::runtime_error(target.string() + " 已存在，请换一个名字");
    require_hall(config);
    Wiring wiring(config, false);
    if (options.without_secrets) return backup_into(wiring, target, nullptr);
    const SecretText passphrase = read_passphrase(options.passphrase_file);
    return backup_into(wiring, target, &passphrase);
  } catch (const std::exception& error) {
    std::cerr << "没有做成备份：" << error.what() << "\n";
    return 1;
  }
}

void add_backup_commands(CLI::App& app, BackupOptions& options,
                         const std::function<void(CLI::App&)>& common) {
  auto* backup = app.add_subcommand("backup", "备份运行中的营业厅：数据库、文件与密钥");
  common(*backup);
  backup->add_option("--to", options.to, "新的文件夹，或以 .tar 结尾的新文件");
  backup->add_option("--passphrase-file", options.passphrase_file, "用其第一行封存密钥");
  backup->add_flag("--without-secrets", options.without_secrets, "备份不含 secrets/，另处保管");
  auto* verify = backup->add_subcommand("verify", "核对一份备份");
  common(*verify);
  verify->add_option("backup", options.verify, "备份的文件夹或 .tar 文件")->required();
  auto* restore = app.add_subcommand("restore", "从备份恢复到新的数据目录");
  common(*restore);
  restore->add_option("--from", options.from, "备份的文件夹或 .tar 文件")->required();
  restore->add_option("--passphrase-file", options.passphrase_file, "备份时的口令");
  restore->add_option("--secrets", options.secrets, "另处保管的 secrets 文件夹");
  restore->add_option("--ledgers", options.ledgers, "原机器上的 keys 文件夹，其中的签名账更新");
}

}  // namespace certhall
