#pragma once
// What certhall-reader says on its standard output: one JSON document, pictures in base64. With
// exit code 0 it is a reading, with kRefused it is a refusal.

#include <string>
#include <string_view>

#include "app/ports/reader.h"

namespace certhall::adapters {

inline constexpr int kRefused = 3;

[[nodiscard]] std::string write_reading(app::MaterialReading reading);
[[nodiscard]] std::string write_reading(app::IdCardReading reading);
[[nodiscard]] std::string write_refusal(const Error& error);

/// The other side trusts nothing: what does not fit is an error, as if the child had crashed.
[[nodiscard]] Result<app::MaterialReading> parse_material_reading(std::string_view json);
[[nodiscard]] Result<app::IdCardReading> parse_id_card_reading(std::string_view json);
/// Always an error: the one that was written, or the one about what was written.
[[nodiscard]] Error parse_refusal(std::string_view json);

}  // namespace certhall::adapters
