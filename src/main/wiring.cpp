#include "main/wiring.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "adapters/keys/folder_keys.h"
#include "adapters/keys/pkcs11_keys.h"
#include "adapters/keys/sdf_keys.h"
#include "adapters/objects/counted_files.h"
#include "adapters/objects/folder_files.h"
#include "adapters/passwords/argon2.h"
#include "adapters/reading/jailed_reader.h"
#include "app/profile.h"
#include "base/encoding.h"
#include "base/files.h"
#include "domain/calendar.h"
#include "domain/vendor_directory.h"
#include "kmc/local_key_centre.h"
#include "main/key_centre.h"
#include "main/share.h"
#include "store/store.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

/// A key that is lost while the data is there must not be made anew: nothing would ever open again.
void refuse_half_restored(const fs::path& data) {
  if (fs::exists(data / "certhall.db") && !fs::exists(data / "secrets" / "master.key"))
    throw std::runtime_error("数据目录 " + data.string() +
                             " 中有数据库，却没有 secrets/master.key:请先从备份恢复密钥");
}

/// The vendors and portals, each with its key: made at the first start, to be handed to the other
/// company, or put there by hand where the other company made it.
app::Partners load_partners(const Config& config, const fs::path& data, Random& random) {
  const auto own = config.vendors.empty() ? std::nullopt : read_file(config.vendors);
  if (!config.vendors.empty() && !own)
    throw std::runtime_error("没有厂商名录 " + config.vendors + "，请检查配置项 vendors");
  auto directory = domain::parse_vendor_directory(own ? *own : read_share(config, "vendors.json"),
                                                  config.mode == "demo");
  if (!directory) throw std::runtime_error(directory.error().message);
  app::Partners partners{.directory = *std::move(directory), .keys = {}};
  const fs::path folder = data / "secrets" / "handover";
  make_folder_durably(folder);
  const auto keep = [&](const std::string& code) {
    partners.keys.emplace(code, keep_key(folder / (code + ".key"), random));
  };
  for (const auto& vendor : partners.directory.vendors)
    if (vendor.kind == domain::VendorKind::outside) keep(vendor.code);
  for (const auto& portal : partners.directory.portals) keep(portal.code);
  return partners;
}

/// What the configuration says, and the files that it names.
app::Settings all_settings(const Config& config, const fs::path& data, Random& random) {
  app::Settings settings = settings_of(config);
  settings.scratch_folder = data.string();
  settings.partners = load_partners(config, data, random);
  for (const auto& vendor : settings.partners.directory.vendors)
    if (vendor.kind == domain::VendorKind::own) settings.vendor_code = vendor.code;
  return settings;
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
  return std::make_unique<adapters::JailedReader>(reader_settings(config));
}

template <class T>
T good(Result<T> result, std::string_view file) {
  if (!result) throw std::runtime_error(std::string(file) + ":" + result.error().message);
  return std::move(*result);
}

}  // namespace

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

adapters::ReaderSettings reader_settings(const Config& config) {
  const Share share = find_share(config);
  adapters::ReaderSettings settings;
  settings.program = share.reader.string();
  settings.models = share.models.string();
  settings.onnxruntime = share.onnxruntime.string();
  if (!fs::exists(settings.models)) settings.models.clear();
  if (!fs::exists(settings.onnxruntime)) settings.onnxruntime.clear();
  settings.allow_unjailed = config.allow_unjailed;
  return settings;
}

std::string database_url(const Config& config) {
  if (!config.database.empty()) return config.database;
  return "sqlite:" + (fs::absolute(config.data) / "certhall.db").string();
}

namespace {

std::string checked_calendar(std::string text) {
  (void)good(domain::WorkingCalendar::parse(text), "calendar-cn.json");
  return text;
}

}  // namespace

std::string read_share(const Config& config, const std::string& name) {
  const fs::path path = find_share(config).data / name;
  auto text = read_file(path);
  if (!text)
    throw std::runtime_error("缺少数据文件 " + path.string() + "，请重新安装或检查配置项 share");
  return std::move(*text);
}

std::vector<std::string> list_share(const Config& config, const std::string& folder,
                                    const std::string& extension) {
  std::vector<std::string> names;
  for (const auto& each : fs::directory_iterator(find_share(config).data / folder))
    if (each.path().extension() == extension)
      names.push_back(folder + "/" + each.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

namespace {

Result<std::unique_ptr<app::AuthorityKeys>> open_device(const std::string& setting,
                                                        const fs::path& ledger) {
  std::unique_ptr<app::AuthorityKeys> keys;
  if (setting.starts_with("pkcs11:")) {
    ASSIGN_OR_RETURN(settings, adapters::parse_pkcs11_settings(setting));
    keys = std::make_unique<adapters::Pkcs11Keys>(std::move(settings), ledger);
  } else if (setting.starts_with("sdf:")) {
    ASSIGN_OR_RETURN(settings, adapters::parse_sdf_settings(setting));
    keys = std::make_unique<adapters::SdfKeys>(std::move(settings), ledger);
  } else {
    return fail(ErrorCode::invalid, "密钥库应为 pkcs11:… 或 sdf:…");
  }
  return keys;
}

std::unique_ptr<app::AuthorityKeys> make_keys(const std::string& setting, const fs::path& folder,
                                              const Sealer& sealer) {
  if (setting == "folder") return std::make_unique<adapters::FolderKeys>(folder, sealer);
  return good(open_device(setting, folder), "keys");
}

}  // namespace

Result<std::unique_ptr<app::AuthorityKeys>> open_keys(const std::string& setting,
                                                      const Wiring& wiring) {
  return open_device(setting, wiring.data() / "keys");
}

void seed_profiles(const Config& config, const app::Hall& hall) {
  std::map<std::string, std::string> toml;
  for (const auto& name : list_share(config, "profiles", ".toml"))
    toml.emplace(fs::path(name).stem().string(), read_share(config, name));
  if (const auto done = app::seed_profiles(hall, toml); !done)
    throw std::runtime_error(done.error().message);
}

struct Wiring::Parts {
  Config config;
  SystemClock clock;
  SystemRandom random;
  std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
  fs::path data;
  Sealer sealer;
  std::unique_ptr<app::Store> store;
  adapters::FolderFiles folder_files;
  adapters::CountedFiles files;
  std::unique_ptr<app::AuthorityKeys> keys;
  std::unique_ptr<OwnKeyCentre> own_key_centre;
  std::unique_ptr<app::KeyCentre> key_centre;
  adapters::Argon2Hasher passwords;
  std::unique_ptr<app::Reader> reader;
  domain::Divisions divisions;
  std::string calendar;
  app::Settings settings;
  app::Hall hall;

  Parts(const Config& from, bool with_reader)
      : config(from),
        data(prepare(from.data)),
        sealer(keep_key(data / "secrets" / "master.key", random), random),
        store(store::open_store(
            {.url = certhall::database_url(config),
             .readers = 8,
             .audit_keys = {.current = "a1",
                            .keys = {{"a1", keep_key(data / "secrets" / "audit.key", random)}}},
             .metrics = metrics},
            sealer)),
        folder_files(data / "files", sealer),
        files(folder_files, *metrics),
        keys(make_keys(config.keys, data / "keys", sealer)),
        own_key_centre(make_own_key_centre()),
        key_centre(make_key_centre()),
        passwords({}, random),
        reader(make_reader(config, with_reader)),
        divisions(
            good(domain::Divisions::parse(read_share(config, "divisions.json")), "divisions.json")),
        calendar(checked_calendar(read_share(config, "calendar-cn.json"))),
        settings(all_settings(config, data, random)),
        hall{*store, files,  *keys,     *key_centre, passwords, *reader,  clock,
             random, sealer, divisions, calendar,    settings,  *metrics, {}} {}

  std::unique_ptr<OwnKeyCentre> make_own_key_centre() {
    if (!config.key_centre_url.empty()) return nullptr;
    return std::make_unique<OwnKeyCentre>(config, data, clock, random, metrics);
  }
  std::unique_ptr<app::KeyCentre> make_key_centre() {
    if (!own_key_centre) return connect_key_centre(config, clock, random);
    return std::make_unique<kmc::LocalKeyCentre>(own_key_centre->centre());
  }

  static fs::path prepare(const std::string& folder) {
    fs::create_directories(fs::path(folder) / "secrets");
    fs::permissions(folder, fs::perms::owner_all);
    fs::permissions(fs::path(folder) / "secrets", fs::perms::owner_all);
    refuse_half_restored(folder);
    return fs::absolute(folder);
  }
};

Wiring::Wiring(const Config& config, bool with_reader)
    : parts_(std::make_unique<Parts>(config, with_reader)) {}
Wiring::~Wiring() = default;
app::Hall& Wiring::hall() { return parts_->hall; }
SecretText Wiring::secret(const std::string& name) {
  return keep_key(parts_->data / "secrets" / (name + ".key"), parts_->random);
}
const kmc::Centre* Wiring::key_centre() const {
  return parts_->own_key_centre ? &parts_->own_key_centre->centre() : nullptr;
}
std::string Wiring::key_centre_url() const {
  return key_centre_database(parts_->config, parts_->data);
}
adapters::FolderKeys* Wiring::folder_keys() const {
  return dynamic_cast<adapters::FolderKeys*>(parts_->keys.get());
}
Random& Wiring::random() { return parts_->random; }
const fs::path& Wiring::data() const { return parts_->data; }
std::string Wiring::database_url() const { return certhall::database_url(parts_->config); }

void require_hall(const Config& config) {
  if (fs::exists(fs::path(config.data) / "secrets" / "master.key")) return;
  throw std::runtime_error("数据目录 " + config.data +
                           " 里没有营业厅（没有 secrets/master.key）：请检查 --data 或配置项 data");
}

Sealer sealer_of(const fs::path& secrets, Random& random) {
  return {keep_key(secrets / "master.key", random), random};
}

}  // namespace certhall
