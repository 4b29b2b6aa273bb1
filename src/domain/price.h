#pragma once
// What a certificate costs: the fee per year times the years, token and seal once.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/catalogue.h"

namespace certhall::domain {

/// `years`: 1 to 5, as validated.
[[nodiscard]] Price price_of(const PriceList& list, std::int64_t years);

/// The newest list whose day has come; nothing where nothing is sold yet.
[[nodiscard]] std::optional<PriceList> price_list_in_force(const std::vector<PriceList>& lists,
                                                           std::string_view relying_application,
                                                           CertificateType type, Date today);

}  // namespace certhall::domain
