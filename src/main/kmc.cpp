#include "main/kmc.h"

#include <filesystem>
#include <functional>
#include <iostream>

#include <toml++/toml.h>
#include <CLI/CLI.hpp>

#include "base/files.h"
#include "base/json.h"
#include "kmc/check.h"
#include "kmc/issue.h"
#include "kmc/recovery.h"
#include "main/key_centre.h"
#include "pki/certificate.h"
#include "pki/pem.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;

std::string read_whole(const fs::path& path) {
  auto text = read_file(path);
  if (!text) throw std::runtime_error("读不到文件 " + path.string());
  return *std::move(text);
}

/// SubjectPublicKeyInfo, DER: of a public key or of a certificate, in PEM.
std::string read_public_key(const fs::path& path) {
  const std::string text = read_whole(path);
  if (const auto key = pki::from_pem("PUBLIC KEY", text)) return *key;
  if (const auto der = pki::from_pem(pki::kPemCertificate, text))
    if (const auto certificate = pki::parse_certificate(*der)) return certificate->spki;
  throw std::runtime_error(path.string() + " 里没有 PEM 格式的公钥(PUBLIC KEY)或证书");
}

kmc::OfficerSet read_officers(const std::string& path) {
  kmc::OfficerSet set;
  try {
    const auto table = toml::parse_file(path);
    set.quorum = table["quorum"].value_or(std::int64_t{0});
    if (const auto* list = table["officer"].as_array())
      for (const auto& node : *list) {
        const auto& officer = *node.as_table();
        const fs::path key = officer["public_key"].value_or(std::string());
        set.officers.push_back({.login = officer["login"].value_or(std::string()),
                                .name = officer["name"].value_or(std::string()),
                                .public_key = read_public_key(
                                    key.is_absolute() ? key : fs::path(path).parent_path() / key)});
      }
  } catch (const toml::parse_error& error) {
    throw std::runtime_error("文件 " + path + " 第 " + std::to_string(error.source().begin.line) +
                             " 行无法读取");
  }
  return set;
}

int answer(const Status& done, const std::string& text) {
  if (!done) {
    std::cerr << done.error().message << "\n";
    return 1;
  }
  std::cout << text << "\n";
  return 0;
}

int answer(const Result<KeyRecoveryId>& asked) {
  if (!asked) return answer(Status(fail(asked.error())), "");
  return answer(Status{}, "申请编号 " + asked->value +
                              "：请密钥管理员各自核对并签名（recover statement、approve）");
}

kmc::Recovery find_recovery(const kmc::Centre& centre, const std::string& id) {
  auto recovery = app::read(
      centre.store, [&](kmc::Transaction& tx) { return tx.recoveries().find({.value = id}); });
  if (!recovery) throw std::runtime_error("没有编号为 " + id + " 的申请");
  return *std::move(recovery);
}

int list_officers(const kmc::Centre& centre) {
  app::read(centre.store, [](kmc::Transaction& tx) {
    for (const auto& each : tx.officers().list())
      std::cout << each.login << "  " << each.name << "\n";
    std::cout << "司法恢复需要 " << tx.officers().quorum() << " 人同意\n";
  });
  return 0;
}

int list_recoveries(const kmc::Centre& centre) {
  app::read(centre.store, [](kmc::Transaction& tx) {
    for (const auto& each : tx.recoveries().list(100))
      std::cout << each.id.value << "  " << enum_to_text(each.kind) << "  "
                << to_rfc3339(each.requested_at) << "  " << each.subscriber << "  已同意 "
                << kmc::count_approvals(tx, each) << "/" << each.needed
                << (each.done_at.ms == 0 ? "" : "  已办理") << "\n";
  });
  return 0;
}

int show_history(const kmc::Centre& centre, const KmcOptions& options) {
  for (const auto& each : kmc::history(centre, options.subscriber))
    std::cout << each.id.value << "  " << to_rfc3339(each.issued_at) << "\n";
  return 0;
}

/// For the user himself, onto a new token.
int ask_for_user(const kmc::Centre& centre, const KmcOptions& options) {
  if (options.keys.size() != 1)
    throw std::runtime_error("用户恢复请用 --key 指明一把密钥；司法恢复请用 --order 填写文号");
  return answer(kmc::ask_recovery(
      centre, {.request = KeyRecoveryId::create(centre.clock, centre.random).value,
               .subscriber = options.subscriber,
               .key = {options.keys.front()},
               .recipient = read_public_key(options.recipient),
               .reason = options.reason,
               .requested_by = options.by}));
}

int ask(const kmc::Centre& centre, const KmcOptions& options) {
  if (options.order.empty()) return ask_for_user(centre, options);
  kmc::JudicialOrder order{.subscriber = options.subscriber,
                           .recipient = read_public_key(options.recipient),
                           .order_number = options.order,
                           .reason = options.reason,
                           .requested_by = options.by};
  for (const auto& key : options.keys) order.keys.push_back({key});
  return answer(kmc::ask_judicial(centre, order));
}

int approve(const kmc::Centre& centre, const KmcOptions& options) {
  return answer(kmc::approve(centre, {options.id}, options.officer, read_whole(options.signature)),
                options.officer + " 的同意已记录");
}

int collect(const kmc::Centre& centre, const KmcOptions& options) {
  const auto form = enum_from_text<pki::EnvelopeForm>(options.form);
  if (!form) throw std::runtime_error("信封格式应为 natural、skf 或 sdf");
  const auto keys = kmc::collect(centre, {options.id}, *form);
  if (!keys) return answer(Status(fail(keys.error())), "");
  make_folder_durably(options.to);
  for (const auto& key : *keys) {
    const fs::path base = fs::path(options.to) / key.id.value;
    write_file_durably(base.string() + ".envelope", key.envelope);
    write_file_durably(base.string() + ".pub", pki::to_pem("PUBLIC KEY", key.spki));
    std::cout << base.string() << ".envelope\n";
  }
  return 0;
}

int verify(const kmc::Centre& centre) {
  const auto report = kmc::check(centre);
  for (const auto& finding : report.findings) std::cerr << finding << "\n";
  std::cout << "已核对密钥管理中心的 " << report.audit_rows << " 条审计记录、" << report.keys
            << " 把密钥（已发出 " << report.issued << " 把），发现 " << report.findings.size()
            << " 处问题。\n";
  return report.findings.empty() ? 0 : 1;
}

int run_officers(const CLI::App& command, const kmc::Centre& centre, const KmcOptions& options) {
  if (command.got_subcommand("list")) return list_officers(centre);
  if (command.got_subcommand("found"))
    return answer(kmc::found_officers(centre, read_officers(options.file)), "密钥管理员已任命");
  if (command.got_subcommand("replace"))
    return answer(
        kmc::ask_officers(centre, read_officers(options.file), options.reason, options.by));
  return answer(kmc::install_officers(centre, {options.id}), "新的密钥管理员已就任");
}

int run_recover(const CLI::App& command, const kmc::Centre& centre, const KmcOptions& options) {
  if (command.got_subcommand("list")) return list_recoveries(centre);
  if (command.got_subcommand("history")) return show_history(centre, options);
  if (command.got_subcommand("ask")) return ask(centre, options);
  if (command.got_subcommand("approve")) return approve(centre, options);
  if (command.got_subcommand("collect")) return collect(centre, options);
  std::cout << kmc::statement_of(find_recovery(centre, options.id));
  return 0;
}

void add_officers(CLI::App& kmc, KmcOptions& options,
                  const std::function<void(CLI::App&)>& common) {
  auto* officers = kmc.add_subcommand("officers", "密钥管理员");
  officers->require_subcommand(1);
  common(*officers->add_subcommand("list", "列出密钥管理员与法定人数"));
  auto* found = officers->add_subcommand("found", "首次任命，只能一次");
  auto* replace = officers->add_subcommand("replace", "申请更换，须现任按法定人数同意");
  auto* install = officers->add_subcommand("install", "同意人数足够后，新的管理员就任");
  for (auto* each : {found, replace, install}) common(*each);
  for (auto* each : {found, replace})
    each->add_option("--file", options.file,
                     "TOML：quorum，以及每人一段 [[officer]] login、name、public_key（PEM 文件）")
        ->required();
  replace->add_option("--reason", options.reason, "理由")->required();
  replace->add_option("--by", options.by, "提出人")->required();
  install->add_option("--id", options.id, "申请编号")->required();
}

void add_recover(CLI::App& kmc, KmcOptions& options, const std::function<void(CLI::App&)>& common) {
  auto* recover = kmc.add_subcommand("recover", "密钥恢复：用户恢复与司法恢复");
  recover->require_subcommand(1);
  const auto add = [&](const char* name, const char* text) {
    auto* command = recover->add_subcommand(name, text);
    common(*command);
    return command;
  };
  add("list", "列出最近的申请");
  auto* history = add("history", "一个用户的全部加密密钥");
  auto* ask = add("ask", "申请恢复：按司法文书，或为用户恢复到新介质");
  auto* statement = add("statement", "打印管理员要签名的原文");
  auto* approve = add("approve", "记录一名管理员的同意");
  auto* collect = add("collect", "同意人数足够后，取出数字信封");
  for (auto* each : {history, ask})
    each->add_option("--subscriber", options.subscriber, "用户编号（业务单的编号 id）")->required();
  ask->add_option("--key", options.keys, "密钥编号，可重复；司法恢复不给则为全部密钥");
  ask->add_option("--recipient", options.recipient, "司法文书指定的，或新介质的签名公钥或证书(PEM)")
      ->required();
  ask->add_option("--order", options.order, "司法文书的文号；不给则为用户恢复");
  ask->add_option("--reason", options.reason, "理由")->required();
  ask->add_option("--by", options.by, "提出人")->required();
  for (auto* each : {statement, approve, collect})
    each->add_option("--id", options.id, "申请编号")->required();
  approve->add_option("--officer", options.officer, "管理员账号")->required();
  approve->add_option("--signature", options.signature, "对原文的签名文件(DER)")->required();
  collect->add_option("--to", options.to, "存放信封的文件夹")->required();
  collect->add_option("--form", options.form, "natural、skf 或 sdf")->capture_default_str();
}

}  // namespace

void add_kmc_commands(CLI::App& app, KmcOptions& options, Config& config, std::string& path) {
  const auto common = [&](CLI::App& command) {
    command.add_option("--config", path, "配置文件(TOML)");
    command.add_option("--data", config.data, "密钥管理中心的数据目录")->capture_default_str();
    command.add_option("--database", config.kmc_database, "sqlite:/路径 或 postgresql:连接串");
  };
  auto* kmc = app.add_subcommand("kmc", "密钥管理中心");
  kmc->require_subcommand(1);
  auto* serve = kmc->add_subcommand("serve", "作为单独的进程运行");
  common(*serve);
  serve->add_option("--address", config.kmc_address, "监听地址")->capture_default_str();
  serve->add_option("--port", config.kmc_port, "监听端口")->capture_default_str();
  add_officers(*kmc, options, common);
  add_recover(*kmc, options, common);
  auto* pool = kmc->add_subcommand("pool", "预先生成的密钥");
  pool->require_subcommand(1);
  common(*pool->add_subcommand("withdraw", "从备份恢复之后：作废备份时在池中的密钥，不再发出"));
  auto* audit = kmc->add_subcommand("audit", "审计记录");
  audit->require_subcommand(1);
  common(*audit->add_subcommand("verify", "核对审计链、每把密钥与每次恢复"));
}

int run_kmc(const CLI::App& command, const Config& config, const KmcOptions& options) {
  if (command.got_subcommand("serve")) return serve_key_centre(config);
  if (!config.key_centre_url.empty())
    throw std::runtime_error("密钥管理中心在 " + config.key_centre_url +
                             "：请在那台机器上、用它的数据目录办理");
  if (config.kmc_database.empty() && !fs::exists(fs::path(config.data) / "kmc.db"))
    throw std::runtime_error("数据目录 " + config.data +
                             " 里没有密钥管理中心(kmc.db)，请检查 --data");
  SystemClock clock;
  SystemRandom random;
  const OwnKeyCentre own(config, config.data, clock, random, std::make_shared<Metrics>());
  if (const auto* officers = command.get_subcommand("officers"); officers->parsed())
    return run_officers(*officers, own.centre(), options);
  if (const auto* recover = command.get_subcommand("recover"); recover->parsed())
    return run_recover(*recover, own.centre(), options);
  if (command.got_subcommand("pool"))
    return answer(Status{}, std::to_string(kmc::withdraw_pool(own.centre())) + " 把密钥已作废");
  return verify(own.centre());
}

}  // namespace certhall
