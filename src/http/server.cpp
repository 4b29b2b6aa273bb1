#include "http/server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "base/encoding.h"
#include "base/log.h"
#include "http/request_meter.h"

namespace certhall::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using Tcp = asio::ip::tcp;
using PlainStream = beast::tcp_stream;
using TlsStream = asio::ssl::stream<PlainStream>;
using Parser = wire::request_parser<wire::string_body>;
using Clock = std::chrono::steady_clock;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::chrono::seconds kLingerTimeout{5};
// A client that is still sending sees the refusal only if what it sends is read and thrown away.
constexpr std::size_t kLingerBytes = 64U << 20;

/// What the server knows of a connection without knowing its stream.
class Peer {
 public:
  virtual ~Peer() = default;
  virtual void close_if_idle() = 0;
  virtual void cut() = 0;
};

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

/// The head as the service sees it. Malformed where RFC 9112 wants a refusal: no or several Hosts
/// (clause 3.2), a body in a coding that we do not know (clause 6.3), a target that is none.
Status read_head(const wire::request<wire::string_body>& message, Request& request) {
  request.method = message.method_string();
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    const auto [held, added] = request.headers.emplace(std::move(name), field.value());
    if (!added) held->second.append(held->first == "cookie" ? "; " : ", ").append(field.value());
  }
  request.cookies = parse_cookies(request.header("cookie"));
  const std::size_t hosts = message.count(wire::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= 11)) {
    return fail(ErrorCode::malformed, "请求缺少 Host 或重复");
  }
  const std::string_view coding = request.header("transfer-encoding");
  if (!coding.empty() && !beast::iequals(coding, "chunked")) {
    return fail(ErrorCode::malformed, "不支持这种 Transfer-Encoding");
  }
  ASSIGN_OR_RETURN(target, parse_target({message.target().data(), message.target().size()}));
  request.target = std::move(target);
  return {};
}

struct Refusal {
  Error error;
  unsigned status = 0;  // 0: as the error's code says
};

/// Nothing where the connection is gone, so that nobody would read an answer.
std::optional<Refusal> refusal_of(const beast::error_code& error) {
  if (error == wire::error::header_limit) {
    return Refusal{{.code = ErrorCode::too_large, .message = "请求头太大"}, 431};
  }
  if (error == wire::error::body_limit) {
    return Refusal{{.code = ErrorCode::too_large, .message = "内容太大，请缩小后重试"}};
  }
  if (error == wire::error::end_of_stream || error == wire::error::partial_message) return {};
  if (error.category() != make_error_code(wire::error::bad_method).category()) return {};
  return Refusal{
      {.code = ErrorCode::malformed, .message = "不是正确的 HTTP 请求", .detail = error.message()}};
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Service& service, Random& random)
      : options_(std::move(options)),
        service_(service),
        random_(random),
        acceptor_(asio::make_strand(context_)),
        workers_(options_.worker_threads) {
    if (options_.tls) load_certificate(*options_.tls);
    if (options_.metrics != nullptr) meter_.emplace(*options_.metrics);
    listen();
  }

  ~Impl() { stop(std::chrono::milliseconds(0)); }

  void start() {
    asio::co_spawn(acceptor_.get_executor(), accept_connections(), asio::detached);
    for (std::size_t i = 0; i < options_.io_threads; ++i) {
      io_threads_.emplace_back([this] { context_.run(); });
    }
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void stop(std::chrono::milliseconds grace) {
    if (stopping_.exchange(true)) return;
    asio::post(acceptor_.get_executor(), [this] { acceptor_.close(); });
    each_peer(&Peer::close_if_idle);
    {
      std::unique_lock lock(mutex_);
      peer_left_.wait_for(lock, grace, [this] { return peers_.empty() || io_threads_.empty(); });
    }
    each_peer(&Peer::cut);
    // They run until nothing is left to do: a context that is stopped would leave sockets open.
    for (std::thread& thread : io_threads_) thread.join();
    workers_.join();
    peers_.clear();
  }

  void join(std::shared_ptr<Peer> peer) {
    const std::lock_guard lock(mutex_);
    peers_.insert(std::move(peer));
  }

  void leave(const std::shared_ptr<Peer>& peer) {
    const std::lock_guard lock(mutex_);
    peers_.erase(peer);
    peer_left_.notify_all();
  }

  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] const ServerOptions& options() const { return options_; }
  [[nodiscard]] Service& service() { return service_; }
  void count(const Request& request, const Response& response, std::chrono::nanoseconds time) {
    if (meter_) meter_->note(request.method, response.route, response.status, time);
  }
  [[nodiscard]] std::string new_request_id() { return to_hex(random_.bytes(8)); }

  /// Runs the service on a worker; full queues are refused at once.
  asio::awaitable<Response> answer(const Request& request) {
    if (queued_ >= options_.queue_limit) {
      Error busy{.code = ErrorCode::unavailable,
                 .message = "现在办理的人很多，请稍等几秒再试",
                 .retry_after_seconds = 2};
      co_return service_.refuse(request, busy, 0);
    }
    ++queued_;
    asio::awaitable<Response> task = work(request);
    Response response = co_await asio::co_spawn(workers_, std::move(task), asio::use_awaitable);
    --queued_;
    co_return response;
  }

 private:
  asio::awaitable<Response> work(const Request& request) { co_return service_.answer(request); }

  void listen() {
    try {
      const Tcp::endpoint endpoint(asio::ip::make_address(options_.address), options_.port);
      acceptor_.open(endpoint.protocol());
      acceptor_.set_option(Tcp::acceptor::reuse_address(true));
      acceptor_.bind(endpoint);
      acceptor_.listen();
    } catch (const boost::system::system_error& error) {
      throw std::system_error(error.code(), "cannot listen on " + options_.address + ":" +
                                                std::to_string(options_.port));
    }
  }

  void load_certificate(const TlsFiles& files) {
    try {
      tls_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1);
      tls_.use_certificate_chain_file(files.certificate_chain);
      tls_.use_private_key_file(files.private_key, asio::ssl::context::pem);
    } catch (const boost::system::system_error& error) {
      throw std::runtime_error("TLS: " + files.certificate_chain + ", " + files.private_key + ": " +
                               error.code().message());
    }
  }

  template <class Act>
  void each_peer(Act act) {
    const std::lock_guard lock(mutex_);
    for (const auto& peer : peers_) ((*peer).*act)();
  }

  asio::awaitable<void> accept_connections();
  void admit(Tcp::socket socket);

  const ServerOptions options_;
  Service& service_;
  Random& random_;
  std::optional<RequestMeter> meter_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> queued_ = 0;
  std::mutex mutex_;
  std::condition_variable peer_left_;
  std::set<std::shared_ptr<Peer>> peers_;
  asio::ssl::context tls_{asio::ssl::context::tls_server};
  asio::io_context context_;  // dies before what its coroutines look at
  Tcp::acceptor acceptor_;
  std::vector<std::thread> io_threads_;
  asio::thread_pool workers_;
};

namespace {

template <class Stream, class Host>
class Connection final : public Peer,
                         public std::enable_shared_from_this<Connection<Stream, Host>> {
 public:
  Connection(Host& host, Stream stream, std::string address)
      : host_(host), stream_(std::move(stream)), address_(std::move(address)) {}

  /// Lives as long as the coroutine, which holds `self`.
  static asio::awaitable<void> run(std::shared_ptr<Connection> self) {
    const Membership membership{self->host_, self};
    if (!co_await self->handshake()) co_return;
    bool again = true;
    while (again && !self->host_.stopping()) again = co_await self->serve_next();
    co_await self->close();
  }

  void close_if_idle() override {
    asio::post(stream_.get_executor(), [self = this->shared_from_this()] {
      if (self->idle_) self->lowest().close();
    });
  }

  void cut() override {
    asio::post(stream_.get_executor(),
               [self = this->shared_from_this()] { self->lowest().close(); });
  }

 private:
  struct Membership {
    Host& host;
    std::shared_ptr<Peer> peer;
    Membership(Host& h, std::shared_ptr<Peer> p) : host(h), peer(std::move(p)) { host.join(peer); }
    ~Membership() { host.leave(peer); }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;
  };

  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  PlainStream& lowest() { return beast::get_lowest_layer(stream_); }
  const ServerOptions& options() const { return host_.options(); }

  void allow_for_body(std::uint64_t bytes) {
    const std::uint64_t seconds = bytes / options().least_bytes_per_second;
    lowest().expires_after(options().body_timeout +
                           std::chrono::seconds(static_cast<std::int64_t>(seconds)));
  }

  asio::awaitable<bool> handshake() {
    if constexpr (kTls) {
      if (host_.stopping()) co_return false;
      lowest().expires_after(options().header_timeout);
      const auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, kAwait);
      co_return !error;
    }
    co_return true;
  }

  /// False where the other side went away, took too long, or the server stops.
  asio::awaitable<bool> wait_for_first_byte() {
    if (buffer_.size() > 0) co_return true;
    idle_ = true;
    if (host_.stopping()) co_return false;
    lowest().expires_after(options().idle_timeout);
    const auto space = buffer_.prepare(4096);
    const auto [error, size] = co_await stream_.async_read_some(space, kAwait);
    idle_ = false;
    buffer_.commit(size);
    co_return !error;
  }

  /// Beast's limit is for what it has not parsed yet: line by line, a head would have no end.
  asio::awaitable<beast::error_code> read_header(Parser& parser) {
    std::size_t total = 0;
    while (!parser.is_header_done()) {
      const auto [error, size] = co_await wire::async_read_some(stream_, buffer_, parser, kAwait);
      if (error) co_return error;
      total += size;
      const beast::error_code too_large = wire::error::header_limit;
      if (total > options().header_bytes) co_return too_large;
    }
    co_return beast::error_code();
  }

  /// One request and its answer. True: the connection may carry another.
  asio::awaitable<bool> serve_next() {
    if (!co_await wait_for_first_byte()) co_return false;
    while (take_ready_answer()) {
      if (!co_await send_ready_answer()) co_return false;
      if (!co_await wait_for_first_byte()) co_return false;
    }
    Parser parser;
    parser.header_limit(options().header_bytes);
    parser.body_limit(boost::none);  // what is declared is compared with the route's limit below
    lowest().expires_after(options().header_timeout);
    const beast::error_code error = co_await read_header(parser);
    started_ = Clock::now();

    Request request{
        .remote_address = address_, .request_id = host_.new_request_id(), .secure = kTls};
    if (error) {
      const std::optional<Refusal> refusal = refusal_of(error);
      co_return co_await refuse(request, refusal);
    }
    if (const Status good = read_head(parser.get(), request); !good) {
      const std::optional<Refusal> refusal(Refusal{good.error()});
      co_return co_await refuse(request, refusal);
    }
    believe_proxy(request);
    const std::optional<Refusal> refusal = co_await read_body(parser, request);
    if (refusal) co_return co_await refuse(request, refusal);
    if (!parser.is_done()) co_return false;

    request.body = std::move(parser.get().body());
    lowest().expires_never();
    Response response = co_await host_.answer(request);
    const bool keep_alive = parser.get().keep_alive() && !host_.stopping();
    co_return co_await write(request, response, keep_alive) && keep_alive;
  }

  /// Into ready_, where the service has one for what has come in so far.
  bool take_ready_answer() {
    const auto bytes = buffer_.data();
    const auto request = read_quick_request({static_cast<const char*>(bytes.data()), bytes.size()});
    if (!request || !host_.service().answer_at_once(*request, ready_)) return false;
    buffer_.consume(request->size);
    return true;
  }

  /// Most answers fit into what the kernel holds for the other side: no timer, no waiting.
  asio::awaitable<bool> send_ready_answer() {
    std::size_t sent = 0;
    if constexpr (!kTls) {
      beast::error_code error;
      sent = lowest().socket().write_some(asio::buffer(ready_), error);
      if (error && error != asio::error::would_block) co_return false;
      if (sent == ready_.size()) co_return !host_.stopping();
    }
    allow_for_body(ready_.size());
    const asio::const_buffer rest = asio::buffer(ready_) + sent;
    const auto [error, size] = co_await asio::async_write(stream_, rest, kAwait);
    co_return !error && !host_.stopping();
  }

  /// Leaves the parser unfinished where the other side went away.
  asio::awaitable<std::optional<Refusal>> read_body(Parser& parser, const Request& request) {
    const std::uint64_t limit = host_.service().body_limit(request);
    const auto declared = parser.content_length();
    if (declared && *declared > limit) {
      const beast::error_code too_large = wire::error::body_limit;
      co_return refusal_of(too_large);
    }
    parser.body_limit(limit);
    allow_for_body(declared.value_or(limit));
    if (!parser.is_done() && beast::iequals(parser.get()[wire::field::expect], "100-continue")) {
      const asio::const_buffer interim = asio::buffer(kContinue);
      const auto [error, size] = co_await asio::async_write(stream_, interim, kAwait);
      if (error) co_return std::nullopt;
    }
    const auto [error, size] = co_await wire::async_read(stream_, buffer_, parser, kAwait);
    if (error) co_return refusal_of(error);
    co_return std::nullopt;
  }

  /// Answers what cannot be served; the connection ends, for nobody knows where the next request
  /// would begin.
  asio::awaitable<bool> refuse(const Request& request, const std::optional<Refusal>& refusal) {
    if (!refusal) co_return false;
    Response response = host_.service().refuse(request, refusal->error, refusal->status);
    co_await write(request, response, false);
    linger_ = true;
    co_return false;
  }

  asio::awaitable<bool> write(const Request& request, Response& response, bool keep_alive) {
    const bool head_only = request.method == "HEAD";
    const std::string_view content = response.content();
    const std::uint64_t size = content.size();
    wire::response<wire::span_body<const char>> message{static_cast<wire::status>(response.status),
                                                        11};
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    message.set(wire::field::date, http_date());
    message.set("X-Request-Id", request.request_id);
    message.keep_alive(keep_alive);
    if (response.status != 204 && response.status != 304) message.content_length(size);
    if (!head_only) message.body() = {content.data(), content.size()};
    log_request(request, response);

    allow_for_body(size);
    wire::response_serializer<wire::span_body<const char>> serializer{message};
    if (head_only) {
      const auto [error, sent] = co_await wire::async_write_header(stream_, serializer, kAwait);
      co_return !error;
    }
    const auto [error, sent] = co_await wire::async_write(stream_, serializer, kAwait);
    co_return !error;
  }

  void log_request(const Request& request, const Response& response) const {
    const auto time = Clock::now() - started_;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time);
    host_.count(request, response, time);
    if (!options().log_requests) return;
    log::info("http.request", {{"method", request.method.substr(0, 16)},
                               {"route", response.route},
                               {"status", static_cast<int>(response.status)},
                               {"ms", ms.count()},
                               {"request_id", request.request_id}});
  }

  void believe_proxy(Request& request) const {
    const auto& proxies = options().trusted_proxies;
    if (std::ranges::find(proxies, address_) == proxies.end()) return;
    const std::string_view chain = request.header("x-forwarded-for");
    const std::size_t last = chain.find_last_of(", ") + 1;  // the one that our own proxy saw
    if (last < chain.size()) request.remote_address = chain.substr(last);
    request.secure = request.header("x-forwarded-proto") == "https";
  }

  asio::awaitable<void> close() {
    idle_ = true;
    if (!linger_ && host_.stopping()) co_return;
    lowest().expires_after(kLingerTimeout);
    if constexpr (kTls) {
      static_cast<void>(co_await stream_.async_shutdown(kAwait));
    }
    beast::error_code ignored;
    lowest().socket().shutdown(Tcp::socket::shutdown_send, ignored);
    for (std::size_t thrown_away = 0; linger_ && thrown_away < kLingerBytes;) {
      buffer_.clear();
      const auto space = buffer_.prepare(64 * 1024);
      const auto [error, size] = co_await lowest().async_read_some(space, kAwait);
      if (error) break;
      thrown_away += size;
    }
  }

  Host& host_;
  Stream stream_;
  beast::flat_buffer buffer_;
  std::string ready_;
  const std::string address_;
  Clock::time_point started_;
  bool idle_ = false;  // nothing is lost when it is closed now
  bool linger_ = false;
};

}  // namespace

asio::awaitable<void> Server::Impl::accept_connections() {
  asio::steady_timer pause(acceptor_.get_executor());
  while (!stopping_) {
    const asio::any_io_executor strand = asio::make_strand(context_);
    auto [error, socket] = co_await acceptor_.async_accept(strand, kAwait);
    if (stopping_) co_return;
    if (!error) {
      admit(std::move(socket));
      continue;
    }
    // Out of file descriptors, most likely: to try again at once would only burn the processor.
    log::warning("http.accept", {{"error", error.message()}});
    pause.expires_after(std::chrono::milliseconds(100));
    co_await pause.async_wait(kAwait);
  }
}

void Server::Impl::admit(Tcp::socket socket) {
  std::size_t peers = 0;
  {
    const std::lock_guard lock(mutex_);
    peers = peers_.size();
  }
  if (peers >= options_.connection_limit) return;  // the socket closes as it goes
  if (peers >= options_.connection_limit / 4 * 3) each_peer(&Peer::close_if_idle);

  beast::error_code error;
  const Tcp::endpoint remote = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(Tcp::no_delay(true), error);
  socket.non_blocking(true, error);
  if (error) return;
  const auto executor = socket.get_executor();
  const std::string address = remote.address().to_string();
  const auto spawn = [&]<class Stream>(Stream stream) {
    using Mine = Connection<Stream, Server::Impl>;
    auto connection = std::make_shared<Mine>(*this, std::move(stream), address);
    asio::co_spawn(executor, Mine::run(std::move(connection)), asio::detached);
  };
  PlainStream plain(std::move(socket));
  if (options_.tls) return spawn(TlsStream(std::move(plain), tls_));
  spawn(std::move(plain));
}

Server::Server(ServerOptions options, Service& service, Random& random)
    : impl_(std::make_unique<Impl>(std::move(options), service, random)) {}
Server::~Server() = default;
void Server::start() { impl_->start(); }
std::uint16_t Server::port() const { return impl_->port(); }
void Server::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }

}  // namespace certhall::http
