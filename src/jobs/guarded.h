#pragma once
// A clock's work that fails is logged; the next time comes anyway.

#include <functional>
#include <string_view>

#include "base/error.h"
#include "base/log.h"

namespace certhall::jobs {

inline void guarded(std::string_view name, const std::function<Status()>& work) {
  try {
    if (const auto done = work(); !done)
      log::warning("clock.failed", {{"clock", name}, {"detail", done.error().message}});
  } catch (const std::exception& error) {
    log::error("clock.failed", {{"clock", name}, {"detail", error.what()}});
  }
}

}  // namespace certhall::jobs
