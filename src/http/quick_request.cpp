#include "http/quick_request.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace certhall::http {
namespace {

constexpr std::size_t kHeadLimit = 8192;
constexpr std::size_t kBodyLimit = 8192;
constexpr std::string_view kVersion = " HTTP/1.1";

/// Headers that change what the answer must be, or where the request ends.
constexpr std::array<std::string_view, 9> kOutOfTheOrdinary{"transfer-encoding",
                                                            "expect",
                                                            "upgrade",
                                                            "if-match",
                                                            "if-none-match",
                                                            "if-modified-since",
                                                            "if-range",
                                                            "if-unmodified-since",
                                                            "range"};

bool equals(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

bool is_text(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

struct Head {
  int hosts = 0;
  std::optional<std::size_t> length;
};

/// False where it is out of the ordinary.
bool read_field(std::string_view line, Head& head) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  if (!is_token(name) || colon == line.size() || !is_text(value)) return false;
  while (value.starts_with(' ')) value.remove_prefix(1);
  while (value.ends_with(' ')) value.remove_suffix(1);
  if (equals(name, "host")) return !value.empty() && ++head.hosts == 1;
  if (equals(name, "connection")) return equals(value, "keep-alive");
  if (equals(name, "content-length")) {
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (head.length || error != std::errc() || end != value.data() + value.size()) return false;
    head.length = length;
    return length <= kBodyLimit;
  }
  return std::ranges::none_of(kOutOfTheOrdinary,
                              [&](std::string_view each) { return equals(name, each); });
}

}  // namespace

std::optional<QuickRequest> read_quick_request(std::string_view bytes) {
  QuickRequest request;
  std::string_view rest = bytes;
  if (rest.starts_with("GET /")) {
    rest.remove_prefix(4);
  } else if (rest.starts_with("POST /")) {
    request.is_post = true;
    rest.remove_prefix(5);
  } else {
    return std::nullopt;
  }
  const std::size_t end_of_head = bytes.substr(0, kHeadLimit).find("\r\n\r\n");
  if (end_of_head == bytes.npos) return std::nullopt;
  rest = rest.substr(0, end_of_head - (bytes.size() - rest.size()));
  const std::size_t end_of_line = std::min(rest.find("\r\n"), rest.size());
  request.target = rest.substr(0, end_of_line);
  if (!request.target.ends_with(kVersion)) return std::nullopt;
  request.target.remove_suffix(kVersion.size());
  if (!is_text(request.target) || request.target.find(' ') != request.target.npos)
    return std::nullopt;

  Head head;
  rest.remove_prefix(end_of_line);
  while (!rest.empty()) {
    rest.remove_prefix(2);
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    if (!read_field(line, head)) return std::nullopt;
    rest.remove_prefix(line.size());
  }
  if (head.hosts != 1 || (request.is_post ? !head.length : head.length.value_or(0) != 0))
    return std::nullopt;
  const std::size_t body_at = end_of_head + 4;
  if (bytes.size() - body_at < head.length.value_or(0)) return std::nullopt;
  request.body = bytes.substr(body_at, head.length.value_or(0));
  request.size = body_at + request.body.size();
  return request;
}

}  // namespace certhall::http
