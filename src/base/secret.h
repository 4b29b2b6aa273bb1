#pragma once
// A secret is wiped when it dies and cannot be printed: it has no formatter, no comparison, no
// conversion. Whoever must see it says so with reveal().

#include <string>
#include <string_view>
#include <utility>

namespace certhall {

/// Overwrites the bytes so that the optimiser cannot leave it out.
void wipe(void* data, std::size_t size) noexcept;

template <class T>
class Secret;

template <>
class Secret<std::string> {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = default;
  // Copied and wiped: a moved-from short string keeps its bytes.
  // NOLINTNEXTLINE(performance-move-constructor-init)
  Secret(Secret&& other) noexcept : value_(other.value_) { other.clear(); }
  Secret& operator=(Secret other) noexcept {
    value_.swap(other.value_);
    return *this;
  }
  ~Secret() { clear(); }

  [[nodiscard]] std::string_view reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

 private:
  void clear() noexcept {
    wipe(value_.data(), value_.size());
    value_.clear();
  }
  std::string value_;
};

using SecretText = Secret<std::string>;

}  // namespace certhall
