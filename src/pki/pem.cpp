#include "pki/pem.h"

#include <cctype>

#include "base/encoding.h"

namespace certhall::pki {

std::string to_pem(std::string_view label, std::string_view der) {
  constexpr std::size_t kLineLength = 64;
  const std::string text = to_base64(der);
  std::string out = "-----BEGIN " + std::string(label) + "-----\n";
  for (std::size_t at = 0; at < text.size(); at += kLineLength) {
    out += text.substr(at, kLineLength) + '\n';
  }
  return out + "-----END " + std::string(label) + "-----\n";
}

Result<std::string> from_pem(std::string_view label, std::string_view text) {
  const auto no_block = [&] {
    return fail(ErrorCode::malformed, "没有找到 PEM 格式的 " + std::string(label) + " 内容");
  };
  const std::string head = "-----BEGIN " + std::string(label) + "-----";
  const std::string tail = "-----END " + std::string(label) + "-----";
  const auto begin = text.find(head);
  if (begin == std::string_view::npos) return no_block();
  const auto start = begin + head.size();
  const auto end = text.find(tail, start);
  if (end == std::string_view::npos) return no_block();
  std::string base64;
  for (const char c : text.substr(start, end - start)) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) base64 += c;
  }
  auto der = from_base64(base64);
  if (!der || der->empty()) return no_block();
  return std::move(*der);
}

}  // namespace certhall::pki
