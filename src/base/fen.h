#pragma once
// Money: whole fen (1/100 yuan), never a fraction.

#include <compare>
#include <cstdint>
#include <string>

namespace certhall {

struct Fen {
  std::int64_t value = 0;
  friend auto operator<=>(const Fen&, const Fen&) = default;
  friend Fen operator+(Fen a, Fen b) { return {a.value + b.value}; }
  friend Fen operator*(Fen a, std::int64_t n) { return {a.value * n}; }
};

/// "350.00": yuan with two decimals, as on invoices and in bank statements.
[[nodiscard]] std::string to_yuan(Fen amount);

}  // namespace certhall
