#pragma once
// SQL texts are constants; Text lets them share a list of columns and stay constants.

#include <array>
#include <cstddef>
#include <string_view>

namespace certhall::store {

template <std::size_t N>
struct Text {
  std::array<char, N> characters{};

  constexpr Text() = default;
  constexpr Text(const char (&literal)[N + 1]) {  // NOLINT: converts from a literal on purpose
    for (std::size_t i = 0; i < N; ++i) characters[i] = literal[i];
  }
  constexpr operator std::string_view() const {  // NOLINT: is a text
    return {characters.data(), N};
  }
};
template <std::size_t N>
Text(const char (&)[N]) -> Text<N - 1>;

template <std::size_t A, std::size_t B>
constexpr Text<A + B> operator+(const Text<A>& a, const Text<B>& b) {
  Text<A + B> sum;
  for (std::size_t i = 0; i < A; ++i) sum.characters[i] = a.characters[i];
  for (std::size_t i = 0; i < B; ++i) sum.characters[A + i] = b.characters[i];
  return sum;
}
template <std::size_t A, std::size_t B>
constexpr auto operator+(const Text<A>& a, const char (&b)[B]) {
  return a + Text(b);
}
template <std::size_t A, std::size_t B>
constexpr auto operator+(const char (&a)[A], const Text<B>& b) {
  return Text(a) + b;
}

}  // namespace certhall::store
