#pragma once
// Personal data in full: only by an act with a reason, which is in the audit chain, and so many
// times an hour.

#include <optional>
#include <string>
#include <string_view>

#include "app/hall.h"
#include "domain/application.h"
#include "domain/identity.h"
#include "domain/payment.h"

namespace certhall::app {

inline constexpr std::int64_t kRevealsAnHour = 60;  // a reviewer's hour is some thirty cases

struct Revealed {
  std::optional<domain::Details> details;    // for reviewers
  std::optional<domain::Identity> identity;  // for reviewers
  std::optional<domain::Payment> payment;    // for finance
};
/// `invalid` without a reason, `too_many` beyond the hour's number, which is audited as well.
[[nodiscard]] Result<Revealed> reveal(const Hall& hall, const domain::Actor& staff,
                                      const ApplicationId& id, std::string_view reason);

}  // namespace certhall::app
