#pragma once
// A client that sends exactly the bytes that it is told to, for tests of what no browser sends.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace certhall::http {

struct RawAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False where the other side has closed.
  bool send(std::string_view bytes);
  /// No more bytes will come from here.
  void finish_sending();
  /// Nothing where the other side closed before a whole answer was there, or after ten seconds.
  [[nodiscard]] std::optional<RawAnswer> receive(bool without_body = false);
  [[nodiscard]] std::optional<RawAnswer> ask(std::string_view bytes);
  /// Whether the other side closes within ten seconds, without another byte.
  [[nodiscard]] bool is_closed();

 private:
  bool read_more();

  int socket_;
  std::string received_;
};

}  // namespace certhall::http
