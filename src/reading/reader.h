#pragma once
// The two acts of certhall-reader, on bytes from strangers.

#include <string>
#include <string_view>

#include "app/ports/reader.h"

namespace certhall::reading {

/// What reading text needs; see src/reading/models.
struct OcrFiles {
  std::string models;       // the folder with the ONNX files and ppocr_keys_v1.txt
  std::string onnxruntime;  // libonnxruntime.so
};

/// Empty where text can be read; else the reason, for the log.
[[nodiscard]] std::string why_no_text(const OcrFiles& files);

/// As app::Reader promises.
[[nodiscard]] Result<app::MaterialReading> check_material(std::string_view bytes,
                                                          std::string_view claimed_type);

/// Where text cannot be read, the picture is checked and encoded again, and the rest left empty.
[[nodiscard]] Result<app::IdCardReading> read_id_card(std::string_view bytes, app::CardSide side,
                                                      const OcrFiles& files);

}  // namespace certhall::reading
