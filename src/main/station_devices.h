#pragma once
// The tokens that a station works with, by the words after --token.

#include <memory>

#include "app/ports/token.h"
#include "base/random.h"
#include "main/station.h"

namespace certhall {

/// "folder", "skf:PATH of the maker's library", "pkcs11:PATH of the module". Throws
/// std::runtime_error where a file that an option names cannot be read.
[[nodiscard]] Result<std::unique_ptr<app::TokenDevices>> open_devices(const StationOptions& options,
                                                                      Random& random);

/// The first line; throws std::runtime_error.
[[nodiscard]] std::string first_line(const std::string& path);

}  // namespace certhall
