#pragma once
// The two acts of certhall-reader, on bytes from strangers.

#include <string_view>

#include "app/ports/reader.h"
#include "reading/ocr_engine.h"

namespace certhall::reading {

/// As app::Reader promises.
[[nodiscard]] Result<app::MaterialReading> check_material(std::string_view bytes,
                                                          std::string_view claimed_type);

/// `engine` may be null: then the picture is checked and encoded again, and nothing is read.
[[nodiscard]] Result<app::IdCardReading> read_id_card(std::string_view bytes, app::CardSide side,
                                                      const OcrEngine* engine);

}  // namespace certhall::reading
