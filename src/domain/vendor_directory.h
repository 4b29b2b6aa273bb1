#pragma once
// data/vendors.json: the vendors on the portal, and the portals that hand over to this hall.

#include <string_view>

#include "base/result.h"
#include "domain/vendor.h"

namespace certhall::domain {

/// `invalid` where a code is no plain word or there twice, a name, mark or service is missing, an
/// address is no https:// address, or there is not exactly one vendor of our own. `sandbox` tells
/// whether the demo's vendor may stay; elsewhere it is left out.
[[nodiscard]] Result<VendorDirectory> parse_vendor_directory(std::string_view json, bool sandbox);

}  // namespace certhall::domain
