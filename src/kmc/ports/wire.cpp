#include "kmc/ports/wire.h"

#include <initializer_list>

#include "base/crypto.h"
#include "base/encoding.h"

namespace certhall::kmc::wire {
namespace {

// Each part with its length in front, so that no two lists of parts have one text.
std::string mac(std::string_view key, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const auto part : parts) text.append(std::to_string(part.size())).append(":").append(part);
  return to_hex(hmac_sha256(key, text));
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return line;
}

}  // namespace

std::string call_mac(std::string_view key, std::string_view path, std::string_view time,
                     std::string_view nonce, std::string_view body) {
  return mac(key, {"certhall key centre call 1", path, time, nonce, body});
}

std::string answer_mac(std::string_view key, std::string_view nonce, bool good,
                       std::string_view json) {
  return mac(key, {"certhall key centre answer 1", nonce, good ? "ok" : "failed", json});
}

std::string write_answer(std::string_view key, std::string_view nonce, const Answer& answer) {
  return std::string(answer.good ? "ok\n" : "failed\n") +
         answer_mac(key, nonce, answer.good, answer.json) + "\n" + answer.json;
}

Result<Answer> read_answer(std::string_view key, std::string_view nonce, std::string_view body) {
  Answer answer{.good = take_line(body) == "ok", .json = ""};
  const std::string_view code = take_line(body);
  answer.json = body;
  if (equal_constant_time(code, answer_mac(key, nonce, answer.good, answer.json))) return answer;
  return fail(ErrorCode::upstream,
              "密钥管理中心的应答无法认证：请核对双方的认证密钥文件是否相同、时钟是否一致");
}

}  // namespace certhall::kmc::wire
