#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "base/json.h"
#include "main/backup.h"
#include "main/ceremony.h"
#include "main/commands.h"
#include "main/doctor.h"
#include "main/kmc.h"
#include "main/station.h"

namespace certhall {
namespace {

/// Command line over file over defaults: the file is read before the options are set.
std::string config_path(int argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::string_view(argv[i]) == "--config") return argv[i + 1];
  return "";
}

void add_common(CLI::App& command, Config& config, std::string& path) {
  command.add_option("--config", path, "配置文件(TOML)");
  command.add_option("--data", config.data, "数据目录")->capture_default_str();
  command.add_option("--database", config.database, "sqlite:/路径 或 postgresql:连接串");
}

void add_serve(CLI::App& app, Config& config, std::string& path) {
  auto* command = app.add_subcommand("serve", "提供网上营业厅服务");
  add_common(*command, config, path);
  command->add_option("--address", config.address, "监听地址")->capture_default_str();
  command->add_option("--port", config.port, "监听端口")->capture_default_str();
  command->add_option("--web", config.web, "网页目录")->capture_default_str();
  command->add_option("--metrics-port", config.metrics_port, "监控指标端口，0 为不开启");
  command->add_option("--public-url", config.public_url, "浏览器与手机访问的地址");
}

struct StaffOptions {
  std::string login, name;
  std::vector<std::string> roles;
};

void add_staff_command(CLI::App& app, Config& config, std::string& path, StaffOptions& options) {
  auto* staff = app.add_subcommand("staff", "员工账号");
  auto* add = staff->add_subcommand("add", "新建账号，打印一次性密码");
  staff->require_subcommand(1);
  add_common(*add, config, path);
  add->add_option("--login", options.login, "账号")->required();
  add->add_option("--name", options.name, "姓名")->required();
  add->add_option("--role", options.roles,
                  "岗位，可重复：reviewer、finance、producer、administrator 或 auditor")
      ->required();
}

void add_doctor_command(CLI::App& app, Config& config, std::string& path, DoctorOptions& options) {
  auto* doctor = app.add_subcommand("doctor", "检查整个安装，说明问题与处理办法");
  add_common(*doctor, config, path);
  doctor->add_option("--web", config.web, "网页目录");
  doctor->add_flag("--json", options.json, "以 JSON 输出");
  doctor->add_flag("--mend", options.mend, "删除不属于任何记录的文件");
}

/// What changes the status of certificates from the command line, with the server running or not.
void add_revocation_commands(CLI::App& authority, Config& config, std::string& path,
                             RevocationOptions& options) {
  const auto add = [&](const char* name, const char* about) {
    auto* command = authority.add_subcommand(name, about);
    add_common(*command, config, path);
    return command;
  };
  auto* revoke = add("revoke", "吊销证书：按序列号、按公钥，或按清单逐行（可中断后重来）");
  auto* suspend = add("suspend", "挂起证书");
  auto* release = add("release", "解除挂起");
  for (auto* command : {revoke, suspend, release}) {
    command->add_flag("--pair", options.with_pair, "同一业务单的其他有效证书一并处理");
    command->add_option("--note", options.note, "记入审计的说明，如来函编号；不要写个人信息");
  }
  auto* which = revoke->add_option_group("which", "");
  which->require_option(1);
  which->add_option("--serial", options.serial, "证书序列号");
  which->add_option("--key", options.key, "公钥的 SHA-256（64 位十六进制），并永久禁用该公钥");
  which->add_option("--list", options.list, "清单文件：每行 序列号或统一社会信用代码[,原因]");
  revoke->add_option("--reason", options.reason, "吊销原因")->capture_default_str();
  for (auto* command : {suspend, release})
    command->add_option("--serial", options.serial, "证书序列号")->required();
  add("block-keys", "登记已泄露的公钥，此后不再为其签发")
      ->add_option("file", options.block, "文件：每行一个公钥的 SHA-256")
      ->required();
}

int add_staff(const Config& config, const StaffOptions& staff) {
  domain::Roles roles;
  for (const auto& name : staff.roles) {
    const auto role = enum_from_text<domain::Role>(name);
    if (!role) {
      std::cerr << "没有岗位「" << name
                << "」：可用 reviewer、finance、producer、administrator、auditor\n";
      return 2;
    }
    roles.add(*role);
  }
  return add_staff_account(config, staff.login, staff.name, roles);
}

int run(int argc, char** argv) {
  Config config;
  std::string path = config_path(argc, argv);
  if (!path.empty())
    if (const auto read = read_config(config, path); !read) {
      std::cerr << read.error().message << "\n";
      return 2;
    }
  CLI::App app{"certhall:数字证书网上营业厅"};
  app.require_subcommand(1);
  add_serve(app, config, path);
  StaffOptions staff;
  add_staff_command(app, config, path, staff);
  auto* audit = app.add_subcommand("audit", "审计记录");
  audit->require_subcommand(1);
  add_common(*audit->add_subcommand("verify", "核对整条审计链"), config, path);
  auto* authority = app.add_subcommand("ca", "证书签发机构");
  authority->require_subcommand(1);
  add_common(*authority->add_subcommand("check", "核对每张证书与签名账"), config, path);
  CeremonyOptions ceremony;
  add_ceremony_commands(*authority, ceremony,
                        [&](CLI::App& command) { add_common(command, config, path); });
  RevocationOptions revocation;
  add_revocation_commands(*authority, config, path, revocation);
  auto* tallies = app.add_subcommand("tallies", "核对统计数字与业务记录");
  add_common(*tallies, config, path);
  bool repair = false;
  tallies->add_flag("--repair", repair, "按业务记录改正");
  auto* example = app.add_subcommand("config", "打印带说明的配置样例");
  BackupOptions backup;
  add_backup_commands(app, backup, [&](CLI::App& command) { add_common(command, config, path); });
  DoctorOptions doctor{.config_path = path};
  add_doctor_command(app, config, path, doctor);
  KmcOptions kmc;
  add_kmc_commands(app, kmc, config, path);
  StationOptions station;
  add_station_command(app, station);
  CLI11_PARSE(app, argc, argv);

  if (example->parsed()) {
    std::cout << example_config();
    return 0;
  }
  if (app.got_subcommand("station")) return run_station(station);
  if (app.got_subcommand("doctor")) return run_doctor(config, doctor);
  if (const auto good = check_config(config); !good) {
    std::cerr << good.error().message << "\n";
    return 2;
  }
  if (app.got_subcommand("serve")) return serve(config);
  if (app.got_subcommand("kmc")) return run_kmc(*app.get_subcommand("kmc"), config, kmc);
  if (app.got_subcommand("restore")) return restore_backup(config, backup);
  if (const auto* command = app.get_subcommand("backup"); command->parsed())
    return command->got_subcommand("verify") ? verify_backup(config, backup)
                                             : make_backup(config, backup);
  if (const auto code = run_ceremony_command(*authority, config, ceremony)) return *code;
  if (authority->got_subcommand("check")) return check_certificate_authority(config);
  if (authority->parsed()) {
    revocation.event = authority->get_subcommands().front()->get_name();
    return change_certificates(config, revocation);
  }
  if (tallies->parsed()) return check_tallies(config, repair);
  if (app.got_subcommand("audit")) return verify_audit_chain(config);
  return add_staff(config, staff);
}

}  // namespace
}  // namespace certhall

int main(int argc, char** argv) {
  try {
    return certhall::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "certhall 无法继续：" << error.what() << "\n";
    return 1;
  }
}
