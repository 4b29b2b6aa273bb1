#include "unit/http/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace certhall::http {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";

RawAnswer read_head(std::string_view head) {
  RawAnswer answer;
  answer.status = std::stoi(std::string(head.substr(head.find(' ') + 1, 3)));
  for (std::size_t at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at)) {
    at += 2;
    const std::string_view line = head.substr(at, head.find("\r\n", at) - at);
    const std::size_t colon = line.find(": ");
    if (colon == line.npos) break;
    std::string name(line.substr(0, colon));
    std::ranges::transform(name, name.begin(), ::tolower);
    answer.headers.emplace(name, line.substr(colon + 2));
  }
  return answer;
}

}  // namespace

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{.tv_sec = 10, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("nobody listens");
  }
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

std::optional<RawAnswer> RawClient::receive(bool without_body) {
  while (received_.find(kHeadEnd) == received_.npos) {
    if (!read_more()) return std::nullopt;
  }
  const std::size_t head_size = received_.find(kHeadEnd) + kHeadEnd.size();
  RawAnswer answer = read_head(std::string_view(received_).substr(0, head_size));
  received_.erase(0, head_size);
  if (without_body || !answer.headers.contains("content-length")) return answer;
  const std::size_t size = std::stoul(answer.headers.at("content-length"));
  while (received_.size() < size) {
    if (!read_more()) return std::nullopt;
  }
  answer.body = received_.substr(0, size);
  received_.erase(0, size);
  return answer;
}

std::optional<RawAnswer> RawClient::ask(std::string_view bytes) {
  send(bytes);
  return receive();
}

bool RawClient::is_closed() {
  char byte = 0;
  const ssize_t read = received_.empty() ? ::recv(socket_, &byte, 1, 0) : 1;
  return read == 0 || (read < 0 && errno == ECONNRESET);
}

bool RawClient::read_more() {
  char bytes[16 * 1024];
  const ssize_t read = ::recv(socket_, bytes, sizeof bytes, 0);
  if (read <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(read));
  return true;
}

}  // namespace certhall::http
