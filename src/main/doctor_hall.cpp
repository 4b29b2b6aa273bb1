#include <map>

#include "adapters/objects/folder_files.h"
#include "app/authority.h"
#include "app/calendar.h"
#include "main/doctor.h"
#include "main/operator_desk.h"

namespace certhall {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kSignOfLife = 1min;
// An upload's row follows its file within seconds; a day is far beyond doubt.
constexpr auto kGrace = std::chrono::hours{24};
constexpr std::size_t kNamed = 5;

std::int64_t days_until(Timestamp end, Timestamp now) {
  return std::chrono::duration_cast<std::chrono::days>(end - now).count();
}

void look_at_jobs(app::Transaction& tx, Timestamp now, Findings& all) {
  const std::size_t before = all.size();
  for (const auto& each : tx.outbox().given_up())
    all.push_back({Health::fault, "jobs",
                   std::to_string(each.count) + " 个任务已放弃（" + each.kind + "）",
                   "查看日志中的 job.failed，排除原因后在后台重新发送或手工处理"});
  for (const auto& each : tx.outbox().waiting())
    if (now - each.oldest > 15min)
      all.push_back(
          {Health::warning, "jobs",
           std::to_string(each.count) + " 个任务在等待（" + each.kind + "），最早的已超过 15 分钟",
           "查看日志中的 job.failed，以及对方接口是否可用"});
  if (all.size() == before) all.push_back({Health::good, "jobs", "没有积压或放弃的任务", ""});
}

void look_at_nodes(app::Transaction& tx, Timestamp now, Findings& all) {
  bool serving = false;
  for (const auto& node : tx.nodes().list()) {
    const std::string name = "节点 " + std::to_string(node.instance);
    if (node.seen_at - now > 5s)
      all.push_back(
          {Health::fault, "clock", name + " 的时钟比本机快", "在各节点启用时间同步（如 chrony）"});
    const bool alive = now - node.seen_at < kSignOfLife;
    serving = serving || alive;
    if (alive && node.version != kVersion)
      all.push_back({Health::warning, "nodes", name + " 运行的是版本 " + node.version,
                     "各节点应使用同一版本；重新启动它"});
  }
  if (serving)
    all.push_back({Health::good, "nodes", "营业厅正在运行", ""});
  else
    all.push_back({Health::warning, "nodes", "营业厅没有运行", "systemctl start certhall"});
}

void look_at_authorities(app::Transaction& tx, Timestamp now, Findings& all) {
  for (const auto& authority : tx.authorities().list()) {
    if (authority.kind == "link") continue;  // of an older generation as well
    const auto days = days_until(authority.not_after, now);
    // Signers of status and time are renewed by the hall itself, long before.
    const bool renewed = authority.kind == "ocsp" || authority.kind == "tsa";
    const auto enough = authority.kind == "ocsp" ? 7 : authority.kind == "tsa" ? 180 : 365;
    if (days < enough)
      all.push_back({Health::fault, "authority",
                     "机构证书 " + authority.name + " 还有 " + std::to_string(days) + " 天到期",
                     renewed ? "营业厅运行时会自动更新它：查看日志" : "尽快举行新的密钥仪式"});
  }
  for (const auto& authority : tx.authorities().list()) {
    if (authority.kind != "root" && authority.kind != "issuing") continue;
    const auto crl = tx.authorities().newest_crl(authority.name);
    const std::string name = "吊销列表 " + authority.name;
    if (!crl || crl->next_update <= now)
      all.push_back({Health::fault, "crl", name + " 已过期，依赖方无法核对证书",
                     "启动营业厅，它会立即签发新的；仍不成功则查看日志 clock.failed"});
    else
      all.push_back({Health::good, "crl", name + " 在有效期内", ""});
  }
}

Finding look_at_calendar(const app::Hall& hall, Timestamp now) {
  const int year = static_cast<int>(china_date(now).year());
  const int month = static_cast<int>(static_cast<unsigned>(china_date(now).month()));
  const int known = app::read(hall.store, [&](app::Transaction& tx) {
    return app::working_calendar(tx, hall).known_until_year();
  });
  const std::string text = "工作日历到 " + std::to_string(known) + " 年";
  const std::string remedy = "请两名管理员在「系统管理」中按国务院办公厅公布的放假安排更新日历";
  if (known < year) return {Health::fault, "calendar", text, remedy};
  if (known == year && month >= 12) return {Health::warning, "calendar", text, remedy};
  return {Health::good, "calendar", text, ""};
}

std::string named(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kNamed; ++i) text += " " + names[i];
  return names.size() > kNamed ? text + " ……" : text;
}

/// Ids of files that no row names, and remains of writes that were cut off.
std::vector<fs::path> lost_files(const app::Hall& hall, const fs::path& folder) {
  std::vector<fs::path> lost;
  const auto limit = fs::file_time_type::clock::now() - kGrace;
  for (const auto& each : fs::recursive_directory_iterator(folder)) {
    std::error_code gone;
    if (!each.is_regular_file(gone) || each.last_write_time(gone) > limit || gone) continue;
    const ObjectId id{each.path().filename().string()};
    if (!app::read(hall.store, [&](app::Transaction& tx) { return tx.objects().find(id); }))
      lost.push_back(each.path());
  }
  return lost;
}

std::vector<std::string> missing_files(const app::Hall& hall, const fs::path& folder) {
  constexpr std::int64_t kPage = 1'000;
  std::vector<std::string> missing;
  std::string after;
  for (;;) {
    const auto page = app::read(
        hall.store, [&](app::Transaction& tx) { return tx.objects().page(after, kPage); });
    for (const auto& row : page)
      if (!fs::exists(adapters::path_of_object(folder, row.id))) missing.push_back(row.id.value);
    if (page.size() < kPage) return missing;
    after = page.back().id.value;
  }
}

}  // namespace

Findings look_at_hall(const app::Hall& hall) {
  Findings all;
  const Timestamp now = hall.clock.now();
  (void)app::read(hall.store, [&](app::Transaction& tx) {
    look_at_jobs(tx, now, all);
    look_at_nodes(tx, now, all);
    look_at_authorities(tx, now, all);
    return 0;
  });
  all.push_back(look_at_calendar(hall, now));
  return all;
}

Findings look_at_files(const app::Hall& hall, const fs::path& folder, bool mend) {
  Findings all;
  const auto missing = missing_files(hall, folder);
  if (!missing.empty())
    all.push_back({Health::fault, "files",
                   std::to_string(missing.size()) + " 个上传文件缺失：" + named(missing),
                   "从备份的 files/ 中取回同名文件；取不回时请申请人重新上传"});
  const auto lost = lost_files(hall, folder);
  std::vector<std::string> names;
  for (const auto& path : lost) {
    names.push_back(path.filename().string());
    if (mend) fs::remove(path);
  }
  if (!lost.empty())
    all.push_back({mend ? Health::good : Health::warning, "files",
                   std::to_string(lost.size()) + " 个文件不属于任何记录（上传或删除时中断）" +
                       (mend ? "，已删除：" : "：") + named(names),
                   mend ? "" : "运行 certhall doctor --mend 删除它们"});
  if (all.empty()) all.push_back({Health::good, "files", "文件与记录一致", ""});
  return all;
}

}  // namespace certhall
