#include "main/doctor.h"

#include <iostream>

#include "base/json.h"
#include "main/wiring.h"
#include "store/inspection.h"

namespace certhall {
namespace {

using namespace std::chrono_literals;

void add(Findings& all, Findings more) {
  for (auto& each : more) all.push_back(std::move(each));
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : "、") + name;
  return text;
}

Findings look_at_settings(const Config& config) {
  Findings all;
  if (const auto good = check_config(config); !good)
    all.push_back({Health::fault, "config", good.error().message, "修改配置文件后再运行一次"});
  if (config.mode == "demo")
    all.push_back({Health::warning, "config", "演示模式：短信、实名、支付、快递、邮件都是沙箱",
                   "正式使用前请配置真实的服务商"});
  if (config.public_url.starts_with("https://") && config.tls_certificate.empty() &&
      config.trusted_proxies.empty())
    all.push_back({Health::warning, "config", "前面有反向代理，却没有配置 trusted_proxies",
                   "填写反向代理的地址，否则所有访问者共用一个地址的限额"});
  if (config.metrics_port == 0)
    all.push_back({Health::warning, "config", "没有开启监控指标", "把 metrics_port 设为 9464"});
  if (all.empty()) all.push_back({Health::good, "config", "配置正确", ""});
  return all;
}

/// Whether the rows may be looked at: only where the database is as this program makes it.
bool look_at_database(const std::string& url, Timestamp now, Findings& all) {
  const auto seen = store::inspect(url);
  if (!seen.fault.empty()) {
    all.push_back({Health::fault, "database", "数据库不可用：" + seen.fault,
                   "检查数据库服务、连接串与文件权限；数据库损坏时从备份恢复"});
    return false;
  }
  if (!seen.newer.empty()) {
    all.push_back({Health::fault, "database", "数据库来自更新的版本：" + joined(seen.newer),
                   "安装那个版本的 certhall，或恢复升级前的备份"});
    return false;
  }
  if (!seen.missing.empty()) {
    all.push_back({Health::warning, "database", "数据库还没有升级：" + joined(seen.missing),
                   "先备份，再重新启动 certhall serve，它会自动升级"});
    return false;
  }
  all.push_back({Health::good, "database",
                 seen.server.substr(0, seen.server.find(" on ")) + "，提交后即落盘", ""});
  const auto skew = seen.server_time.ms == 0 ? 0ms : seen.server_time - now;
  if (skew > 5s || skew < -5s)
    all.push_back({Health::fault, "clock", "本机与数据库服务器的时钟相差超过 5 秒",
                   "在两台机器上启用时间同步（如 chrony）"});
  return true;
}

Findings look_at_all(const Config& config, const DoctorOptions& options) {
  Findings all = look_at_settings(config);
  add(all, look_at_machine(config));
  try {
    require_hall(config);
  } catch (const std::exception& error) {
    all.push_back({Health::fault, "data", error.what(), "首次使用请运行 certhall serve"});
    return all;
  }
  add(all, look_at_secrets(config, options.config_path));
  const SystemClock clock;
  add(all, look_at_backup(config.data, clock.now()));
  if (!look_at_database(database_url(config), clock.now(), all)) return all;
  Wiring wiring(config, false);
  add(all, look_at_hall(wiring.hall()));
  add(all, look_at_files(wiring.hall(), wiring.data() / "files", options.mend));
  return all;
}

Health worst(const Findings& all) {
  Health worst = Health::good;
  for (const auto& each : all) worst = std::max(worst, each.health);
  return worst;
}

void print(const Findings& all) {
  for (const auto& each : all) {
    const char* mark = each.health == Health::good      ? "  良好  "
                       : each.health == Health::warning ? "! 注意  "
                                                        : "x 故障  ";
    std::cout << mark << each.text << "\n";
    if (!each.remedy.empty()) std::cout << "        → " << each.remedy << "\n";
  }
}

}  // namespace

int run_doctor(const Config& config, const DoctorOptions& options) {
  Findings all;
  try {
    all = look_at_all(config, options);
  } catch (const std::exception& error) {
    all.push_back({Health::fault, "hall", error.what(), "按上面的说明处理后再运行一次"});
  }
  if (options.json)
    std::cout << to_json_text(all) << "\n";
  else
    print(all);
  return static_cast<int>(worst(all));
}

}  // namespace certhall
