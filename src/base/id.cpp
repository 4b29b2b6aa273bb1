#include "base/id.h"

#include <array>

#include "base/clock.h"
#include "base/random.h"

namespace certhall {

std::string new_id_text(const Clock& clock, Random& random) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr std::size_t kTimeCharacters = 10;
  constexpr std::size_t kRandomCharacters = 16;  // of 5 bits: 80 in all
  std::string text(kTimeCharacters, '0');
  auto ms = static_cast<std::uint64_t>(clock.now().ms);
  for (std::size_t i = kTimeCharacters; i-- > 0; ms >>= 5) text[i] = kAlphabet[ms & 31];
  return text + random.text(kRandomCharacters, kAlphabet);
}

}  // namespace certhall
