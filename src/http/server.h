#pragma once
// The HTTP/1.1 server: connections, TLS, limits and timeouts. What a request means is the
// Service's.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/random.h"
#include "http/service.h"

namespace certhall::http {

/// PEM files: the chain with the server's certificate first, and its key.
struct TlsFiles {
  std::string certificate_chain;
  std::string private_key;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  std::optional<TlsFiles> tls;
  std::vector<std::string> trusted_proxies;  // their X-Forwarded-For and -Proto are believed

  std::size_t io_threads = 2;
  std::size_t worker_threads = 4;
  std::size_t queue_limit = 256;        // requests that wait or are worked on; more get 503
  std::size_t connection_limit = 1024;  // idle ones make room for new ones
  std::uint32_t header_bytes = 16 * 1024;
  std::chrono::seconds header_timeout{10};
  std::chrono::seconds idle_timeout{60};
  /// A body, in or out, may take this long and a second more for each `least_bytes_per_second`.
  std::chrono::seconds body_timeout{30};
  std::uint64_t least_bytes_per_second = 16 * 1024;
  bool log_requests = true;
  Metrics* metrics = nullptr;  // where requests are counted; must outlive the server
};

class Server {
 public:
  /// Binds; throws std::system_error where the address is taken and std::runtime_error where the
  /// TLS files cannot be used. `service` and `random` must outlive the server.
  Server(ServerOptions options, Service& service, Random& random);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  [[nodiscard]] std::uint16_t port() const;
  /// Takes no more connections, closes idle ones, lets requests that are being worked on finish
  /// for up to `grace`, then cuts. Returns when all threads have ended.
  void stop(std::chrono::milliseconds grace);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace certhall::http
