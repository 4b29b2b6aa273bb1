#pragma once
// Time comes in as a parameter; only main makes the real one.

#include "base/time.h"

namespace certhall {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
};

}  // namespace certhall
