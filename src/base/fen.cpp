#include "base/fen.h"

#include <fmt/format.h>

namespace certhall {

std::string to_yuan(Fen amount) {
  const bool negative = amount.value < 0;
  const auto size = negative ? -static_cast<std::uint64_t>(amount.value)
                             : static_cast<std::uint64_t>(amount.value);
  return fmt::format("{}{}.{:02}", negative ? "-" : "", size / 100, size % 100);
}

}  // namespace certhall
