#pragma once
// Revocation lists. Valid for a day, made anew after half of it and at once after a revocation.

#include <optional>
#include <string_view>

#include "app/hall.h"

namespace certhall::app {

/// Makes and stores the next list, with a number above every earlier one.
[[nodiscard]] Status publish_crl(const Hall& hall, std::string_view issuer);
/// publish_crl() for every issuer whose newest list has run half of its time.
[[nodiscard]] Status publish_due_crls(const Hall& hall);
/// The newest list, DER; nothing when there is none or it is no longer fresh: stale is never
/// served.
[[nodiscard]] std::optional<StoredCrl> current_crl(const Hall& hall, std::string_view issuer);

}  // namespace certhall::app
