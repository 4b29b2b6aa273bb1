#include "app/totp.h"

#include <array>
#include <cstdio>

#include "base/crypto.h"

namespace certhall::app {

std::string totp_code(std::string_view secret, std::int64_t step) {
  std::string counter(8, '\0');
  for (int i = 7; i >= 0; --i, step >>= 8)
    counter[static_cast<std::size_t>(i)] = static_cast<char>(step & 0xff);
  const std::string mac = hmac_sha1(secret, counter);
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(mac[i]));
  };
  const std::size_t offset = at(19) & 0x0f;
  const std::uint32_t number =
      ((at(offset) & 0x7f) << 24 | at(offset + 1) << 16 | at(offset + 2) << 8 | at(offset + 3)) %
      1'000'000;
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%06u", number);
  return text.data();
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Timestamp now,
                                      std::int64_t last_step) {
  const std::int64_t current = now.seconds() / 30;
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    if (step > last_step && equal_constant_time(totp_code(secret, step), code)) return step;
  }
  return std::nullopt;
}

}  // namespace certhall::app
