#include "base/random.h"

#include <stdexcept>

#include <openssl/rand.h>

namespace certhall {

std::string Random::bytes(std::size_t count) {
  std::string bytes(count, '\0');
  fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

std::string Random::digits(std::size_t count) { return text(count, "0123456789"); }

std::string Random::text(std::size_t count, std::string_view alphabet) {
  if (alphabet.empty() || alphabet.size() > 256) {
    throw std::invalid_argument("an alphabet has 1 to 256 characters");
  }
  // Bytes beyond the last whole multiple are thrown away, or the first characters came up oftener.
  const std::size_t usable = 256 - 256 % alphabet.size();
  std::string text;
  while (text.size() < count) {
    for (const char byte : bytes(count - text.size())) {
      const auto value = static_cast<std::uint8_t>(byte);
      if (value < usable) text += alphabet[value % alphabet.size()];
    }
  }
  return text;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  if (!out.empty() && RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) {
    throw std::runtime_error("the random generator failed");
  }
}

}  // namespace certhall
