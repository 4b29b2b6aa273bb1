#pragma once
// From the lines that were read to what a resident identity card says. Pure text work.

#include <string>
#include <vector>

#include "app/ports/reader.h"
#include "reading/ocr_engine.h"

namespace certhall::reading {

/// What stands side by side, from left to right in one text; from top to bottom.
struct TextRow {
  std::string text;       // without spaces
  double confidence = 0;  // of its worst line
};
[[nodiscard]] std::vector<TextRow> to_rows(std::vector<TextLine> lines);

enum class CardLooks { nothing, front, back };
[[nodiscard]] CardLooks which_side(const std::vector<TextRow>& rows);

/// Fill what they can find and leave the rest empty.
void parse_front(const std::vector<TextRow>& rows, app::IdCardReading& card);
void parse_back(const std::vector<TextRow>& rows, app::IdCardReading& card);

}  // namespace certhall::reading
