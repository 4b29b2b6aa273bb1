#include "main/operator_desk.h"

#include <filesystem>

#include <sys/resource.h>
#include <unistd.h>

#include "base/files.h"
#include "main/wiring.h"

namespace certhall {

const char* const kVersion = CERTHALL_VERSION;

namespace {

namespace fs = std::filesystem;

double open_files() {
  double count = 0;
  for ([[maybe_unused]] const auto& each : fs::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

double resident_bytes() {
  const std::string text = read_file("/proc/self/statm").value_or("0 0");
  const auto pages = std::stod(text.substr(text.find(' ') + 1));
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double most_files() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<double>(limit.rlim_cur) : 0;
}

std::int64_t free_bytes(const std::string& folder) {
  return static_cast<std::int64_t>(fs::space(folder).available);
}

void ask_about_process(Metrics& metrics, const std::string& data, Timestamp started) {
  metrics.ask([data, started] {
    const double since = static_cast<double>(started.ms) / 1000;
    return std::vector<Gauge>{
        {"certhall_build_info", "The program", {{"version", kVersion}}, 1},
        {"certhall_data_free_bytes",
         "Space left where the data are",
         {},
         static_cast<double>(free_bytes(data))},
        {"process_start_time_seconds", "When the process began", {}, since},
        {"process_resident_memory_bytes", "Memory in use", {}, resident_bytes()},
        {"process_open_fds", "Open files", {}, open_files()},
        {"process_max_fds", "Most open files", {}, most_files()},
    };
  });
}

app::Surroundings surroundings_of(const Config& config, const jobs::Runner& runner) {
  return {.jobs_alive_at = [&runner] { return runner.alive_at(); },
          .free_bytes = [data = config.data] { return free_bytes(data); },
          .version = kVersion};
}

}  // namespace

OperatorDesk::OperatorDesk(const Config& config, const app::Hall& hall, const jobs::Runner& runner)
    : readiness_(hall, surroundings_of(config, runner)), service_(hall.metrics, readiness_) {
  ask_about_process(hall.metrics, config.data, hall.clock.now());
  hall.metrics.ask([&hall] { return app::gauges_of(hall); });
  hall.metrics.ask([path = std::filesystem::path(config.data) / kLastBackup] {
    std::vector<Gauge> gauges;
    const std::string text = read_file(path).value_or("");
    if (const auto made = parse_rfc3339(text.substr(0, text.find('\n'))))
      gauges.push_back({"certhall_backup_last_timestamp_seconds",
                        "When the last backup was made",
                        {},
                        static_cast<double>(made->ms) / 1000});
    return gauges;
  });
  hall.metrics.ask([this] {
    std::vector<Gauge> gauges;
    for (const auto& check : readiness_.look())
      gauges.push_back({"certhall_ready",
                        "1 where this part of the readiness check is well",
                        {{"check", check.name}},
                        check.fault.empty() ? 1.0 : 0.0});
    return gauges;
  });
  if (config.metrics_port == 0) return;
  http::ServerOptions options;
  options.address = config.metrics_address;
  options.port = static_cast<std::uint16_t>(config.metrics_port);
  options.io_threads = 1;
  options.worker_threads = 1;
  options.connection_limit = 16;
  options.log_requests = false;
  server_ = std::make_unique<http::Server>(std::move(options), service_, hall.random);
}

void OperatorDesk::start() {
  if (server_) server_->start();
}

void OperatorDesk::stop() {
  if (server_) server_->stop(std::chrono::seconds{1});
}

}  // namespace certhall
