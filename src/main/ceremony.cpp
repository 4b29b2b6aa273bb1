#include "main/ceremony.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <optional>

#include "adapters/keys/folder_keys.h"
#include "adapters/keys/key_export.h"
#include "adapters/keys/key_shares.h"
#include "adapters/keys/routed_keys.h"
#include "app/act.h"
#include "app/crl.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/files.h"
#include "main/ceremony_script.h"
#include "main/share.h"
#include "main/wiring.h"
#include "print/ceremony_record.h"
#include "print/fonts.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;
using adapters::KeyShare;

constexpr const char* kExportName = "keys.export";
constexpr std::size_t kDigestDigits = 16;

int refused(const Error& error) {
  std::cerr << error.message << "\n";
  for (const auto& field : error.fields) std::cerr << "  " << field.message << "\n";
  return 1;
}

std::string_view words_of(std::string_view kind) {
  if (kind == "root") return "根证书";
  if (kind == "issuing") return "签发机构";
  if (kind == "ocsp") return "OCSP 应答";
  if (kind == "tsa") return "时间戳";
  if (kind == "seal_maker") return "制章者";
  return "链接证书";
}

/// The hall with the key store of this ceremony instead of its own.
app::Hall hall_with(app::Hall& hall, app::AuthorityKeys& keys) {
  return {hall.store,
          hall.files,
          keys,
          hall.key_centre,
          hall.passwords,
          hall.reader,
          hall.clock,
          hall.random,
          hall.sealer,
          hall.divisions,
          hall.shipped_calendar,
          hall.settings,
          hall.metrics,
          hall.wake_jobs,
          hall.profiles,
          hall.ocsp};
}

print::CeremonyAuthority described(const app::Authority& row, std::string kept) {
  const auto info = pki::parse_certificate(row.certificate);
  const auto algorithm = pki::algorithm_named(row.algorithm);
  if (!info || !algorithm) throw std::runtime_error("a certificate just made cannot be read");
  return {.name = row.name,
          .kind = std::string(words_of(row.kind)),
          .algorithm = std::string(pki::to_text(*algorithm)),
          .subject = pki::to_text(info->subject),
          .serial = info->serial,
          .fingerprint = to_hex(sha256(row.certificate)),
          .key_digest = to_hex(sha256(info->spki)),
          .not_before = info->not_before,
          .not_after = info->not_after,
          .kept = std::move(kept)};
}

/// Which of these rows have keys in the hall's own folder, to be carried out under the shares.
adapters::CarriedKeys carried(const Wiring& wiring, const std::vector<app::Authority>& rows) {
  adapters::CarriedKeys keys;
  if (wiring.folder_keys() == nullptr) return keys;
  for (const auto& row : rows)
    if (auto key = wiring.folder_keys()->export_key(row.name)) keys.emplace(row.name, *key);
  return keys;
}

class Init {
 public:
  Init(Wiring& wiring, CeremonyScript script, std::string script_digest, fs::path folder)
      : wiring_(wiring),
        script_(std::move(script)),
        script_digest_(std::move(script_digest)),
        folder_(std::move(folder)) {}

  Status run() {
    RETURN_IF_ERROR(refuse_known());
    auto root_keys = open_root_keys();
    if (!root_keys) return fail(root_keys.error());
    adapters::RoutedKeys keys(wiring_.hall().keys);
    if (*root_keys)
      for (const auto& plan : script_.plans)
        if (plan.kind == "root") keys.route(plan.name, **root_keys);
    const app::Hall hall = hall_with(wiring_.hall(), keys);
    app::Ceremony ceremony(hall);
    for (const auto& plan : script_.plans) RETURN_IF_ERROR(ceremony.add(plan));
    // Export, shares and papers are on disk before the hall knows of anything: whatever breaks off
    // until then is simply begun again.
    make_folder_durably(folder_);
    write_papers(ceremony.made(), carry_out(ceremony.made()));
    RETURN_IF_ERROR(ceremony.finish(app::system_actor("ceremony")));
    // While the roots' keys are here: the first lists, which last as long as the script says.
    for (const auto& plan : script_.plans)
      if (plan.kind == "root") RETURN_IF_ERROR(app::publish_crls(hall, plan.name));
    RETURN_IF_ERROR(take_roots_offline(hall));
    tell(ceremony.made().size());
    return {};
  }

 private:
  Status refuse_known() {
    for (const auto& row : app::list_authorities(wiring_.hall()))
      for (const auto& plan : script_.plans)
        if (row.name == plan.name)
          return fail(ErrorCode::duplicate, "机构 " + plan.name +
                                                " 已存在：请换一个名称，或用 "
                                                "certhall ca roll 更换它的密钥");
    return {};
  }

  Result<std::unique_ptr<app::AuthorityKeys>> open_root_keys() {
    if (script_.root_keys.empty()) return std::unique_ptr<app::AuthorityKeys>{};
    return open_keys(script_.root_keys, wiring_);
  }

  /// On disk before a root's key leaves the hall.
  std::vector<KeyShare> carry_out(const std::vector<app::Authority>& rows) {
    if (script_.share_holders.empty()) return {};
    const SecretText key(wiring_.random().bytes(32));
    auto shares =
        adapters::split_key(key, script_.shares_needed,
                            static_cast<int>(script_.share_holders.size()), wiring_.random());
    write_file_durably(
        folder_ / kExportName,
        adapters::seal_keys(carried(wiring_, rows), key, shares.front().set, wiring_.random()));
    for (const auto& share : shares)
      write_file_durably(folder_ / ("share-" + std::to_string(share.number) + ".txt"),
                         std::string(adapters::share_text(share).reveal()) + "\n");
    return shares;
  }

  Status take_roots_offline(const app::Hall& hall) {
    for (const auto& name : script_.offline) {
      RETURN_IF_ERROR(app::note_presence(hall, app::system_actor("ceremony"), name, false));
      if (auto* folder = wiring_.folder_keys(); folder != nullptr && script_.root_keys.empty())
        folder->remove(name);
    }
    return {};
  }

  [[nodiscard]] std::string kept(const app::Authority& row) const {
    const bool is_offline = std::ranges::find(script_.offline, row.name) != script_.offline.end();
    if (row.kind == "root" && !script_.root_keys.empty())
      return is_offline ? "PKCS#11 令牌，离线" : "PKCS#11 令牌";
    return is_offline ? "加密文件，离线" : "营业厅密钥库";
  }

  void write_papers(const std::vector<app::Authority>& rows, const std::vector<KeyShare>& shares) {
    print::CeremonyRecord record{.title = script_.title,
                                 .place = script_.place,
                                 .company = wiring_.hall().settings.company_name,
                                 .held_at = wiring_.hall().clock.now(),
                                 .participants = script_.participants,
                                 .script_digest = script_digest_,
                                 .shares_needed = shares.empty() ? 0 : script_.shares_needed};
    for (const auto& share : shares) {
      record.share_set = share.set;
      record.shares.push_back(
          {.number = share.number,
           .holder = script_.share_holders.at(static_cast<std::size_t>(share.number) - 1),
           .digest =
               to_hex(sha256(adapters::share_text(share).reveal())).substr(0, kDigestDigits)});
    }
    for (const auto& row : rows) {
      record.authorities.push_back(described(row, kept(row)));
      write_file_durably(folder_ / (row.name + ".cer"), row.certificate, 0644);
    }
    write_file_durably(folder_ / "record.pdf", print::render_ceremony_record(record));
  }

  void tell(std::size_t count) const {
    std::cout << "密钥仪式完成，共 " << count << " 个机构。记录：" << (folder_ / "record.pdf")
              << "\n";
    if (!script_.share_holders.empty())
      std::cout << "请把 share-*.txt 分别交给持有人（各自打印或存入自己的介质）并随即删除，把 "
                << kExportName << " 复制到两处离线介质。\n";
  }

  Wiring& wiring_;
  const CeremonyScript script_;
  const std::string script_digest_;
  const fs::path folder_;
};

/// What certificates say for years must not be a guess.
Status require_status_url(const Config& config) {
  if (!config.status_url.empty() || !config.public_url.empty()) return {};
  return fail(ErrorCode::invalid,
              "请先在配置中写明 status_url（或 public_url）：它作为 OCSP、CRL 地址写入每张证书");
}

int init(const Config& config, const CeremonyOptions& options) {
  if (const auto known = require_status_url(config); !known) return refused(known.error());
  const auto text = read_file(options.script);
  if (!text) return refused({ErrorCode::not_found, "读不到脚本 " + options.script, {}});
  auto script = parse_ceremony_script(*text);
  if (!script) return refused(script.error());
  print::use_fonts(find_share(config).fonts);
  Wiring wiring(config, false);
  seed_profiles(config, wiring.hall());
  const auto done = Init(wiring, *std::move(script), to_hex(sha256(*text)), options.folder).run();
  return done ? 0 : refused(done.error());
}

Result<SecretText> joined(const CeremonyOptions& options, std::string_view exported) {
  std::vector<KeyShare> shares;
  for (const auto& path : options.shares) {
    const auto text = read_file(path);
    if (!text) return fail(ErrorCode::not_found, "读不到密钥份额 " + path);
    ASSIGN_OR_RETURN(share, adapters::parse_share(*text));
    shares.push_back(std::move(share));
  }
  ASSIGN_OR_RETURN(set, adapters::set_of_export(exported));
  for (const auto& share : shares)
    if (share.set != set)
      return fail(ErrorCode::invalid,
                  "份额编号为 " + share.set + "，密钥文件的为 " + set + "：不属于同一次仪式");
  return adapters::join_key(shares);
}

/// The keys of the export, back in the folder; rows that were offline are active again.
Result<std::vector<std::string>> restore(Wiring& wiring, const CeremonyOptions& options,
                                         const std::vector<std::string>& wanted) {
  auto* folder = wiring.folder_keys();
  if (folder == nullptr)
    return fail(ErrorCode::wrong_state, "营业厅的密钥库不是文件夹（keys），不能恢复导出的密钥");
  const auto text = read_file(options.exported);
  if (!text) return fail(ErrorCode::not_found, "读不到密钥文件 " + options.exported);
  ASSIGN_OR_RETURN(key, joined(options, *text));
  ASSIGN_OR_RETURN(keys, adapters::open_keys(*text, key, wiring.random()));
  std::vector<std::string> restored;
  for (const auto& [name, pkcs8] : keys) {
    if (!wanted.empty() && std::ranges::find(wanted, name) == wanted.end()) continue;
    RETURN_IF_ERROR(folder->import_key(name, pkcs8));
    restored.push_back(name);
  }
  for (const auto& name : restored)
    if (const auto done =
            app::note_presence(wiring.hall(), app::system_actor("ceremony"), name, true);
        !done && done.error().code != ErrorCode::not_found)
      return fail(done.error());
  return restored;
}

int restore_keys(const Config& config, const CeremonyOptions& options) {
  require_hall(config);
  Wiring wiring(config, false);
  const auto restored = restore(wiring, options, options.names);
  if (!restored) return refused(restored.error());
  for (const auto& name : *restored) std::cout << "已恢复密钥 " << name << "\n";
  return 0;
}

/// Adds the key to the export where it is not in it yet, and only then takes it out of the hall.
Status take_offline(Wiring& wiring, const CeremonyOptions& options) {
  auto* folder = wiring.folder_keys();
  const auto key = folder == nullptr ? std::nullopt : folder->export_key(options.name);
  if (!key) return fail(ErrorCode::not_found, "营业厅的密钥文件夹里没有密钥 " + options.name);
  const auto text = read_file(options.exported);
  if (!text) return fail(ErrorCode::not_found, "读不到密钥文件 " + options.exported);
  ASSIGN_OR_RETURN(sealing, joined(options, *text));
  ASSIGN_OR_RETURN(keys, adapters::open_keys(*text, sealing, wiring.random()));
  ASSIGN_OR_RETURN(set, adapters::set_of_export(*text));
  keys.insert_or_assign(options.name, *key);
  write_file_durably(options.exported, adapters::seal_keys(keys, sealing, set, wiring.random()));
  RETURN_IF_ERROR(
      app::note_presence(wiring.hall(), app::system_actor("ceremony"), options.name, false));
  folder->remove(options.name);
  return {};
}

int offline(const Config& config, const CeremonyOptions& options) {
  require_hall(config);
  Wiring wiring(config, false);
  // A fresh list first: the next one waits until the key is back.
  const auto listed = app::publish_crls(wiring.hall(), options.name);
  const auto done = listed ? take_offline(wiring, options) : listed;
  if (!done) return refused(done.error());
  std::cout << "密钥 " << options.name << " 已移出营业厅，保存在 " << options.exported
            << "：请复制到两处离线介质。\n";
  return 0;
}

int roll(const Config& config, const CeremonyOptions& options) {
  if (const auto known = require_status_url(config); !known) return refused(known.error());
  require_hall(config);
  Wiring wiring(config, false);
  const auto made = app::roll_over(wiring.hall(), app::system_actor("ceremony"), options.name);
  if (!made) return refused(made.error());
  for (const auto& row : *made) {
    std::cout << "已建立 " << row.name << "（" << words_of(row.kind) << "）\n";
    if (options.folder.empty()) continue;
    make_folder_durably(options.folder);
    write_file_durably(fs::path(options.folder) / (row.name + ".cer"), row.certificate, 0644);
  }
  return 0;
}

}  // namespace

void add_ceremony_commands(CLI::App& authority, CeremonyOptions& options,
                           const std::function<void(CLI::App&)>& add_common) {
  auto* init = authority.add_subcommand("init", "按脚本举行密钥仪式");
  add_common(*init);
  init->add_option("--script", options.script, "仪式脚本（TOML）")->required();
  init->add_option("--output", options.folder, "存放记录、证书、份额和密钥文件的目录")->required();
  auto* restore = authority.add_subcommand("restore", "用密钥份额恢复导出的密钥");
  add_common(*restore);
  restore->add_option("--export", options.exported, "导出的密钥文件（keys.export）")->required();
  restore->add_option("--share", options.shares, "密钥份额文件，可重复")->required();
  restore->add_option("--name", options.names, "只恢复这些密钥，可重复");
  auto* offline = authority.add_subcommand("offline", "把根的密钥移出营业厅，加入导出的密钥文件");
  add_common(*offline);
  offline->add_option("--name", options.name, "根的名称，如 root-sm2")->required();
  offline->add_option("--export", options.exported, "导出的密钥文件（keys.export）")->required();
  offline->add_option("--share", options.shares, "密钥份额文件，可重复")->required();
  auto* roll = authority.add_subcommand("roll", "更换机构的密钥：建立下一代");
  add_common(*roll);
  roll->add_option("--name", options.name, "机构名称，如 sm2")->required();
  roll->add_option("--output", options.folder, "存放新证书的目录");
}

std::optional<int> run_ceremony_command(const CLI::App& authority, const Config& config,
                                        const CeremonyOptions& options) {
  if (authority.got_subcommand("init")) return init(config, options);
  if (authority.got_subcommand("restore")) return restore_keys(config, options);
  if (authority.got_subcommand("offline")) return offline(config, options);
  if (authority.got_subcommand("roll")) return roll(config, options);
  return std::nullopt;
}

}  // namespace certhall
