#include <sys/stat.h>
#include <sys/timex.h>

#include "adapters/reading/jailed_reader.h"
#include "app/operation.h"
#include "base/clock.h"
#include "base/files.h"
#include "http/tls_certificate.h"
#include "main/doctor.h"
#include "main/share.h"
#include "main/wiring.h"
#include "print/fonts.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::int64_t kGigabyte = 1LL << 30;

Finding look_at_fonts(const Config& config) {
  print::use_fonts(find_share(config).fonts);
  if (print::has_chinese_font()) return {Health::good, "fonts", "打印用的中文字体已安装", ""};
  return {Health::fault, "fonts", "没有打印用的中文字体 Noto Sans CJK SC",
          "apt-get install fonts-noto-cjk"};
}

Finding look_at_reader(const Config& config) {
  try {
    const adapters::JailedReader reader(reader_settings(config));
    if (reader.reads_text())
      return {Health::good, "reader", "上传文件在隔离环境中读取，证件文字识别可用", ""};
    return {Health::warning, "reader",
            "上传文件在隔离环境中读取，但没有文字识别模型，证件需手工录入",
            "安装模型与 libonnxruntime.so，或检查配置项 models、onnxruntime"};
  } catch (const std::exception& error) {
    return {
        Health::fault, "reader", std::string("上传文件的隔离环境无法启动：") + error.what(),
        "安装 bubblewrap，并允许该用户建立用户命名空间（sysctl kernel.unprivileged_userns_clone=1，"
        "不要在 chroot 中运行）"};
  }
}

Finding look_at_disk(const Config& config) {
  std::error_code fault;
  const auto space = fs::space(config.data, fault);
  if (fault) return {Health::fault, "disk", "数据目录无法访问：" + fault.message(), "检查 data"};
  const auto free = static_cast<std::int64_t>(space.available);
  const std::string text = "数据目录所在磁盘剩余 " + std::to_string(free / (1 << 20)) + " MB";
  const std::string remedy = "扩大磁盘，或清理其他文件；剩余不足 256 MB 时营业厅停止接待";
  if (free < app::kLeastFreeBytes) return {Health::fault, "disk", text, remedy};
  if (free < 2 * kGigabyte) return {Health::warning, "disk", text, remedy};
  return {Health::good, "disk", text, ""};
}

Finding look_at_clock() {
  timex asked{};
  const int state = adjtimex(&asked);
  if (state < 0 || (state != TIME_ERROR && (asked.status & STA_UNSYNC) == 0))
    return {Health::good, "clock", "系统时钟已同步", ""};
  return {Health::warning, "clock", "系统时钟没有与时间服务器同步",
          "启用 chrony 或 systemd-timesyncd：证书、CRL 与动态口令都依赖准确的时间"};
}

Findings look_at_tls(const Config& config) {
  if (config.tls_certificate.empty()) return {};
  const auto end = http::tls_certificate_end(config.tls_certificate);
  if (!end)
    return {{Health::fault, "tls", "TLS 证书 " + config.tls_certificate + " 无法读取",
             "检查文件路径、格式(PEM)与权限"}};
  const auto left = *end - SystemClock().now();
  const auto days = std::chrono::duration_cast<std::chrono::days>(left).count();
  const std::string text = "TLS 证书还有 " + std::to_string(days) + " 天到期";
  if (left < 0s) return {{Health::fault, "tls", "TLS 证书已过期", "更换证书并重新启动"}};
  if (days < 21) return {{Health::warning, "tls", text, "尽快更换证书并重新启动"}};
  return {{Health::good, "tls", text, ""}};
}

bool others_may(const fs::path& path) {
  std::error_code fault;
  const auto mode = fs::status(path, fault).permissions();
  return !fault && (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
}

}  // namespace

Findings look_at_machine(const Config& config) {
  Findings all{look_at_fonts(config), look_at_reader(config), look_at_clock()};
  if (fs::exists(config.data)) all.push_back(look_at_disk(config));
  for (auto& each : look_at_tls(config)) all.push_back(std::move(each));
  if (!fs::exists(find_share(config).web / "index.html"))
    all.push_back({Health::fault, "web", "没有网页文件 " + find_share(config).web.string(),
                   "重新安装，或检查配置项 web"});
  return all;
}

Findings look_at_secrets(const Config& config, const std::string& config_path) {
  Findings all;
  const auto refuse = [&](const fs::path& path) {
    all.push_back({Health::fault, "permissions", path.string() + " 可被其他用户读取",
                   "chmod go= " + path.string()});
  };
  const fs::path data = config.data;
  std::vector<fs::path> secret{data, data / "secrets", data / "keys", config.tls_key};
  for (const char* folder : {"secrets", "keys"})
    for (const auto& each : fs::directory_iterator(data / folder)) secret.push_back(each.path());
  if (config.database.find("password") != std::string::npos) secret.emplace_back(config_path);
  for (const auto& path : secret)
    if (!path.empty() && others_may(path)) refuse(path);
  struct stat owner {};
  if (::stat(data.c_str(), &owner) == 0 && owner.st_uid != ::geteuid())
    all.push_back({Health::warning, "permissions",
                   "数据目录属于另一个用户；以当前用户写入的文件，营业厅可能打不开",
                   "以服务的用户运行：runuser -u certhall -- certhall …"});
  if (all.empty()) all.push_back({Health::good, "permissions", "密钥与数据只有本用户可读", ""});
  return all;
}

Findings look_at_backup(const fs::path& data, Timestamp now) {
  const auto text = read_file(data / kLastBackup);
  const auto made = text ? parse_rfc3339(text->substr(0, text->find('\n'))) : std::nullopt;
  const std::string remedy = "certhall backup --to …，并定时运行；见 docs/operating/backup.md";
  if (!made) return {{Health::warning, "backup", "还没有做过备份", remedy}};
  const auto hours = std::chrono::duration_cast<std::chrono::hours>(now - *made).count();
  const std::string when = "上次备份在 " + std::to_string(hours) + " 小时前";
  if (hours > 48) return {{Health::warning, "backup", when, remedy}};
  return {{Health::good, "backup", when, ""}};
}

}  // namespace certhall
