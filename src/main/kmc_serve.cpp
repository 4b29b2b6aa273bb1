#include <condition_variable>
#include <csignal>
#include <iostream>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "http/problem.h"
#include "http/server.h"
#include "kmc/desk.h"
#include "kmc/local_key_centre.h"
#include "main/key_centre.h"
#include "main/kmc.h"

namespace certhall {
namespace {

constexpr std::uint64_t kMostBytes = 64 * 1024;
constexpr auto kFillEvery = std::chrono::seconds{2};

class KeyCentreService final : public http::Service {
 public:
  explicit KeyCentreService(kmc::Desk& desk) : desk_(desk) {}

  [[nodiscard]] std::uint64_t body_limit(const http::Request&) const override { return kMostBytes; }
  [[nodiscard]] http::Response answer(const http::Request& request) override {
    http::Response response;
    response.route = request.target.path;
    response.headers.emplace_back("Cache-Control", "no-store");
    const auto header = [&](std::string_view name) { return std::string(request.header(name)); };
    if (request.target.path == "/health" && request.method == "GET") {
      response.body = "ok\n";
      return response;
    }
    response.headers.emplace_back("Content-Type", "application/octet-stream");
    response.body = desk_.answer({.path = request.target.path,
                                  .time = header(kmc::wire::kTimeHeader),
                                  .nonce = header(kmc::wire::kNonceHeader),
                                  .mac = header(kmc::wire::kMacHeader),
                                  .body = request.body});
    return response;
  }
  [[nodiscard]] http::Response refuse(const http::Request& head, const Error& error,
                                      unsigned status) const override {
    return http::problem(error, head.request_id, status);
  }

 private:
  kmc::Desk& desk_;
};

/// Keeps the pool above its mark while it lives.
class PoolKeeper {
 public:
  explicit PoolKeeper(app::KeyCentre& centre)
      : thread_([this, &centre] {
          std::unique_lock lock(mutex_);
          while (!stopping_) {
            lock.unlock();
            try {
              (void)centre.fill_pool();
            } catch (const std::exception& error) {
              log::error("key_pool.failed", {{"detail", error.what()}});
            }
            lock.lock();
            stop_.wait_for(lock, kFillEvery, [this] { return stopping_; });
          }
        }) {}
  ~PoolKeeper() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
  }
  PoolKeeper(const PoolKeeper&) = delete;
  PoolKeeper& operator=(const PoolKeeper&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;  // the last: it uses all of the above
};

http::ServerOptions server_options(const Config& config) {
  http::ServerOptions options;
  options.address = config.kmc_address;
  options.port = static_cast<std::uint16_t>(config.kmc_port);
  if (config.kmc_address != "127.0.0.1")
    options.tls = http::TlsFiles{config.tls_certificate, config.tls_key};
  options.connection_limit = 256;
  return options;
}

}  // namespace

int serve_key_centre(const Config& config) {
  log::set_level(config.log_level);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  SystemClock clock;
  SystemRandom random;
  OwnKeyCentre own(config, config.data, clock, random, std::make_shared<Metrics>());
  kmc::LocalKeyCentre centre(own.centre());
  kmc::Desk desk(centre, key_centre_secret(config, random), clock);
  KeyCentreService service(desk);
  http::Server server(server_options(config), service, random);
  const PoolKeeper keeper(centre);
  server.start();
  std::cout << "密钥管理中心已就绪：" << config.kmc_address << ":" << server.port()
            << "\n营业厅的配置项 key_centre_url 填此地址，认证密钥 "
            << key_centre_secret_path(config).string() << " 复制到营业厅同名位置。\n"
            << std::flush;
  int signal = 0;
  sigwait(&signals, &signal);
  server.stop(std::chrono::seconds{10});
  return 0;
}

}  // namespace certhall
