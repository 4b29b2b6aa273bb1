#pragma once
// Sets of enumerators: facts, effects, roles.

#include <cstdint>
#include <initializer_list>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace certhall::domain {

/// A set of enumerators, usable at compile time. The enum's values are 0 to 63.
template <class E>
class EnumSet {
 public:
  constexpr EnumSet() = default;
  constexpr EnumSet(std::initializer_list<E> items) {
    for (const E item : items) add(item);
  }
  [[nodiscard]] static constexpr EnumSet all() {
    EnumSet set;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto each) { set.add(each.value); });
    return set;
  }

  /// `condition` false: nothing is added. Lets facts be gathered one a line.
  constexpr EnumSet& add(E item, bool condition = true) {
    if (condition) bits_ |= bit(item);
    return *this;
  }
  [[nodiscard]] constexpr bool has(E item) const { return (bits_ & bit(item)) != 0; }
  [[nodiscard]] constexpr bool shares(EnumSet other) const { return (bits_ & other.bits_) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr EnumSet without(EnumSet other) const {
    return EnumSet(bits_ & ~other.bits_);
  }
  [[nodiscard]] constexpr EnumSet with(EnumSet other) const { return EnumSet(bits_ | other.bits_); }
  /// In the order of the enum.
  [[nodiscard]] std::vector<E> list() const {
    std::vector<E> items;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto each) {
      if (has(each.value)) items.push_back(each.value);
    });
    return items;
  }
  friend constexpr bool operator==(const EnumSet&, const EnumSet&) = default;

 private:
  constexpr explicit EnumSet(std::uint64_t bits) : bits_(bits) {}
  static constexpr std::uint64_t bit(E item) {
    return std::uint64_t{1} << static_cast<unsigned>(item);
  }
  std::uint64_t bits_ = 0;
};

}  // namespace certhall::domain
