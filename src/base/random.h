#pragma once
// Randomness comes in as a parameter; the real one is OpenSSL's generator.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace certhall {

class Random {
 public:
  virtual ~Random() = default;
  /// Fills `out` with random bytes; throws when the generator fails. Safe from several threads.
  virtual void fill(std::span<std::uint8_t> out) = 0;

  [[nodiscard]] std::string bytes(std::size_t count);
  /// `count` decimal digits, each equally likely.
  [[nodiscard]] std::string digits(std::size_t count);
  /// `count` characters of `alphabet` (1 to 256 characters), each equally likely.
  [[nodiscard]] std::string text(std::size_t count, std::string_view alphabet);
};

class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace certhall
